using CreditNotebooks.Display;
using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Language;

/// <summary>What may stand where the cursor is in SQL text, by the tokens before it: the text need not parse.</summary>
internal sealed class SqlCompletion(IEngine engine)
{
    private static readonly string[] TypeNames =
        "BOOLEAN TINYINT SMALLINT INT BIGINT FLOAT DOUBLE DECIMAL DATE TIMESTAMP TIMESTAMP_NTZ STRING BINARY INTERVAL ARRAY MAP STRUCT VARIANT".Split(' ');

    public SqlChoices Complete(string text, int position)
    {
        if (SqlCursor.At(text, position) is not { } cursor) return new SqlChoices(position, []);
        return new SqlChoices(cursor.Start, [.. Choices(cursor)]);
    }

    public SqlChoices CompleteExpression(string text, int position, IReadOnlyList<DescribedColumn> columns)
    {
        if (SqlCursor.At(text, position) is not { } cursor) return new SqlChoices(position, []);
        var choices = cursor.Previous switch
        {
            "." => [],
            "AS" => Types(cursor),
            _ => columns.Select(c => Column(c, cursor)).Concat(Functions()).Concat(Words(cursor, Keywords.All)),
        };
        return new SqlChoices(cursor.Start, [.. choices]);
    }

    private IEnumerable<SqlChoice> Choices(SqlCursor cursor)
    {
        var tables = new NamedTables(engine, cursor);
        return cursor.Previous switch
        {
            null => Words(cursor, Keywords.BeginStatement),
            "." => Qualified(cursor, tables),
            "AS" => IsInCast(cursor) ? Types(cursor) : Words(cursor, ["SELECT"]),
            "FROM" or "JOIN" or "TABLE" or "VIEW" or "DESCRIBE" or "DESC" => Tables(tables),
            "," when Clause(cursor) is "FROM" => Tables(tables),
            "LIMIT" or "OFFSET" => [],
            _ => tables.Columns().Select(c => Column(c, cursor))
                .Concat(tables.Qualifiers.Select(t => new SqlChoice(Identifier.Quote(t), SqlChoiceKind.Table, "")))
                .Concat(Functions()).Concat(Words(cursor, Keywords.All)),
        };
    }

    private static IEnumerable<SqlChoice> Qualified(SqlCursor cursor, NamedTables tables)
    {
        if (cursor.Before is not [.., var qualifier, _] || !qualifier.IsName) return [];
        return tables.ColumnsOfQualifier(qualifier.Text).Select(c => Column(c, cursor));
    }

    private IEnumerable<SqlChoice> Tables(NamedTables tables) =>
        tables.CommonNames.Select(Identifier.Quote).Concat(engine.ViewNames).Distinct()
            .Select(t => new SqlChoice(t, SqlChoiceKind.Table, ""))
            .Append(new SqlChoice("range", SqlChoiceKind.Function, "range(start, end[, step])"));

    private IEnumerable<SqlChoice> Functions() =>
        FunctionCatalogue.Spark.Names.Where(n => char.IsLetter(n[0]) && FunctionCatalogue.Spark.Find(n)!.Unsupported is null)
            .Select(n => new SqlChoice(n, SqlChoiceKind.Function, FunctionDocumentation.ShortSignature(n)))
            .Concat(engine.UserFunctionNames.Select(n => new SqlChoice(n, SqlChoiceKind.Function, "")));

    private static SqlChoice Column(DescribedColumn column, SqlCursor cursor) =>
        new(cursor.Typed.StartsWith('`') ? Identifier.QuoteAlways(column.Name) : Identifier.Quote(column.Name),
            SqlChoiceKind.Column, column.Type);

    // Keywords are written as the user writes.
    private static IEnumerable<SqlChoice> Words(SqlCursor cursor, IEnumerable<string> words)
    {
        var writesLower = cursor.Typed.Length > 0
            ? char.IsLower(cursor.Typed[0])
            : cursor.Before.Count > 0 && char.IsLower(FirstLetter(cursor.Before[0]));
        return words.Where(w => char.IsLetter(w[0])).Select(w =>
            new SqlChoice(writesLower ? w.ToLowerInvariant() : w, SqlChoiceKind.Keyword, ""));
    }

    private static char FirstLetter(Token token) => token.Kind == TokenKind.Word && token.Text.Length > 0 ? token.Text[0] : 'A';

    private static IEnumerable<SqlChoice> Types(SqlCursor cursor) => Words(cursor, TypeNames);

    /// <summary>The clause that the cursor is in, parentheses around it aside.</summary>
    private static string Clause(SqlCursor cursor) =>
        Open(cursor).FirstOrDefault(t => t.Key is "SELECT" or "FROM" or "WHERE" or "GROUP" or "ORDER" or "HAVING" or "ON" or "USING"
            or "BY" or "(").Key ?? "";

    private static bool IsInCast(SqlCursor cursor)
    {
        var open = Open(cursor).Select((t, i) => (t, i)).FirstOrDefault(p => p.t.Key == "(").t;
        var before = cursor.Before.TakeWhile(t => t.Span.Start != open.Span.Start).LastOrDefault();
        return open.Key == "(" && before.Key is "CAST" or "TRY_CAST";
    }

    /// <summary>The tokens before the cursor, backwards, without what stands in closed parentheses.</summary>
    private static IEnumerable<Token> Open(SqlCursor cursor)
    {
        var depth = 0;
        for (var i = cursor.Before.Count - 1; i >= 0; i--)
        {
            var token = cursor.Before[i];
            if (token.Key == ")") depth++;
            else if (depth > 0 && token.Key == "(") depth--;
            else if (depth == 0) yield return token;
        }
    }
}
