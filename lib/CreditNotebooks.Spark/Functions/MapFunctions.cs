using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Maps.</summary>
internal static class MapFunctions
{
    public static IEnumerable<FunctionEntry> All =>
    [
        Scalar("map").Fails().Build(Map).Calls((w, c) =>
        {
            var type = (MapType)c.Type;
            string List(int start) => c.Arguments.Count == 0 ? "CAST([] AS INTEGER[])" : $"list_value({string.Join(", ", c.Arguments.Where((_, i) => i % 2 == start).Select(w.Write))})";
            return MapBuilder.Write(w, type, List(0), List(1));
        }),
        Scalar("map_keys").Takes(ArgumentType.Map).Gives(a => new ArrayType(((MapType)a[0].Type).KeyType)).Sql("map_keys({0})"),
        Scalar("map_values").Takes(ArgumentType.Map).Gives(a => new ArrayType(((MapType)a[0].Type).ValueType)).Sql("map_values({0})"),
        Scalar("map_entries").Takes(ArgumentType.Map).Gives(a => Entries((MapType)a[0].Type)).Sql("map_entries({0})"),
        Scalar("map_contains_key").Build(s =>
        {
            s.Need(2);
            if (s[0].Type is NullType || s[1].Type is NullType) throw s.Mismatch("NULL_TYPE", $"Null typed values cannot be used as arguments of `{s.Name}`.");
            return s.Typed(DataType.Boolean, true, MapKeys.Common(s, 0, 1, TypeCoercion.WiderWithoutStrings));
        }).Calls(MapKeys.Contains),
        Scalar("map_from_arrays").Fails().Build(s =>
        {
            s.Need(2);
            var (keys, values) = (s.Coerce(0, ArgumentType.Array), s.Coerce(1, ArgumentType.Array));
            var (k, v) = ((ArrayType)keys.Type, (ArrayType)values.Type);
            NeedKey(s, k.ElementType);
            return s.Typed(new MapType(k.ElementType, v.ElementType, v.ContainsNull), keys.Nullable || values.Nullable, keys, values);
        }).Calls((w, c) => MapBuilder.Write(w, (MapType)c.Type, w.Write(c.Arguments[0]), w.Write(c.Arguments[1]))),
        Scalar("map_from_entries").Fails().Build(FromEntries).Calls((w, c) => w.Kernel("map_from_entries", MapBuilder.KeepsLast(w.Context) ? EntriesLastWins : EntriesFail, c.Type, c.Arguments)),
        Scalar("map_concat").Fails().Build(Concat).Calls((w, c) => c.Arguments.Count == 0 ? MapBuilder.Write(w, (MapType)c.Type, "CAST([] AS VARCHAR[])", "CAST([] AS VARCHAR[])")
            : w.Kernel("map_concat", MapBuilder.KeepsLast(w.Context) ? ConcatLastWins : ConcatFails, c.Type, c.Arguments)),
        TextMap.StrToMap,
    ];

    private static readonly Kernel EntriesFail = new(MapValue? (object?[] entries) => OfEntries(entries, false));
    private static readonly Kernel EntriesLastWins = new(MapValue? (object?[] entries) => OfEntries(entries, true));
    private static readonly Kernel ConcatFails = new(MapValue (object?[] maps) => OfMaps(maps, false));
    private static readonly Kernel ConcatLastWins = new(MapValue (object?[] maps) => OfMaps(maps, true));

    /// <summary>A type that may be, or contain, a map is no type of keys.</summary>
    public static void NeedKey(CallSite s, DataType type)
    {
        if (HasMap(type)) throw s.Mismatch("INVALID_MAP_KEY_TYPE", $"The key of map cannot be/contain \"{type.Sql}\".");
        if (!ArgumentType.IsOrderable(type)) throw s.Unsupported($"A map with keys of type {type.Sql}");
    }

    public static StructType Entry(MapType type) => new([new StructField("key", type.KeyType, false), new StructField("value", type.ValueType, type.ValueContainsNull)]);

    private static ArrayType Entries(MapType type) => new(Entry(type), false);

    private static bool HasMap(DataType type) => type switch
    {
        MapType or VariantType => true,
        ArrayType a => HasMap(a.ElementType),
        StructType s => s.Fields.Any(f => HasMap(f.DataType)),
        _ => false,
    };

    private static TypedCall Map(CallSite s)
    {
        if (s.Count % 2 != 0) throw s.WrongCount("2n (n > 0)");
        DataType Side(int start, string what)
        {
            var types = s.Arguments.Where((_, i) => i % 2 == start).Select(a => a.Type).ToList();
            return TypeCoercion.Wider(types) ?? throw s.Mismatch($"CREATE_MAP_{what.ToUpperInvariant()}_DIFF_TYPES",
                $"The given {what}s of function `map` should all be the same type, but they are [{string.Join(", ", types.Select(t => $"\"{t.Sql}\""))}].");
        }
        var (key, value) = (Side(0, "key"), Side(1, "value"));
        NeedKey(s, key);
        var arguments = s.Arguments.Select((a, i) => s.Cast(a, i % 2 == 0 ? key : value)).ToArray();
        return s.Typed(new MapType(key, value, arguments.Where((a, i) => i % 2 == 1 && a.Nullable).Any()), false, arguments);
    }

    private static TypedCall FromEntries(CallSite s)
    {
        s.Need(1);
        if (s[0].Type is not ArrayType { ElementType: StructType { Fields: [var key, var value] } } type)
            throw s.Mismatch("UNEXPECTED_INPUT_TYPE", $"the first parameter requires the \"ARRAY\" of pair \"STRUCT\" type, however \"{PrettyName.Of(s[0])}\" has the type \"{s[0].Type.Sql}\".");
        NeedKey(s, key.DataType);
        return s.Typed(new MapType(key.DataType, value.DataType, value.Nullable), s[0].Nullable || type.ContainsNull, s[0]);
    }

    private static MapValue? OfEntries(object?[] entries, bool lastWins) => entries.Contains(null) ? null
        : MapBuilder.Of(entries.Select(e => ((object?[])e!)[0]).ToArray(), entries.Select(e => ((object?[])e!)[1]).ToArray(), lastWins);

    private static TypedCall Concat(CallSite s)
    {
        if (s.Count == 0) return s.Typed(new MapType(DataType.String, DataType.String), false);
        var types = s.Arguments.Select(a => a.Type).ToList();
        if (types.Exists(t => t is not MapType)) throw s.Mismatch("MAP_CONCAT_DIFF_TYPES", $"The `map_concat` should all be of type map, but it's [{string.Join(", ", types.Select(t => $"\"{t.Sql}\""))}].");
        if (TypeCoercion.Wider(types) is not MapType common)
            throw s.Mismatch("DATA_DIFF_TYPES", $"Input to `map_concat` should all be the same type, but it's ({string.Join(" or ", types.Select(t => $"\"{t.Sql}\""))}).");
        return s.Typed(common, s.Arguments.Any(a => a.Nullable), s.Arguments.Select(a => s.Cast(a, common)).ToArray());
    }

    private static MapValue OfMaps(object?[] maps, bool lastWins) =>
        MapBuilder.Of(maps.SelectMany(m => ((MapValue)m!).Keys).ToArray(), maps.SelectMany(m => ((MapValue)m!).Values).ToArray(), lastWins);
}
