using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Engines.Embedded;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Functions that take a lambda over maps.</summary>
internal static class MapLambdas
{
    public static IEnumerable<FunctionEntry> All =>
    [
        Scalar("map_filter").Build(s =>
        {
            s.Need(2);
            return s.Typed(s.MapAt(0), s[0].Nullable, s[0], HigherOrderFunctions.Predicate(s, OverEntries(s)));
        }).Calls((w, c) =>
        {
            var (map, entry, lambda) = Parts(w, c);
            return $"CAST(CASE WHEN {map} IS NOT NULL THEN map_from_entries(list_filter(map_entries({map}), lambda {entry}: {EntryBody(w, lambda, entry)})) END AS {PhysicalTypes.Sql(c.Type)})";
        }),
        Scalar("transform_values").Build(s =>
        {
            s.Need(2);
            var (map, lambda) = (s.MapAt(0), OverEntries(s));
            return s.Typed(new MapType(map.KeyType, lambda.Type, lambda.Nullable), s[0].Nullable, s[0], lambda);
        }).Calls((w, c) =>
        {
            var (map, entry, lambda) = Parts(w, c);
            return $"CAST(CASE WHEN {map} IS NOT NULL THEN map(map_keys({map}), list_transform(map_entries({map}), lambda {entry}: {EntryBody(w, lambda, entry)})) END AS {PhysicalTypes.Sql(c.Type)})";
        }),
        Scalar("transform_keys").Fails().Build(s =>
        {
            s.Need(2);
            var (map, lambda) = (s.MapAt(0), OverEntries(s));
            MapFunctions.NeedKey(s, lambda.Type);
            return s.Typed(new MapType(lambda.Type, map.ValueType, map.ValueContainsNull), s[0].Nullable, s[0], lambda);
        }).Calls((w, c) =>
        {
            var (map, entry, lambda) = Parts(w, c);
            return MapBuilder.Write(w, (MapType)c.Type, $"list_transform(map_entries({map}), lambda {entry}: {EntryBody(w, lambda, entry)})", $"map_values({map})");
        }),
        Scalar("map_zip_with").Build(ZipWith).Calls(WriteZipWith),
    ];

    private static readonly Kernel Zip = new(object?[] (MapValue left, MapValue right) =>
    {
        var keys = left.Keys.Concat(right.Keys).Distinct(NestedEquality.Instance);
        return keys.Select(object (k) => new[] { k, At(left, k), At(right, k) }).ToArray();
    });

    private static object? At(MapValue map, object? key) => Array.FindIndex(map.Keys, k => NestedOrder.Same(k, key)) is var at and >= 0 ? map.Values[at] : null;

    private static TypedLambda OverEntries(CallSite s)
    {
        var map = s.MapAt(0);
        return s.Function(1, (map.KeyType, false), (map.ValueType, map.ValueContainsNull));
    }

    private static (string Map, string Entry, TypedLambda Lambda) Parts(ExpressionWriter w, TypedCall c)
    {
        var lambda = (TypedLambda)c.Arguments[1];
        return (w.Write(c.Arguments[0]), $"e{lambda.Parameters[0].Id}", lambda);
    }

    private static string EntryBody(ExpressionWriter w, TypedLambda lambda, string entry) => w.Body(lambda, $"struct_extract({entry}, 'key')", $"struct_extract({entry}, 'value')");

    private static TypedCall ZipWith(CallSite s)
    {
        s.Need(3);
        var (left, right) = (s.MapAt(0), s.MapAt(1));
        if (TypeCoercion.WiderWithoutStrings(left.KeyType, right.KeyType) is not { } key)
            throw s.Mismatch("MAP_ZIP_WITH_DIFF_TYPES", $"Input to the `map_zip_with` should have been two maps with compatible key types, but it's [\"{left.KeyType.Sql}\", \"{right.KeyType.Sql}\"].");
        var lambda = s.Function(2, (key, false), (left.ValueType, true), (right.ValueType, true));
        return s.Typed(new MapType(key, lambda.Type, lambda.Nullable), s[0].Nullable || s[1].Nullable,
            s.Cast(s[0], left with { KeyType = key }), s.Cast(s[1], right with { KeyType = key }), lambda);
    }

    private static string WriteZipWith(ExpressionWriter w, TypedCall c)
    {
        var lambda = (TypedLambda)c.Arguments[2];
        var (left, right) = ((MapType)c.Arguments[0].Type, (MapType)c.Arguments[1].Type);
        var entry = new StructType([new StructField("k", left.KeyType), new StructField("l", left.ValueType), new StructField("r", right.ValueType)]);
        var zipped = w.Kernel("map_zip", Zip, [left, right], new ArrayType(entry), w.Write(c.Arguments[0]), w.Write(c.Arguments[1]));
        var (key, e) = ($"struct_extract(k{lambda.Parameters[0].Id}, 'k')", $"e{lambda.Parameters[0].Id}");
        var body = w.Body(lambda, $"struct_extract({e}, 'k')", $"struct_extract({e}, 'l')", $"struct_extract({e}, 'r')");
        return $"map(list_transform({zipped}, lambda k{lambda.Parameters[0].Id}: {key}), list_transform({zipped}, lambda {e}: {body}))";
    }
}
