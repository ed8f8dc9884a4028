using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;

namespace CreditNotebooks.Spark.Engines.Embedded;

/// <summary>Plans whose rows are kept (DataFrame.Cache): each becomes a table of DuckDB when an action first needs it.</summary>
internal sealed class TableCache(DuckDbConnection connection, Func<Relation, CancellationToken, Translation> translate)
{
    private readonly Dictionary<Relation, CachedTable?> tables = [];
    private readonly HashSet<Relation> computing = [];
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

    /// <summary>The table of a kept plan, computed now if this is its first use; null for a plan that is not kept.</summary>
    public CachedTable? FindOrCompute(Relation plan, CancellationToken cancellationToken)
    {
        lock (tables)
        {
            if (!tables.TryGetValue(plan, out var known)) return null;
            // Null for the plan that is being computed: it is read from its own parts.
            if (known is not null || !computing.Add(plan)) return known;
            Translation? translation = null;
            try
            {
                translation = translate(plan, cancellationToken);
                var names = translation.Schema.Fields.Select((_, i) => $"c{i}").ToSeq();
                var table = new CachedTable($"cached_{++lastNumber}", translation.Schema, names);
                using var progress = new QueryProgress(connection, translation);
                connection.Execute($"CREATE TABLE {DuckDbText.Name(table.Name)} AS SELECT * FROM ({translation.Sql}) AS q({string.Join(", ", names)})", cancellationToken);
                return tables[plan] = table;
            }
            catch (DuckDbException e)
            {
                throw EngineErrors.Translate(e, translation);
            }
            finally
            {
                translation?.Dispose();
                computing.Remove(plan);
            }
        }
    }
}
