using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Maps from keys and values, with what Spark says of keys that are NULL or come twice (spark.sql.mapKeyDedupPolicy).</summary>
internal static class MapBuilder
{
    private static readonly Kernel FailsOnDuplicates = new(MapValue (object?[] keys, object?[] values) => Of(keys, values, false));
    private static readonly Kernel LastWins = new(MapValue (object?[] keys, object?[] values) => Of(keys, values, true));

    public static bool KeepsLast(AnalysisContext context) => string.Equals(context.Settings["spark.sql.mapKeyDedupPolicy"], "LAST_WIN", StringComparison.OrdinalIgnoreCase);

    /// <summary>A map of two lists in DuckDB's SQL.</summary>
    public static string Write(ExpressionWriter w, MapType type, string keys, string values) =>
        w.Kernel("map_of", KeepsLast(w.Context) ? LastWins : FailsOnDuplicates, [new ArrayType(type.KeyType), new ArrayType(type.ValueType)], type, keys, values);

    public static MapValue Of(object?[] keys, object?[] values, bool lastWins)
    {
        if (keys.Length != values.Length) throw new SparkException("_LEGACY_ERROR_TEMP_2128", "The key array and value array of MapData must have the same length.");
        var places = new Dictionary<object, int>(NestedEquality.Instance);
        var (k, v) = (new List<object?>(keys.Length), new List<object?>(keys.Length));
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[i] switch
            {
                null => throw new SparkException("NULL_MAP_KEY", "Cannot use null as map key."),
                double d when d == 0 => 0.0,
                float f when f == 0 => 0.0f,
                var other => other,
            };
            if (places.TryAdd(key, k.Count))
            {
                k.Add(key);
                v.Add(values[i]);
            }
            else if (lastWins) v[places[key]] = values[i];
            else throw Duplicate(key);
        }
        return new MapValue(k.ToArray(), v.ToArray());
    }

    private static SparkException Duplicate(object key) => new("DUPLICATED_MAP_KEY",
        $"Duplicate map key {Show(key)} was found, please check the input data. If you want to remove the duplicated keys, you can set `spark.sql.mapKeyDedupPolicy` to `LAST_WIN` so that the key inserted at last takes precedence.");

    private static string Show(object? key) => key switch
    {
        double d => NumberText.ToText(d),
        float f => NumberText.ToText(f),
        object?[] items => $"[{string.Join(",", items.Select(Show))}]",
        byte[] bytes => Convert.ToHexString(bytes),
        IFormattable n => n.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => key?.ToString() ?? "null",
    };
}
