using System.Numerics;
using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>The bits of whole numbers, and bitmaps of 32,768 bits.</summary>
internal static class BitwiseFunctions
{
    private const int BitmapBits = 32768;

    public static IEnumerable<FunctionEntry> All =>
    [
        Binary("&", "({0} & {1})"), Binary("|", "({0} | {1})"), Binary("^", "xor({0}, {1})"),
        Scalar("~").Build(s => s.Count != 1 ? throw s.WrongCount("1") : s.Coerce(0, ArgumentType.Integral) is var x
            ? s.Typed(x.Type, x.Nullable, x) with { Pretty = $"~{PrettyName.Of(s[0])}" } : throw s.WrongCount("1")).Calls((w, c) => $"(~{w.Write(c.Arguments[0])})"),
        Shift("shiftleft", "<<", (x, n) => x << n, (x, n) => x << n), Shift("shiftright", ">>", (x, n) => x >> n, (x, n) => x >> n),
        Shift("shiftrightunsigned", ">>>", (x, n) => x >>> n, (x, n) => x >>> n),
        Scalar("bit_count").Build(BitCount)
            .Calls((w, c) => w.Kernel("bit_count", c.Arguments[0].Type switch { BooleanType => CountBoolean, ByteType => CountByte, ShortType => CountShort, IntegerType => CountInt, _ => CountLong }, c.Type, c.Arguments)),
        Scalar("bit_get", "getbit").Takes(ArgumentType.Integral, ArgumentType.Int).Gives(DataType.Byte).Fails()
            .Compute(c => c.Arguments[0].Type switch { ByteType => BitOfByte, ShortType => BitOfShort, IntegerType => BitOfInt, _ => BitOfLong }),
        Scalar("bitmap_bit_position").Takes(ArgumentType.Long).Gives(DataType.Long).Compute((long n) => n > 0 ? (n - 1) % BitmapBits : unchecked(-n) % BitmapBits),
        Scalar("bitmap_bucket_number").Takes(ArgumentType.Long).Gives(DataType.Long).Compute((long n) => n > 0 ? 1 + (n - 1) / BitmapBits : n / BitmapBits),
        Scalar("bitmap_count").Build(s => s.Count != 1 ? throw s.WrongCount("1") : s[0].Type is not BinaryType ? throw s.Unexpected(0, ArgumentType.Binary) : s.Typed(DataType.Long, s[0].Nullable, s[0]))
            .Calls((w, c) => w.Kernel("bitmap_count", CountBitmap, c.Type, c.Arguments)),
        AggregateOf("bitmap_construct_agg").Takes(ArgumentType.Long).Gives(DataType.Binary).NotNull()
            .Aggregates(w => w.Expressions.Kernel("bitmap_construct", Construct, [new ArrayType(DataType.Long)], DataType.Binary, w.Call("list"))),
        Combine("bitmap_or_agg", Or), Combine("bitmap_and_agg", And),
    ];

    private static FunctionEntry Binary(string symbol, string sql) => Scalar(symbol).Build(s =>
    {
        if (s.Count != 2) throw s.WrongCount("2");
        var pretty = $"({PrettyName.Of(s[0])} {symbol} {PrettyName.Of(s[1])})";
        var (left, right) = (s[0].Type, s[1].Type);
        var type = left is NullType && right is NullType ? DataType.Integer
            : left is StringType && right.IsIntegral || right is StringType && left.IsIntegral ? DataType.Long : TypeCoercion.TightestCommon(left, right);
        if (type is null || !type.IsIntegral)
            throw new SparkException(left == right ? "DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE" : "DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES",
                $"Cannot resolve \"{pretty}\": the binary operator requires the input type \"INTEGRAL\", not \"{left.Sql}\" and \"{right.Sql}\".", s.Span);
        var (l, r) = (s.Cast(s[0], type), s.Cast(s[1], type));
        return new TypedCall(s.Function, symbol, [l, r], type, l.Nullable || r.Nullable) { Pretty = pretty, Span = s.Span };
    }).Calls((w, c) => string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, w.Write(c.Arguments[0]), w.Write(c.Arguments[1])));

    private static FunctionEntry Shift(string name, string symbol, Func<int, int, int> ints, Func<long, int, long> longs)
    {
        var (forInts, forLongs) = (new Kernel(ints), new Kernel(longs));
        return Scalar(name, symbol).Build(s =>
        {
            if (s.Count != 2) throw s.WrongCount("2");
            var value = s[0].Type is LongType ? s[0] : s.Coerce(0, ArgumentType.Int);
            var count = s.Coerce(1, ArgumentType.Int);
            var call = s.Typed(value.Type, value.Nullable || count.Nullable, value, count);
            return call with { Pretty = s.Name == symbol ? $"({PrettyName.Of(s[0])} {symbol} {PrettyName.Of(s[1])})" : PrettyName.Call(name, s.Arguments) };
        }).Calls((w, c) => w.Kernel(name, c.Type is LongType ? forLongs : forInts, c.Type, c.Arguments));
    }

    private static TypedCall BitCount(CallSite s)
    {
        if (s.Count != 1) throw s.WrongCount("1");
        if (s[0].Type is not BooleanType && ArgumentType.Integral.Accept(s[0].Type) is null) throw s.Unexpected(0, ArgumentType.OneOf(ArgumentType.Integral, ArgumentType.Boolean));
        var bits = s[0].Type is BooleanType ? s[0] : s.Coerce(0, ArgumentType.Integral);
        return s.Typed(DataType.Integer, bits.Nullable, bits);
    }

    // Negative numbers count as if they were 64 bits wide.
    private static readonly Kernel CountBoolean = new((bool b) => b ? 1 : 0);
    private static readonly Kernel CountByte = new((sbyte n) => BitOperations.PopCount((ulong)(long)n));
    private static readonly Kernel CountShort = new((short n) => BitOperations.PopCount((ulong)(long)n));
    private static readonly Kernel CountInt = new((int n) => BitOperations.PopCount((ulong)(long)n));
    private static readonly Kernel CountLong = new((long n) => BitOperations.PopCount((ulong)n));

    private static readonly Kernel BitOfByte = new((sbyte n, int at) => Bit(n, at, 8));
    private static readonly Kernel BitOfShort = new((short n, int at) => Bit(n, at, 16));
    private static readonly Kernel BitOfInt = new((int n, int at) => Bit(n, at, 32));
    private static readonly Kernel BitOfLong = new((long n, int at) => Bit(n, at, 64));

    private static sbyte Bit(long n, int at, int width) => at >= 0 && at < width ? (sbyte)(n >> at & 1)
        : throw new SparkException("INVALID_PARAMETER_VALUE.BIT_POSITION_RANGE", $"The value of parameter(s) `pos` in `bit_get` is invalid: expects an integer value in [0, {width}), but got {at}.");

    private static readonly Kernel CountBitmap = new((byte[] bytes) => bytes.Sum(b => (long)BitOperations.PopCount(b)));

    private static readonly Kernel Construct = new(byte[] (object?[]? positions) =>
    {
        var bitmap = new byte[BitmapBits / 8];
        foreach (var position in positions ?? [])
        {
            if (position is not long at) continue;
            if (at is < 0 or >= BitmapBits)
                throw new SparkException("INVALID_BITMAP_POSITION", $"The 0-indexed bitmap position {at} is out of bounds. The bitmap has {BitmapBits} bits ({BitmapBits / 8} bytes).");
            bitmap[at / 8] |= (byte)(1 << (int)(at % 8));
        }
        return bitmap;
    }, SeesNulls: true);

    private static FunctionEntry Combine(string name, Kernel kernel) => AggregateOf(name).Build(s =>
    {
        if (s.Count != 1) throw s.WrongCount("1");
        if (s[0].Type is not BinaryType) throw s.Unexpected(0, ArgumentType.Binary);
        return s.Analyzer.BuildAggregate(s, [s[0]], DataType.Binary, false);
    }).Aggregates(w => w.Expressions.Kernel(name, kernel, [new ArrayType(DataType.Binary)], DataType.Binary, w.Call("list")));

    private static readonly Kernel Or = new(byte[] (object?[]? bitmaps) =>
    {
        var result = new byte[BitmapBits / 8];
        foreach (var bitmap in (bitmaps ?? []).OfType<byte[]>())
            for (var i = 0; i < Math.Min(bitmap.Length, result.Length); i++) result[i] |= bitmap[i];
        return result;
    }, SeesNulls: true);

    // A bitmap that is shorter has no bits behind its end.
    private static readonly Kernel And = new(byte[] (object?[]? bitmaps) =>
    {
        var result = Enumerable.Repeat((byte)0xFF, BitmapBits / 8).ToArray();
        foreach (var bitmap in (bitmaps ?? []).OfType<byte[]>())
            for (var i = 0; i < result.Length; i++) result[i] &= i < bitmap.Length ? bitmap[i] : (byte)0;
        return result;
    }, SeesNulls: true);
}
