using System.Collections.Frozen;
using CreditNotebooks.Display;

namespace CreditNotebooks.Spark.Language;

/// <summary>What text means that this library's methods take. They call one thing by one name throughout, so a parameter's name
/// tells.</summary>
internal static class TextMeanings
{
    private static readonly FrozenDictionary<string, SqlTextMeaning> ByParameter = new (SqlTextMeaning Meaning, string Names)[]
    {
        (SqlTextMeaning.Column,
            "columnName columnNames colName colNames column columns column1 column2 cols usingColumn usingColumns pivotColumn existingName ids"),
        (SqlTextMeaning.Expression, "expression expressions conditionExpr"),
        (SqlTextMeaning.Statement, "sqlText"),
        (SqlTextMeaning.Table, "tableName viewName"),
        (SqlTextMeaning.Path, "path paths"),
    }.SelectMany(m => m.Names.Split(' ').Select(name => KeyValuePair.Create(name, m.Meaning))).ToFrozenDictionary();

    public static SqlTextMeaning Of(string type, string method, string parameter)
    {
        if (typeof(TextMeanings).Assembly.GetType(type) is null) return SqlTextMeaning.Other;
        // The generated functions take columns under many names; their table says which.
        if (type == typeof(Functions).FullName && FunctionTable.OfMethod(method) is { } function
            && function.Parameters.FirstOrDefault(p => p.Name == parameter) is { } known)
        {
            return known.NamesColumn ? SqlTextMeaning.Column : SqlTextMeaning.Other;
        }
        if (type == typeof(Frame).FullName && parameter is "name") return SqlTextMeaning.Column;
        return ByParameter.GetValueOrDefault(parameter, SqlTextMeaning.Other);
    }
}
