using CreditNotebooks.Display;
using CreditNotebooks.Spark.Engines;

namespace CreditNotebooks.Spark.Language;

/// <summary>What is known of the name at the cursor; of the function whose arguments the cursor is among where there is no name.</summary>
internal static class SqlInspection
{
    public static SqlDescription? Describe(IEngine engine, string text, int position)
    {
        var end = position;
        while (end < text.Length && (text[end] == '_' || char.IsLetterOrDigit(text[end]))) end++;
        if (SqlCursor.At(text, end) is not { } cursor) return null;
        var name = cursor.Typed.Trim('`');
        return (name.Length > 0 ? DescribeName(engine, cursor, name) : null) ?? DescribeCall(cursor);
    }

    private static SqlDescription? DescribeName(IEngine engine, SqlCursor cursor, string name)
    {
        var isCall = cursor.Text.AsSpan(cursor.Start + cursor.Typed.Length).TrimStart().StartsWith("(");
        if (isCall && FunctionDocumentation.OfSql(name) is { } function) return function;
        var tables = new NamedTables(engine, cursor);
        var columns = cursor.Previous == "." && cursor.Before is [.., var qualifier, _]
            ? tables.ColumnsOfQualifier(qualifier.Text) : tables.Columns();
        if (columns.FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } column)
        {
            return new SqlDescription($"{column.Name}: {column.Type}", "");
        }
        var ofTable = tables.ColumnsOfQualifier(name).ToList();
        return ofTable.Count > 0
            ? new SqlDescription($"{name}\n{string.Join('\n', ofTable.Select(c => $"  {c.Name}: {c.Type}"))}",
                $"A table of {ofTable.Count} columns.")
            : FunctionDocumentation.OfSql(name);
    }

    private static SqlDescription? DescribeCall(SqlCursor cursor)
    {
        var depth = 0;
        for (var i = cursor.Before.Count - 1; i > 0; i--)
        {
            depth += cursor.Before[i].Key switch { ")" => 1, "(" => -1, _ => 0 };
            if (depth >= 0) continue;
            if (cursor.Before[i - 1].IsName && FunctionDocumentation.OfSql(cursor.Before[i - 1].Text) is { } function) return function;
            depth = 0;
        }
        return null;
    }
}
