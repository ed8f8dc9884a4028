using CreditNotebooks.Display;
using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Sources.S3;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Embedded;

/// <summary>Statements that change the session or tell about it; an answer is rows in memory.</summary>
internal sealed class SessionCommands(EmbeddedEngine engine)
{
    private static readonly StructType NoColumns = new(Seq<StructField>.Empty);

    public Relation Run(Statement statement)
    {
        switch (statement)
        {
            case CreateView v: return Create(v);
            case DropView d:
                if (engine.Views.Find(d.Name) is null && !d.IfExists)
                    throw new SparkException("TABLE_OR_VIEW_NOT_FOUND", $"The table or view {Identifier.QuoteAlways(d.Name)} cannot be found. To tolerate the error on drop use DROP VIEW IF EXISTS.", d.Span);
                engine.Views = engine.Views.Without(d.Name);
                return Nothing();
            case SetConfiguration s: return Set(s);
            case ResetConfiguration r: engine.Settings.Reset(r.Key); return Nothing();
            case Explain e: return Rows([new("plan", DataType.String)], [engine.Explain(e.Query, e.Mode)]);
            case Describe d: return Rows([new("col_name", DataType.String, false) { Comment = "name of the column" }, new("data_type", DataType.String, false) { Comment = "data type of the column" }, new("comment", DataType.String) { Comment = "comment of the column" }],
                [.. engine.Schema(d.Query).Fields.Select(f => new object?[] { f.Name, f.DataType.SimpleString, f.Comment })]);
            case Show s: return ShowNames(s);
            case CacheTable c:
                if (c.Query is { } query) Create(new CreateView(c.Name, [], new Captured(query, engine.Views) { Span = query.Span }, false, false, false) { Span = c.Span });
                var kept = (engine.Views.Find(c.Name) ?? throw NotFound(c.Name, c.Span)).Query;
                engine.Cache(kept);
                if (!c.Lazy) engine.FillCache(kept, CellContext.Current.CancellationToken);
                return Nothing();
            case UncacheTable { Name: null }: engine.ClearCache(); return Nothing();
            case UncacheTable u:
                if (engine.Views.Find(u.Name) is { } cached) engine.Uncache(cached.Query);
                else if (!u.IfExists) throw NotFound(u.Name, u.Span);
                return Nothing();
            default: throw SparkException.Unsupported($"The statement {statement.GetType().Name}", statement.Span);
        }
    }

    private static SparkException NotFound(Seq<string> name, SourceSpan span) =>
        new("TABLE_OR_VIEW_NOT_FOUND", $"The table or view {Identifier.QuoteAlways(name)} cannot be found. Verify the spelling and correctness of the schema and catalog.", span);

    private LocalData Create(CreateView v)
    {
        var name = v.Name[^1];
        if (v.Name.Count > 1 && !v.Global) throw new SparkException("TEMP_VIEW_NAME_TOO_MANY_NAME_PARTS", $"CREATE TEMPORARY VIEW or the corresponding Dataset APIs only accept single-part view names, but got: {Identifier.QuoteAlways(v.Name)}.", v.Span);
        Seq<string> key = v.Global ? ["global_temp", name] : [name];
        if (engine.Views.Find(key) is not null && !v.Replace)
            return v.IfNotExists ? Nothing() : throw new SparkException("TEMP_TABLE_OR_VIEW_ALREADY_EXISTS", $"Cannot create the temporary view {Identifier.QuoteAlways(name)} because it already exists. Choose a different name, drop or replace the existing view, or add the IF NOT EXISTS clause to tolerate pre-existing views.", v.Span);
        // SQL's view is a text that is read anew at each use; a DataFrame's is what it was.
        var fromText = v.Span.IsKnown && v.Query is not Captured;
        var query = v.Query is Captured ? v.Query : new Captured(v.Query, engine.Views) { Late = fromText, Span = v.Query.Span };
        var schema = engine.Schema(query);
        var width = schema.Fields.Count;
        if (fromText && Reaches(v.Query, key))
            throw new SparkException("RECURSIVE_VIEW", $"Recursive view {Identifier.QuoteAlways(key)} detected: its query reads the view itself. Choose another name.", v.Span);
        if (v.Columns.Count > 0 && v.Columns.Count != width)
            throw new SparkException(v.Columns.Count > width ? "CREATE_VIEW_COLUMN_ARITY_MISMATCH.NOT_ENOUGH_DATA_COLUMNS" : "CREATE_VIEW_COLUMN_ARITY_MISMATCH.TOO_MANY_DATA_COLUMNS", $"Cannot create view {Identifier.QuoteAlways(name)}, the query has {width} columns and the view {v.Columns.Count}.", v.Span);
        var names = v.Columns.Count > 0 ? v.Columns : schema.Fields.Select(f => f.Name);
        if (fromText && names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new SparkException("COLUMN_ALREADY_EXISTS", $"The column {Identifier.QuoteAlways(twice.Key.ToLowerInvariant())} already exists. Choose another name or rename the existing column.", v.Span);
        // Columns are found by name at each use, unless the view renames them by their place.
        engine.Views = engine.Views.With(new View(name, v.Columns.Count > 0 ? new ToNames(query, v.Columns) : query, v.Global, fromText && v.Columns.Count == 0 ? schema : null));
        return Nothing();
    }

    private bool Reaches(Relation query, Seq<string> view)
    {
        var all = RelationWalk.All(query).ToList();
        var common = all.OfType<With>().SelectMany(w => w.Tables).Select(t => t.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return all.OfType<Table>().Where(t => !(t.Name is [var only] && common.Contains(only))).Any(t => engine.Views.Find(t.Name) is { } found
            && (ReferenceEquals(found, engine.Views.Find(view)) || found.Query is Captured { Late: true } or ToNames { Child: Captured { Late: true } } && Reaches(found.Query, view)));
    }

    private LocalData Set(SetConfiguration s)
    {
        Seq<StructField> columns = [new("key", DataType.String, false), new("value", DataType.String, false)];
        if (s.Key is null) return Rows(columns, [.. engine.Settings.All.Select(e => new object?[] { e.Key, Shown(e.Key, e.Value) })]);
        if (s.Value is null) return Rows(columns, [s.Key, Shown(s.Key, engine.Settings[s.Key] ?? "<undefined>")]);
        Settings.Check(s.Key, s.Value, s.Span);
        engine.Settings.Set(s.Key, s.Value);
        return Rows(columns, [s.Key, Shown(s.Key, s.Value)]);
    }

    // As Spark, which lists no secret.
    private static string Shown(string key, string value) => S3Options.IsSecret(key) ? Redaction.Mark : value;

    private Relation ShowNames(Show s)
    {
        bool Matches(string name) => s.Pattern is null || ShowPattern.Matches(s.Pattern, name);
        switch (s.What)
        {
            case "TABLES" or "VIEWS":
                return Rows([new("namespace", DataType.String, false), new(s.What == "TABLES" ? "tableName" : "viewName", DataType.String, false), new("isTemporary", DataType.Boolean, false)],
                    [.. engine.Views.All.Where(v => Matches(v.Name)).Select(v => new object?[] { v.Global ? "global_temp" : "", v.Name, true })]);
            case "COLUMNS":
                return Rows([new("col_name", DataType.String, false)], [.. engine.Schema(new Table(s.Of)).Fields.Select(f => new object?[] { f.Name })]);
            case "FUNCTIONS":
                return Rows([new("function", DataType.String, false)], [.. FunctionCatalogue.Spark.Names.Where(Matches).Order(StringComparer.Ordinal).Select(n => new object?[] { n })]);
            default: throw SparkException.Unsupported($"SHOW {s.What}", s.Span);
        }
    }

    private static LocalData Nothing() => new(NoColumns, new LocalRows([]));

    private static LocalData Rows(Seq<StructField> columns, params IReadOnlyList<object?[]> rows) => new(new StructType(columns), new LocalRows(rows));
}
