using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;

namespace CreditNotebooks.Spark.Engines.Embedded;

/// <summary>Plans whose rows are kept (DataFrame.Cache): each becomes a table of DuckDB when an action first needs it.</summary>
internal sealed class TableCache(DuckDbConnection connection, Func<Relation, Translation> translate)
{
    private readonly Dictionary<Relation, CachedTable?> tables = [];
    private int lastNumber;

    public void Add(Relation plan)
    {
        lock (tables) tables.TryAdd(plan, null);
    }

    public bool Remove(Relation plan)
    {
        lock (tables)
        {
            if (!tables.Remove(plan, out var table)) return false;
            if (table is not null) connection.Execute($"DROP TABLE {DuckDbText.Name(table.Name)}");
            return true;
        }
    }

    public void Clear()
    {
        lock (tables)
            foreach (var plan in tables.Keys.ToList()) Remove(plan);
    }

    public CachedTable? Find(Relation plan)
    {
        lock (tables) return tables.Count == 0 ? null : tables.GetValueOrDefault(plan);
    }

    /// <summary>Computes what the plan uses and is not computed yet.</summary>
    public void Fill(Relation plan, CancellationToken cancellationToken)
    {
        lock (tables)
        {
            if (tables.Count == 0) return;
            // Deepest first, so that a kept plan over a kept plan uses it.
            foreach (var part in RelationWalk.All(plan).Reverse().Where(r => tables.TryGetValue(r, out var t) && t is null).Distinct().ToList())
            {
                using var translation = translate(part);
                var names = translation.Schema.Fields.Select((_, i) => $"c{i}").ToSeq();
                var table = new CachedTable($"cached_{++lastNumber}", translation.Schema, names);
                try
                {
                    connection.Execute($"CREATE TABLE {DuckDbText.Name(table.Name)} AS SELECT * FROM ({translation.Sql}) AS q({string.Join(", ", names)})", cancellationToken);
                }
                catch (DuckDbException e)
                {
                    throw EngineErrors.Translate(e);
                }
                tables[part] = table;
            }
        }
    }
}
