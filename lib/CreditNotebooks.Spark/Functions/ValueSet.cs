using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Distinct values in the order in which Spark's aggregates give them: that of their hash tables, which depends on the values alone.</summary>
internal static class ValueSet
{
    public static object?[] InOrderOfArrival(object?[] items, DataType type)
    {
        var seen = new SortedSet<object?>(ValueOrder.Of(type));
        return items.Where(seen.Add).ToArray();
    }

    /// <summary>As a Scala hash set orders them (collect_set).</summary>
    public static object?[] InScalaOrder(object?[] items, DataType type)
    {
        var order = ValueOrder.Of(type);
        var kept = new List<(object? Value, int Hash)>();
        var byHash = new Dictionary<int, List<object?>>();
        var buckets = 16;
        foreach (var item in items)
        {
            if (kept.Count + 1 >= buckets * 3 / 4) buckets *= 2;
            // How Spark lays out nested values in memory decides their hashes.
            if (type.IsNested && kept.Exists(k => order.Compare(k.Value, item) != 0)) throw SparkException.Unsupported("The order in which collect_set gives nested values (collect_list(DISTINCT …) gives them as they come)");
            var hash = type.IsNested ? 0 : JavaHash.ScalaHash(item!);
            hash ^= (int)((uint)hash >> 16);
            if (!byHash.TryGetValue(hash, out var same)) byHash[hash] = same = [];
            // NaN is not equal to itself here: Spark keeps each one.
            if (item is not (double.NaN or float.NaN) && same.Exists(s => order.Compare(s, item) == 0)) continue;
            same.Add(item);
            kept.Add((item, hash));
        }
        return kept.OrderBy(k => k.Hash & (buckets - 1)).ThenBy(k => k.Hash).Select(k => k.Value).ToArray();
    }

    /// <summary>Each value with how often it is there, as Spark's OpenHashMap orders them (mode).</summary>
    public static IEnumerable<(object Value, long Count)> Counted(object?[] items, DataType type)
    {
        var table = new (object? Value, long Count)[64];
        var size = 0;
        foreach (var item in items)
        {
            if (Add(table, item!, 1, type)) size++;
            if (size <= (int)(0.7 * table.Length)) continue;
            var larger = new (object? Value, long Count)[table.Length * 2];
            foreach (var (value, count) in table)
                if (value is not null) Add(larger, value, count, type);
            table = larger;
        }
        return table.Where(e => e.Value is not null).Select(e => (e.Value!, e.Count));
    }

    private static bool Add((object? Value, long Count)[] table, object value, long count, DataType type)
    {
        var at = JavaHash.Spread(JavaHash.HashCode(value)) & (table.Length - 1);
        for (var step = 1; ; step++)
        {
            if (table[at].Value is not { } there)
            {
                table[at] = (value, count);
                return true;
            }
            if (ValueOrder.Compare(there, value, type) == 0)
            {
                table[at].Count += count;
                return false;
            }
            at = (at + step) & (table.Length - 1);
        }
    }
}
