using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Arrays with elements added, taken away or put together.</summary>
internal static class ArrayEdits
{
    public static IEnumerable<FunctionEntry> All =>
    [
        Scalar("array_append").Build(s => Grow(s)).Calls((w, c) => w.Kernel("array_append", Append, c.Type, c.Arguments)),
        Scalar("array_prepend").Build(s => Grow(s)).Calls((w, c) => w.Kernel("array_prepend", Prepend, c.Type, c.Arguments)),
        Scalar("array_insert").Fails().Build(BuildInsert).Calls((w, c) => w.Kernel("array_insert", Insert, c.Type, c.Arguments)),
        Scalar("array_remove").Build(s =>
        {
            s.Need(2);
            var (array, value, type) = s.WithElement(0, 1, anyType: true);
            s.NeedOrder(type.ElementType);
            return s.Typed(type, array.Nullable || value.Nullable, array, value);
        }).Calls((w, c) => w.Kernel("array_remove", Remove, c.Type, c.Arguments)),
        Scalar("array_compact").Takes(ArgumentType.Array).Gives(a => new ArrayType(((ArrayType)a[0].Type).ElementType, false)).Sql("list_filter({0}, lambda e: e IS NOT NULL)"),
        Scalar("array_repeat").Build(s =>
        {
            s.Need(2);
            if (s[1].Type is not (IntegerType or ShortType or ByteType or NullType)) throw s.Unexpected(1, ArgumentType.Int);
            return s.Typed(new ArrayType(s[0].Type, s[0].Nullable), s[1].Nullable, s[0], s.Cast(s[1], DataType.Integer));
        }).Calls((w, c) => w.Kernel("array_repeat", Repeat, c.Type, c.Arguments)),
        Scalar("slice").Fails().Takes(ArgumentType.Array, ArgumentType.Int, ArgumentType.Int).Gives(a => a[0].Type).Compute(Slice),
        Scalar("flatten").Build(s =>
        {
            s.Need(1);
            if (s[0].Type is not ArrayType { ElementType: ArrayType inner } outer)
                throw s.Mismatch("UNEXPECTED_INPUT_TYPE", $"the first parameter requires the \"ARRAY\" of \"ARRAY\" type, however \"{PrettyName.Of(s[0])}\" has the type \"{s[0].Type.Sql}\".");
            return s.Typed(inner, s[0].Nullable || outer.ContainsNull, s[0]);
        }).Calls((w, c) => w.Kernel("flatten", Flatten, c.Type, c.Arguments)),
        Scalar("arrays_zip").Build(BuildZip).Calls((w, c) => w.Kernel("arrays_zip", c.Arguments.Count == 1 ? ZipOne : Zip, c.Type, c.Arguments)),
        Scalar("shuffle").Volatile().Build(s =>
        {
            s.NeedOneOf(1, 2);
            if (s.Count == 2) throw s.Unsupported("shuffle with a seed");
            var array = s.Coerce(0, ArgumentType.Array);
            return s.Typed(array.Type, array.Nullable, array);
        }).Calls((w, c) => w.Kernel("shuffle", Shuffle, c.Type, c.Arguments)),
    ];

    private static readonly Kernel Append = new(object?[] (object?[]? items, object? value) => items is null ? null! : [.. items, value], SeesNulls: true);
    private static readonly Kernel Prepend = new(object?[] (object?[]? items, object? value) => items is null ? null! : [value, .. items], SeesNulls: true);
    private static readonly Kernel Remove = new(object?[] (object?[] items, object value) => items.Where(i => i is null || !NestedOrder.Same(i, value)).ToArray());
    private static readonly Kernel Repeat = new(object?[] (object? value, int? count) => count is { } n ? Enumerable.Repeat(value, Math.Max(0, n)).ToArray() : null!, SeesNulls: true);
    private static readonly Kernel Flatten = new(object?[] (object?[] items) => items.Contains(null) ? null! : items.SelectMany(i => (object?[])i!).ToArray());
    private static readonly Kernel Shuffle = new(object?[] (object?[] items) =>
    {
        var shuffled = (object?[])items.Clone();
        Random.Shared.Shuffle(shuffled);
        return shuffled;
    }, Deterministic: false);

    private static readonly Kernel Zip = new(object?[] (object?[] arrays) =>
        Enumerable.Range(0, arrays.Max(a => ((object?[])a!).Length)).Select(object (i) => arrays.Select(a => (object?[])a! is var items && i < items.Length ? items[i] : null).ToArray()).ToArray());

    private static readonly Kernel ZipOne = new(object?[] (object?[] items) => items.Select(object (i) => new[] { i }).ToArray());

    private static readonly Kernel Insert = new(object?[] (object?[]? items, int? position, object? value) =>
    {
        if (items is null || position is not { } at) return null!;
        if (at == 0) throw IndexErrors.Zero();
        var length = items.Length;
        // -1 is behind the last element; what is too far away leaves a gap of NULLs.
        var size = at > 0 ? Math.Max((long)length + 1, at) : Math.Max((long)length + 1, -(long)at);
        if (size > int.MaxValue - 15) throw new SparkException("COLLECTION_SIZE_LIMIT_EXCEEDED.FUNCTION", $"Can't create array with {size} elements which exceeding the array size limit 2147483632, cannot create array in `array_insert`.");
        var result = new object?[size];
        var place = at > 0 ? at - 1 : size + at;
        if (at > 0)
        {
            for (var i = 0; i < length; i++) result[i < place ? i : i + 1] = items[i];
        }
        else
        {
            var gap = (int)size - length - 1;
            for (var i = 0; i < length; i++) result[i + gap < place ? i + gap : i + gap + 1] = items[i];
        }
        result[place] = value;
        return result;
    }, SeesNulls: true);

    private static object?[] Slice(object?[] items, int start, int length)
    {
        if (start == 0) throw new SparkException("INVALID_PARAMETER_VALUE.START", "The value of parameter(s) `start` in `slice` is invalid: Expects a positive or a negative value for `start`, but got 0.");
        if (length < 0) throw new SparkException("INVALID_PARAMETER_VALUE.LENGTH", $"The value of parameter(s) `length` in `slice` is invalid: Expects `length` greater than or equal to 0, but got {length}.");
        var first = start > 0 ? start - 1 : start + items.Length;
        return first < 0 || first >= items.Length ? [] : items[first..(int)Math.Min(items.Length, (long)first + length)];
    }

    private static TypedCall Grow(CallSite s)
    {
        s.Need(2);
        var (array, value, type) = s.WithElement(0, 1);
        return s.Typed(new ArrayType(type.ElementType, type.ContainsNull || value.Nullable), array.Nullable, array, value);
    }

    private static TypedCall BuildInsert(CallSite s)
    {
        s.Need(3);
        var (array, value, common) = s.WithElement(0, 2, anyType: true);
        if (s[1].Type is not (IntegerType or ShortType or ByteType)) throw s.Unexpected(1, ArgumentType.Int);
        return s.Typed(new ArrayType(common.ElementType), array.Nullable || s[1].Nullable, array, s.Cast(s[1], DataType.Integer), value);
    }

    private static TypedCall BuildZip(CallSite s)
    {
        if (s.Count == 0) throw s.Unsupported("arrays_zip of nothing");
        var arrays = s.Arguments.Select((_, i) => s.Coerce(i, ArgumentType.Array)).ToArray();
        var fields = arrays.Select((a, i) => new StructField(StructFunctions.NameOf(s, i) ?? i.ToString(System.Globalization.CultureInfo.InvariantCulture), ((ArrayType)a.Type).ElementType));
        return s.Typed(new ArrayType(new StructType(fields), false), arrays.Any(a => a.Nullable), arrays);
    }
}
