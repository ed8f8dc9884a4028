using System.Runtime.InteropServices;

namespace CreditNotebooks.DuckDb.Native;

/// <summary>Logical types of the C API.</summary>
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial LogicalTypeHandle duckdb_create_logical_type(int type);

    [LibraryImport(Library)]
    internal static partial LogicalTypeHandle duckdb_create_list_type(LogicalTypeHandle child);

    [LibraryImport(Library)]
    internal static partial LogicalTypeHandle duckdb_create_array_type(LogicalTypeHandle child, ulong size);

    [LibraryImport(Library)]
    internal static partial LogicalTypeHandle duckdb_create_map_type(LogicalTypeHandle key, LogicalTypeHandle value);

    [LibraryImport(Library)]
    internal static partial LogicalTypeHandle duckdb_create_union_type(nint* types, nint* names, ulong count);

    [LibraryImport(Library)]
    internal static partial LogicalTypeHandle duckdb_create_struct_type(nint* types, nint* names, ulong count);

    [LibraryImport(Library)]
    internal static partial LogicalTypeHandle duckdb_create_enum_type(nint* names, ulong count);

    [LibraryImport(Library)]
    internal static partial LogicalTypeHandle duckdb_create_decimal_type(byte width, byte scale);

    [LibraryImport(Library)]
    internal static partial int duckdb_get_type_id(LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial nint duckdb_logical_type_get_alias(LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial byte duckdb_decimal_width(LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial byte duckdb_decimal_scale(LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial uint duckdb_enum_dictionary_size(LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial nint duckdb_enum_dictionary_value(LogicalTypeHandle type, ulong index);

    [LibraryImport(Library)]
    internal static partial LogicalTypeHandle duckdb_list_type_child_type(LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial LogicalTypeHandle duckdb_array_type_child_type(LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_array_type_array_size(LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial LogicalTypeHandle duckdb_map_type_key_type(LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial LogicalTypeHandle duckdb_map_type_value_type(LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_struct_type_child_count(LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial nint duckdb_struct_type_child_name(LogicalTypeHandle type, ulong index);

    [LibraryImport(Library)]
    internal static partial LogicalTypeHandle duckdb_struct_type_child_type(LogicalTypeHandle type, ulong index);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_union_type_member_count(LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial nint duckdb_union_type_member_name(LogicalTypeHandle type, ulong index);

    [LibraryImport(Library)]
    internal static partial LogicalTypeHandle duckdb_union_type_member_type(LogicalTypeHandle type, ulong index);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_logical_type(nint* type);
}
