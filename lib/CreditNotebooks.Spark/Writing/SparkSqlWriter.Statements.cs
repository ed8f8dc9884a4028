using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Writing;

// Statements.
internal sealed partial class SparkSqlWriter
{
    private void WriteStatement(Statement statement)
    {
        switch (statement)
        {
            case Query query: WriteQuery(query.Relation); break;
            case CreateView view: WriteCreateView(view); break;
            case DropView view: Put(view.IfExists ? "DROP VIEW IF EXISTS " : "DROP VIEW ").Put(Quote(view.Name)); break;
            case SetConfiguration { Key: null }: Put("SET"); break;
            case SetConfiguration { Value: null } set: Put("SET ").Put(Identifier.QuoteAlways(set.Key)); break;
            case SetConfiguration set: Put($"SET {Identifier.QuoteAlways(set.Key)} = {Identifier.QuoteAlways(set.Value)}"); break;
            case ResetConfiguration reset: Put("RESET").Put(reset.Key is null ? "" : " " + Identifier.QuoteAlways(reset.Key)); break;
            case Explain explain:
                Put("EXPLAIN ").Put(explain.Mode).Put(explain.Mode.Length > 0 ? " " : "");
                WriteQuery(explain.Query);
                break;
            case Describe { Query: Table table }: Put("DESCRIBE TABLE ").Put(Quote(table.Name)); break;
            case Describe describe:
                Put("DESCRIBE QUERY ");
                WriteQuery(describe.Query);
                break;
            case Show show:
                Put("SHOW ").Put(show.What);
                if (show.Of.Count > 0) Put(" FROM ").Put(Quote(show.Of));
                if (show.Pattern is not null) Put(" LIKE ").Put(StringEscapes.Quote(show.Pattern));
                break;
            case CacheTable cache:
                Put(cache.Lazy ? "CACHE LAZY TABLE " : "CACHE TABLE ").Put(Quote(cache.Name));
                if (cache.Query is null) break;
                Put(" AS ");
                WriteQuery(cache.Query);
                break;
            case UncacheTable { Name: null }: Put("CLEAR CACHE"); break;
            case UncacheTable uncache: Put(uncache.IfExists ? "UNCACHE TABLE IF EXISTS " : "UNCACHE TABLE ").Put(Quote(uncache.Name)); break;
            default: throw Refuse($"A statement of the kind {statement.GetType().Name}");
        }
    }

    private void WriteCreateView(CreateView view)
    {
        Put(view.Replace ? "CREATE OR REPLACE " : "CREATE ").Put(view.Global ? "GLOBAL " : "").Put("TEMPORARY VIEW ").Put(view.IfNotExists ? "IF NOT EXISTS " : "").Put(Quote(view.Name));
        if (view.Query is FileSource files)
        {
            if (files.Schema is not null) Put($" ({files.Schema.ToDdl()})");
            Put(" USING ").Put(Quote(files.Format.Split('.')));
            var options = files.Paths.Select(path => KeyValuePair.Create("path", path)).Concat(files.Options).ToList();
            if (options.Count == 0) return;
            Put(" OPTIONS ");
            PutInParentheses(options, option => Put($"{StringEscapes.Quote(option.Key)} = {StringEscapes.Quote(option.Value)}"));
            return;
        }
        if (view.Columns.Count > 0)
        {
            Put(" ");
            PutNames(view.Columns);
        }
        Put(" AS ");
        WriteQuery(view.Query);
    }
}
