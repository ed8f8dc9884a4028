using System.Numerics;

namespace CreditNotebooks.DuckDb.Tests;

/// <summary>One SQL literal of every type, with the object it reads as.</summary>
public static class Literals
{
    public static TheoryData<string, object?> All { get; } = new()
    {
        { "true", true },
        { "(-128)::TINYINT", sbyte.MinValue },
        { "(-32768)::SMALLINT", short.MinValue },
        { "(-2147483648)::INTEGER", int.MinValue },
        { "9223372036854775807::BIGINT", long.MaxValue },
        { "255::UTINYINT", byte.MaxValue },
        { "65535::USMALLINT", ushort.MaxValue },
        { "4294967295::UINTEGER", uint.MaxValue },
        { "18446744073709551615::UBIGINT", ulong.MaxValue },
        { "(-170141183460469231731687303715884105727)::HUGEINT", Int128.MinValue + 1 },
        { "340282366920938463463374607431768211455::UHUGEINT", UInt128.MaxValue },
        { "1.5::FLOAT", 1.5f },
        { "'-inf'::DOUBLE", double.NegativeInfinity },
        { "(-12.34)::DECIMAL(4,2)", new DuckDbDecimal(-1234, 2) },
        { "1234567.89::DECIMAL(9,2)", new DuckDbDecimal(123456789, 2) },
        { "0.000000000000000001::DECIMAL(18,18)", new DuckDbDecimal(1, 18) },
        { "99999999999999999999999999999999999999::DECIMAL(38,0)", new DuckDbDecimal(
            Int128.Parse("99999999999999999999999999999999999999"), 0) },
        { "'twelve bytes'::VARCHAR", "twelve bytes" },
        { "'thirteen bytes'::VARCHAR", "thirteen bytes" },
        { "''::VARCHAR", "" },
        { "'grün 🦆🦆🦆 ' || chr(0) || 'x'", "grün 🦆🦆🦆 \0x" },
        { "'\\xAA\\x00\\x01'::BLOB", new byte[] { 0xAA, 0, 1 } },
        { "DATE '0044-03-15'", new DateOnly(44, 3, 15) },
        { "TIME '24:00:00'", TimeSpan.FromDays(1) },
        { "'12:34:56.123456789'::TIME_NS", new DuckDbTimeNs(45296123456789) },
        { "'12:00:00-05:30'::TIMETZ", new DuckDbTimeTz(43200000000, -19800) },
        { "'12:00:00+15:59'::TIMETZ", new DuckDbTimeTz(43200000000, 57540) },
        { "TIMESTAMP '2024-02-29 23:59:59.999999'", new DateTime(2024, 2, 29, 23, 59, 59).AddTicks(9999990) },
        { "'2024-02-29 12:00:00+02'::TIMESTAMPTZ", new DateTime(2024, 2, 29, 10, 0, 0, DateTimeKind.Utc) },
        { "'1969-12-31 23:59:59'::TIMESTAMP_S", new DateTime(1969, 12, 31, 23, 59, 59) },
        { "'1969-12-31 23:59:59.999'::TIMESTAMP_MS", new DateTime(1969, 12, 31, 23, 59, 59, 999) },
        { "'2024-01-01 00:00:00.123456789'::TIMESTAMP_NS", new DuckDbTimestampNs(1704067200123456789) },
        { "INTERVAL '14 months -3 days 01:00:00.5'", new DuckDbInterval(14, -3, 3600500000) },
        { "'01234567-89ab-cdef-8123-456789abcdef'::UUID", Guid.Parse("01234567-89ab-cdef-8123-456789abcdef") },
        { "'f1234567-89ab-cdef-8123-456789abcdef'::UUID", Guid.Parse("f1234567-89ab-cdef-8123-456789abcdef") },
        { "'0101100110011'::BIT", "0101100110011" },
        { "'11111111'::BIT", "11111111" },
        { "'123456789012345678901234567890123456789012345'::BIGNUM", BigInteger.Parse("123456789012345678901234567890123456789012345") },
        { "'-256'::BIGNUM", new BigInteger(-256) },
        { "'0'::BIGNUM", BigInteger.Zero },
        { "'b'::ENUM('a', 'b', 'it''s')", "b" },
        { "[1, NULL, 3]", new object?[] { 1, null, 3 } },
        { "[]::INTEGER[]", new object?[0] },
        { "[['a long text indeed', NULL], NULL, []]", new object?[] { new object?[] { "a long text indeed", null }, null,
            new object?[0] } },
        { "[1.5, NULL]::DOUBLE[2]", new object?[] { 1.5, null } },
        { "[[1, 2], [3, 4]]::INTEGER[2][2]", new object?[] { new object?[] { 1, 2 }, new object?[] { 3, 4 } } },
        { "{'a': 1, 'b c': {'d': [true]}}", new[] { Field("a", 1), Field("b c", new[] { Field("d", new object?[] { true }) }) } },
        { "{'a': NULL::INTEGER, 'b': 'x'}", new[] { Field("a", null), Field("b", "x") } },
        { "MAP {'k': 1, 'a key that is long': NULL}", new[] { Pair("k", 1), Pair("a key that is long", null) } },
        { "MAP {}::MAP(VARCHAR, INTEGER)", Array.Empty<KeyValuePair<object, object?>>() },
        { "union_value(num := 2)::UNION(str VARCHAR, num INTEGER)", new DuckDbUnion("num", 2) },
        { "union_value(str := 'a text that is long')::UNION(str VARCHAR, num INTEGER)", new DuckDbUnion("str", "a text that is long") },
        { "[{'k': [1, 2]}, NULL]", new object?[] { new[] { Field("k", new object?[] { 1, 2 }) }, null } },
        { "'{\"a\": 1}'::JSON", "{\"a\": 1}" },
        { "NULL", null },
        { "NULL::INTEGER[]", null },
        { "NULL::STRUCT(a INTEGER, b VARCHAR[])", null },
        { "NULL::MAP(VARCHAR, INTEGER)", null },
        { "NULL::UNION(a INTEGER, b VARCHAR)", null },
    };

    private static KeyValuePair<string, object?> Field(string name, object? value) => new(name, value);

    private static KeyValuePair<object, object?> Pair(object key, object? value) => new(key, value);
}
