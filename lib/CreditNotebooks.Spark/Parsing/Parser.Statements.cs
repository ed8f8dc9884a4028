using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Parsing;

// Statements: queries and the commands that change or show the session.
internal sealed partial class Parser
{
    private static readonly HashSet<string> UnsupportedStatements =
    [
        "INSERT", "UPDATE", "DELETE", "MERGE", "ALTER", "TRUNCATE", "ANALYZE", "REFRESH", "REPAIR", "MSCK", "LOAD", "USE", "COMMENT", "DECLARE", "BEGIN", "EXECUTE", "CALL",
        "ADD", "LIST", "REPLACE", "GRANT", "REVOKE", "EXPORT", "IMPORT", "LOCK", "UNLOCK", "START", "COMMIT", "ROLLBACK", "DFS", "DROP", "CREATE", "SHOW", "OPEN", "FETCH", "CLOSE",
    ];

    public Statement ParseStatement()
    {
        var start = position;
        switch (Current.Key)
        {
            case "CREATE": return ParseCreate();
            case "DROP": return ParseDrop();
            case "SET": return ParseSet();
            case "RESET": return ParseReset();
            case "EXPLAIN": return ParseExplain();
            case "DESC" or "DESCRIBE": return ParseDescribe();
            case "SHOW": return ParseShow();
            case "CACHE": return ParseCache();
            case "UNCACHE" when Peek().Key == "TABLE":
                position += 2;
                var ifExists = Accept("IF", "EXISTS");
                return new UncacheTable(ParseReference(), ifExists) { Span = SpanFrom(start) };
            case "CLEAR":
                position++;
                Expect("CACHE");
                return new UncacheTable(null, IfExists: false) { Span = SpanFrom(start) };
        }
        RefuseOtherStatement(start);
        var query = ParseQuery();
        if (Current.Key is "INSERT" or "UPDATE" or "DELETE" or "MERGE") RefuseOtherStatement(position);
        return new Query(query) { Span = SpanFrom(start) };
    }

    /// <summary>Spark's other statements are refused by name: the first words up to a name.</summary>
    private void RefuseOtherStatement(int start)
    {
        if (!UnsupportedStatements.Contains(tokens[start].Key)) return;
        if (tokens[start + 1].Kind == TokenKind.End && tokens[start].Key is not ("COMMIT" or "ROLLBACK" or "BEGIN" or "GRANT" or "REVOKE" or "REFRESH"))
        {
            position = start + 1;
            throw SyntaxError();
        }
        position = start + 1;
        var words = tokens[start].Key;
        while (Current.Kind == TokenKind.Word && position < start + 4 && StatementWords.Contains(Current.Key)) words += " " + Take().Key;
        throw Unsupported(words, start);
    }

    private static readonly HashSet<string> StatementWords =
        ["TABLE", "TABLES", "VIEW", "FUNCTION", "INTO", "OVERWRITE", "DATABASE", "SCHEMA", "NAMESPACE", "OR", "REPLACE", "TEMPORARY", "TEMP", "EXTERNAL", "VARIABLE", "IMMEDIATE",
         "FROM", "ON", "INDEX", "ROLE", "PARTITIONS", "CREATE", "TBLPROPERTIES", "DATABASES", "SCHEMAS", "NAMESPACES", "CATALOGS", "CURRENT", "JAR", "FILE", "EXTENDED"];

    private Statement ParseCreate()
    {
        var start = position;
        position++;
        var replace = Accept("OR", "REPLACE");
        var global = Accept("GLOBAL");
        var temporary = Accept("TEMPORARY") || Accept("TEMP");
        if (!At("VIEW") || !temporary)
        {
            if (!StatementWords.Contains(Current.Key)) throw SyntaxError();
            if (At("VIEW")) throw Unsupported("CREATE VIEW without TEMPORARY", start);
            RefuseOtherStatement(start);
        }
        Expect("VIEW");
        var ifNotExists = At("IF", "NOT") && Peek(2).Key == "EXISTS";
        if (ifNotExists) throw new SparkException("_LEGACY_ERROR_TEMP_0053", "It is not allowed to define a TEMPORARY view with IF NOT EXISTS.", SpanFrom(start));
        var name = ParseReference();
        if (At("USING") || At("(") && Peek(2).Kind is TokenKind.Word && Peek(2).Key != "COMMENT") return ParseViewOfFiles(name, replace, global, start);
        Seq<string> columns = At("(") ? InParentheses(ParseViewColumn) : [];
        while (!At("AS"))
        {
            if (Accept("COMMENT")) ExpectString();
            else if (Accept("TBLPROPERTIES")) ParseProperties();
            else if (Accept("WITH", "SCHEMA")) Take();
            else throw SyntaxError();
        }
        Expect("AS");
        return new CreateView(name, columns, ParseQuery(), replace, ifNotExists, global) { Span = SpanFrom(start) };
    }

    private string ParseViewColumn()
    {
        var name = ParseIdentifier();
        if (Accept("COMMENT")) ExpectString();
        return name;
    }

    private CreateView ParseViewOfFiles(Seq<string> name, bool replace, bool global, int start)
    {
        Types.StructType? schema = null;
        if (Accept("("))
        {
            schema = new Types.StructType(ListOf(ParseField).ToSeq());
            Expect(")");
        }
        Expect("USING");
        var format = string.Join('.', ParseMultipartName());
        var options = Accept("OPTIONS") ? ParseProperties() : [];
        var paths = options.Where(option => option.Key == "path").Select(option => option.Value).ToSeq();
        var source = new FileSource(format, paths, schema, options.Where(option => option.Key != "path").ToSeq()) { Span = SpanFrom(start) };
        return new CreateView(name, [], source, replace, IfNotExists: false, global) { Span = SpanFrom(start) };
    }

    private Seq<KeyValuePair<string, string>> ParseProperties() => InParentheses(() =>
    {
        var key = Current.Kind == TokenKind.String ? Take().Text : string.Join('.', ParseMultipartName());
        Accept("=");
        var value = Current switch
        {
            { Kind: TokenKind.Integer or TokenKind.Decimal or TokenKind.String } => Take().Text,
            { Key: "TRUE" or "FALSE" } => Take().Text.ToLowerInvariant(),
            _ => throw SyntaxError(),
        };
        return KeyValuePair.Create(key.ToLowerInvariant(), value);
    });

    private Statement ParseDrop()
    {
        var start = position;
        if (Peek().Key != "VIEW")
        {
            if (!StatementWords.Contains(Peek().Key)) { position++; throw SyntaxError(); }
            RefuseOtherStatement(start);
        }
        position += 2;
        var ifExists = Accept("IF", "EXISTS");
        return new DropView(ParseReference(), ifExists) { Span = SpanFrom(start) };
    }

    private Statement ParseExplain()
    {
        var start = position;
        position++;
        var mode = Current.Key is "LOGICAL" or "FORMATTED" or "EXTENDED" or "CODEGEN" or "COST" ? Take().Key : "";
        var statement = ParseStatement();
        return statement is Query query ? new Explain(query.Relation, mode) { Span = SpanFrom(start) } : throw Unsupported("EXPLAIN of a statement that is no query", start);
    }

    private Statement ParseDescribe()
    {
        var start = position;
        position++;
        if (Current.Key is "FUNCTION" or "DATABASE" or "SCHEMA" or "NAMESPACE" && Peek().IsName) throw Unsupported("DESCRIBE " + Current.Key, start);
        Relation relation;
        if (Accept("QUERY") || BeginsQuery(position) && !At("TABLE") || At("(")) relation = ParseQuery();
        else
        {
            if (At("TABLE") && Peek().IsName) position++;
            if (AtAny("EXTENDED", "FORMATTED") && Peek().IsName) throw Unsupported("DESCRIBE " + Current.Key, start);
            var here = position;
            relation = new Table(ParseReference()) { Span = SpanFrom(here) };
            if (Current.IsName) throw Unsupported("DESCRIBE of one column or partition", start);
        }
        return new Describe(relation) { Span = SpanFrom(start) };
    }

    private Statement ParseShow()
    {
        var start = position;
        position++;
        var what = Current.Key;
        if (what is "USER" or "SYSTEM" or "ALL" && Peek().Key == "FUNCTIONS")
        {
            position++;
            what += " FUNCTIONS";
        }
        if (what is not ("TABLES" or "VIEWS" or "FUNCTIONS" or "COLUMNS" or "USER FUNCTIONS" or "SYSTEM FUNCTIONS" or "ALL FUNCTIONS"))
        {
            if (!StatementWords.Contains(what)) throw SyntaxError();
            RefuseOtherStatement(start);
        }
        position++;
        Seq<string> of = Accept("FROM") || Accept("IN") ? ParseReference() : [];
        if (what == "COLUMNS")
        {
            if (of.Count == 0) throw SyntaxError();
            if (Accept("FROM") || Accept("IN")) of = [.. ParseMultipartName(), .. of];
            return new Show(what, of, null) { Span = SpanFrom(start) };
        }
        var like = Accept("LIKE");
        string? pattern = null;
        if (Current.Kind == TokenKind.String) pattern = Take().Text;
        else if (what.EndsWith("FUNCTIONS", StringComparison.Ordinal) && Current.IsName) pattern = string.Join('.', ParseMultipartName());
        else if (like) throw SyntaxError();
        return new Show(what, of, pattern) { Span = SpanFrom(start) };
    }

    private Statement ParseCache()
    {
        var start = position;
        position++;
        var lazy = Accept("LAZY");
        Expect("TABLE");
        var name = ParseReference();
        if (Accept("OPTIONS")) ParseProperties();
        Relation? query = null;
        if (Accept("AS") || Keywords.BeginQuery.Contains(Current.Key) || At("(")) query = ParseQuery();
        return new CacheTable(name, query, lazy) { Span = SpanFrom(start) };
    }
}
