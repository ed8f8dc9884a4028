using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Engines.Embedded;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Arrays: making them, their size, and single elements.</summary>
internal static class ArrayFunctions
{
    private static readonly Kernel OutOfBounds = new(bool (int index, long size) => throw (index == 0 ? IndexErrors.Zero() : IndexErrors.OutOfBounds(index, (int)size)));
    private static readonly Kernel ZeroIndex = new(bool (int index) => throw IndexErrors.Zero());

    public static IEnumerable<FunctionEntry> All =>
    [
        Scalar("array").Takes(ArgumentType.Any).Repeats().SameType().NotNull()
            .Gives(a => new ArrayType(TypeCoercion.Wider(a.Select(x => x.Type)) ?? DataType.Null, a.Any(x => x.Nullable))).Sql(WriteArray),
        Scalar("size", "cardinality").Takes(ArgumentType.OneOf(ArgumentType.Array, ArgumentType.Map)).Gives(DataType.Integer).Sql(WriteSize),
        Scalar("array_size").Takes(ArgumentType.Array).Gives(DataType.Integer).Sql("CAST(len({0}) AS INTEGER)"),
        Scalar("element_at").Fails().Build(s => ElementAt(s, true)).Calls((w, c) => WriteElementAt(w, c, true)),
        Scalar("try_element_at").Fails().Build(s => ElementAt(s, false)).Calls((w, c) => WriteElementAt(w, c, false)),
        Scalar("get").Build(Get).Calls((w, c) =>
        {
            var (array, index) = (w.Write(c.Arguments[0]), w.Write(c.Arguments[1]));
            return $"CASE WHEN {index} >= 0 THEN list_extract({array}, CAST({index} AS BIGINT) + 1) END";
        }),
        Scalar("array_contains").Build(s => Search(s, DataType.Boolean, s.WithElement(0, 1, TypeCoercion.WiderWithoutStrings, noNulls: 2)))
            .Calls((w, c) => w.Kernel("array_contains", Contains, DataType.Boolean, c.Arguments)),
        Scalar("array_position").Build(s => Search(s, DataType.Long, s.WithElement(0, 1, noNulls: 1))).Calls((w, c) => w.Kernel("array_position", Position, DataType.Long, c.Arguments)),
        Scalar("array_max").Build(Extreme).Calls((w, c) => w.Kernel("array_max", Greatest, c.Type, c.Arguments)),
        Scalar("array_min").Build(Extreme).Calls((w, c) => w.Kernel("array_min", Least, c.Type, c.Arguments)),
        Scalar("array_join").Takes(ArgumentType.ArrayOf(ArgumentType.String), ArgumentType.String, ArgumentType.String).Optional(1).Gives(DataType.String)
            .Compute((TypedCall c) => c.Arguments.Count == 2 ? Join : JoinWithNulls),
        .. ArrayOrder.All,
        .. ArrayEdits.All,
        .. ArraySets.All,
        .. ArraySequence.All,
    ];

    private static readonly Kernel Join = new(string (object?[] items, string separator) => string.Join(separator, items.Where(i => i is not null)));
    private static readonly Kernel JoinWithNulls = new(string (object?[] items, string separator, string nothing) => string.Join(separator, items.Select(i => i ?? nothing)));

    private static readonly Kernel Contains = new(bool? (object?[] items, object value) =>
    {
        var nulls = false;
        foreach (var item in items)
        {
            if (item is null) nulls = true;
            else if (NestedOrder.Same(item, value)) return true;
        }
        return nulls ? null : false;
    });

    private static readonly Kernel Position = new(long (object?[] items, object value) => Array.FindIndex(items, i => i is not null && NestedOrder.Same(i, value)) + 1);

    private static readonly Kernel Greatest = new(object? (object?[] items) => items.Aggregate((object?)null, (best, i) => i is not null && (best is null || NestedOrder.Of(i, best) > 0) ? i : best));
    private static readonly Kernel Least = new(object? (object?[] items) => items.Aggregate((object?)null, (best, i) => i is not null && (best is null || NestedOrder.Of(i, best) < 0) ? i : best));

    /// <summary>A list of expressions that have the array's element type.</summary>
    public static string WriteArray(ExpressionWriter w, TypedCall c) =>
        c.Arguments.Count == 0 ? $"CAST([] AS {PhysicalTypes.Sql(c.Type)})" : $"list_value({string.Join(", ", c.Arguments.Select(w.Write))})";

    private static string WriteSize(ExpressionWriter w, TypedCall c)
    {
        var value = w.Write(c.Arguments[0]);
        return c.Arguments[0].Type is MapType ? $"CAST(cardinality({value}) AS INTEGER)" : $"CAST(len({value}) AS INTEGER)";
    }

    private static TypedCall Search(CallSite s, DataType result, (TypedExpression Array, TypedExpression Value, ArrayType Type) given)
    {
        s.Need(2);
        s.NeedOrder(given.Type.ElementType);
        var nullable = given.Array.Nullable || given.Value.Nullable || result is BooleanType && given.Type.ContainsNull;
        return s.Typed(result, nullable, given.Array, given.Value);
    }

    private static TypedCall Extreme(CallSite s)
    {
        s.Need(1);
        var array = s.Coerce(0, ArgumentType.Array);
        var element = ((ArrayType)array.Type).ElementType;
        s.NeedOrder(element);
        return s.Typed(element, true, array);
    }

    private static TypedCall ElementAt(CallSite s, bool fails)
    {
        s.Need(2);
        var kinds = ArgumentType.OneOf(ArgumentType.Array, ArgumentType.Map);
        switch (s[0].Type)
        {
            case ArrayType a:
                if (s[1].Type is not (ByteType or ShortType or IntegerType)) throw s.Unexpected(1, ArgumentType.Int);
                return s.Typed(a.ElementType, ElementNullability.Of(s[0], s.Analyzer.Fold(s[1]), 1, fails), s[0], s.Cast(s[1], DataType.Integer));
            case MapType m:
                return s.Typed(m.ValueType, true, MapKeys.Common(s, 0, 1, TypeCoercion.TightestCommon));
            default: throw s.Unexpected(0, kinds);
        }
    }

    private static string WriteElementAt(ExpressionWriter w, TypedCall c, bool fails)
    {
        var (value, key) = (w.Write(c.Arguments[0]), w.Write(c.Arguments[1]));
        if (c.Arguments[0].Type is MapType) return MapKeys.Lookup(w, c);
        var error = fails ? w.Kernel("element_at_error", OutOfBounds, [DataType.Integer, DataType.Long], DataType.Boolean, key, $"len({value})")
            : w.Kernel("element_at_zero", ZeroIndex, [DataType.Integer], DataType.Boolean, key);
        var wrong = fails ? $"{key} = 0 OR abs(CAST({key} AS BIGINT)) > len({value})" : $"{key} = 0";
        return ElementNullability.Guard(c, key, $"CASE WHEN {value} IS NULL OR {key} IS NULL THEN NULL WHEN {wrong} THEN CASE WHEN {error} THEN NULL END ELSE list_extract({value}, {key}) END");
    }

    private static TypedCall Get(CallSite s)
    {
        s.Need(2);
        var type = s.ArrayAt(0);
        var index = s.Coerce(1, ArgumentType.Int);
        return s.Typed(type.ElementType, ElementNullability.Of(s[0], s.Analyzer.Fold(index), 0, false), s[0], index);
    }
}
