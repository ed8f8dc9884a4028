using CreditNotebooks.Display;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Language;

/// <summary>The tables that a statement names behind FROM and JOIN, and those that it makes itself by WITH. The statement may be
/// unfinished.</summary>
internal sealed class NamedTables
{
    private readonly IEngine _engine;
    private readonly SqlCursor _cursor;
    private readonly List<(string Name, string Query)> _common = [];
    private readonly List<(string Alias, string Query)> _tables = [];

    public NamedTables(IEngine engine, SqlCursor cursor)
    {
        (_engine, _cursor) = (engine, cursor);
        var prefix = ReadCommonTables();
        ReadTables(prefix);
    }

    /// <summary>The names that WITH gives.</summary>
    public IEnumerable<string> CommonNames => _common.Select(c => c.Name);

    /// <summary>What qualifies columns: aliases, or the tables' names.</summary>
    public IEnumerable<string> Qualifiers => _tables.Select(t => t.Alias).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>The columns of all tables that are named; of all views where none is named yet, since SELECT is written before FROM.</summary>
    public IEnumerable<DescribedColumn> Columns() =>
        (_tables.Count > 0 ? _tables.Select(t => t.Query) : _engine.ViewNames.Select(v => $"SELECT * FROM {v}"))
        .SelectMany(ColumnsOf).DistinctBy(c => c.Name);

    /// <summary>The columns of the table that the statement calls by the name.</summary>
    public IEnumerable<DescribedColumn> ColumnsOfQualifier(string alias) =>
        _tables.Where(t => t.Alias.Equals(alias, StringComparison.OrdinalIgnoreCase)).SelectMany(t => ColumnsOf(t.Query))
            .DistinctBy(c => c.Name);

    // A query that cannot be read yet, or names what is not there, has no columns to offer. Neither has one of files: their columns may
    // only be known by reading them.
    private IReadOnlyList<DescribedColumn> ColumnsOf(string query)
    {
        if (NamesFiles(query)) return [];
        try
        {
            return _engine.Run(SqlParser.ParseStatement(query)) is { } relation ? TableColumns.Describe(_engine.Schema(relation)) : [];
        }
        catch (SparkException)
        {
            return [];
        }
    }

    private static bool NamesFiles(string query) => SqlCursor.Tokens(query) is not { } tokens
        || tokens.Index().Any(t => t.Item.Key is "CSV" or "JSON" or "PARQUET" or "TEXT" or "ORC" && t.Index + 1 < tokens.Count
            && tokens[t.Index + 1].Key == ".");

    /// <summary>Reads <c>WITH a AS (…), b AS (…)</c>; answers its text as far as it is closed.</summary>
    private string ReadCommonTables()
    {
        var tokens = _cursor.Statement;
        var prefix = "";
        if (tokens.Count == 0 || tokens[0].Key != "WITH") return prefix;
        for (var i = 1; i + 2 < tokens.Count && tokens[i].IsName; i++)
        {
            var name = tokens[i].Text;
            var open = tokens.IndexOf("(", from: i + 1);
            if (open < 0 || tokens.IndexOf("AS", from: i + 1) is var word && (word < 0 || word > i + 4)) return prefix;
            if (tokens[i + 1].Key == "(") open = tokens.IndexOf("(", from: word);
            var close = Close(open);
            if (open < 0 || close < 0) return prefix;
            prefix = TextOf(0, close);
            _common.Add((name, $"{prefix} SELECT * FROM {Types.Identifier.Quote(name)}"));
            i = close + 1;
            if (i >= tokens.Count || tokens[i].Key != ",") return prefix;
        }
        return prefix;
    }

    /// <summary>Reads the tables of the query that the cursor is in, and of those around it.</summary>
    private void ReadTables(string prefix)
    {
        var tokens = _cursor.Statement;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Key == "(" && Close(i) is var close and > 0
                && (tokens[i].Span.End > _cursor.Start || tokens[close].Span.Start < _cursor.Start)) i = close;
            if (tokens[i].Key is not ("FROM" or "JOIN")) continue;
            for (var next = ReadTable(i + 1, prefix); next < tokens.Count && tokens[next].Key == ",";) next = ReadTable(next + 1, prefix);
        }
    }

    /// <summary>Reads a table with its alias; answers the index behind it.</summary>
    private int ReadTable(int i, string prefix)
    {
        var tokens = _cursor.Statement;
        if (i < tokens.Count && tokens[i].Key == "LATERAL") i++;
        if (i >= tokens.Count) return i;
        var first = i;
        string? name = null;
        if (tokens[i].Key == "(")
        {
            i = Close(i);
            if (i < 0) return first + 1;
        }
        else
        {
            if (!tokens[i].IsName) return i;
            while (i + 2 < tokens.Count && tokens[i + 1].Key == "." && tokens[i + 2].IsName) i += 2;
            name = tokens[i].Text;
            if (i + 1 < tokens.Count && tokens[i + 1].Key == "(" && Close(i + 1) is var close and > 0) i = close;
        }
        var source = TextOf(first, i++);
        if (i < tokens.Count && tokens[i].Key == "AS") i++;
        // The word that is being typed is no alias yet.
        if (i < tokens.Count && tokens[i].IsName && !Keywords.Continue.Contains(tokens[i].Key)
            && !Keywords.NoTableAlias.Contains(tokens[i].Key)
            && tokens[i].Span.Start != _cursor.Start)
        {
            name = tokens[i++].Text;
        }
        if (name is not null) _tables.Add((name, $"{prefix} SELECT * FROM {source}"));
        return first > i ? first : i;
    }

    private int Close(int open)
    {
        var depth = 0;
        for (var i = open; i >= 0 && i < _cursor.Statement.Count; i++)
        {
            depth += _cursor.Statement[i].Key switch { "(" => 1, ")" => -1, _ => 0 };
            if (depth == 0) return i;
        }
        return -1;
    }

    private string TextOf(int first, int last) => _cursor.Text[_cursor.Statement[first].Span.Start.._cursor.Statement[last].Span.End];
}

file static class TokenSearch
{
    public static int IndexOf(this IReadOnlyList<Token> tokens, string key, int from)
    {
        for (var i = Math.Max(0, from); i < tokens.Count; i++)
        {
            if (tokens[i].Key == key) return i;
        }
        return -1;
    }
}
