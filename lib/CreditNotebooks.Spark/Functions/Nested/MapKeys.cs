using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Looking a key up in a map.</summary>
internal static class MapKeys
{
    private static readonly Kernel Value = new(object? (MapValue map, object key) => Array.FindIndex(map.Keys, k => NestedOrder.Same(k, key)) is var at and >= 0 ? map.Values[at] : null);
    private static readonly Kernel Has = new(bool (MapValue map, object key) => Array.Exists(map.Keys, k => NestedOrder.Same(k, key)));

    /// <summary>The map and the key, cast to one key type.</summary>
    public static TypedExpression[] Common(CallSite s, int map, int key, Func<DataType, DataType, DataType?> wider)
    {
        var type = s.MapAt(map);
        if (wider(type.KeyType, s[key].Type) is not { } common)
            throw s.Mismatch("MAP_FUNCTION_DIFF_TYPES", $"Input to `{s.Name}` should have been \"MAP\" followed by a value with same key type, but it's [\"{type.Sql}\", \"{s[key].Type.Sql}\"].");
        s.NeedOrder(common);
        return [s.Cast(s[map], type with { KeyType = common }), s.Cast(s[key], common)];
    }

    public static string Lookup(ExpressionWriter w, TypedCall c) => w.Kernel("map_value", Value, c.Type, c.Arguments);

    public static string Contains(ExpressionWriter w, TypedCall c) => w.Kernel("map_contains_key", Has, c.Type, c.Arguments);
}
