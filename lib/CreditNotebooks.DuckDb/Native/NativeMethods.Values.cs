using System.Runtime.InteropServices;

namespace CreditNotebooks.DuckDb.Native;

/// <summary>Single values, the parameters of prepared statements, and the appender.</summary>
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_value(nint* value);

    [LibraryImport(Library)]
    internal static partial byte duckdb_is_null_value(ValueHandle value);

    [LibraryImport(Library)]
    internal static partial byte duckdb_get_bool(ValueHandle value);

    [LibraryImport(Library)]
    internal static partial long duckdb_get_int64(ValueHandle value);

    [LibraryImport(Library)]
    internal static partial double duckdb_get_double(ValueHandle value);

    [LibraryImport(Library)]
    internal static partial nint duckdb_get_varchar(ValueHandle value);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_nparams(PreparedHandle prepared);

    [LibraryImport(Library)]
    internal static partial nint duckdb_parameter_name(PreparedHandle prepared, ulong index);

    [LibraryImport(Library)]
    internal static partial int duckdb_clear_bindings(PreparedHandle prepared);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_value(PreparedHandle prepared, ulong index, ValueHandle value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_null_value();

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_bool(byte value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_int8(sbyte value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_int16(short value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_int32(int value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_int64(long value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_uint8(byte value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_uint16(ushort value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_uint32(uint value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_uint64(ulong value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_hugeint(NativeHugeInt value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_uhugeint(NativeHugeInt value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_bignum(NativeBigNum value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_decimal(NativeDecimal value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_float(float value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_double(double value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_date(int days);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_time(long micros);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_time_ns(long nanos);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_time_tz_value(ulong bits);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_timestamp(long micros);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_timestamp_tz(long micros);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_timestamp_s(long seconds);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_timestamp_ms(long millis);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_timestamp_ns(long nanos);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_interval(DuckDbInterval value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_uuid(NativeHugeInt value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_blob(byte* data, ulong length);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_bit(NativeBytes value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_varchar_length(byte* text, ulong length);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_struct_value(LogicalTypeHandle type, nint* values);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_list_value(LogicalTypeHandle child, nint* values, ulong count);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_array_value(LogicalTypeHandle child, nint* values, ulong count);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_map_value(LogicalTypeHandle map, nint* keys, nint* values, ulong count);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_union_value(LogicalTypeHandle union, ulong tag, ValueHandle value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_enum_value(LogicalTypeHandle type, ulong index);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int duckdb_appender_create(ConnectionHandle connection, string? schema, string table,
        out AppenderHandle appender);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_appender_column_count(AppenderHandle appender);

    [LibraryImport(Library)]
    internal static partial LogicalTypeHandle duckdb_appender_column_type(AppenderHandle appender, ulong column);

    [LibraryImport(Library)]
    internal static partial ErrorHandle duckdb_appender_error_data(AppenderHandle appender);

    [LibraryImport(Library)]
    internal static partial int duckdb_error_data_error_type(ErrorHandle error);

    [LibraryImport(Library)]
    internal static partial nint duckdb_error_data_message(ErrorHandle error);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_error_data(nint* error);

    [LibraryImport(Library)]
    internal static partial int duckdb_append_data_chunk(AppenderHandle appender, ChunkHandle chunk);

    [LibraryImport(Library)]
    internal static partial int duckdb_appender_flush(AppenderHandle appender);

    [LibraryImport(Library)]
    internal static partial int duckdb_appender_clear(nint appender);

    [LibraryImport(Library)]
    internal static partial int duckdb_appender_destroy(nint* appender);
}
