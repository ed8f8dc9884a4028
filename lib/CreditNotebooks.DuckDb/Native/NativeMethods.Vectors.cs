using System.Runtime.InteropServices;

namespace CreditNotebooks.DuckDb.Native;

/// <summary>Chunks and vectors of the C API. The getters only read a field, so they go without a garbage collector's transition.</summary>
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial ulong duckdb_vector_size();

    [LibraryImport(Library)]
    internal static partial ChunkHandle duckdb_create_data_chunk(nint* types, ulong count);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_data_chunk(nint* chunk);

    [LibraryImport(Library)]
    internal static partial void duckdb_data_chunk_reset(nint chunk);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial ulong duckdb_data_chunk_get_column_count(nint chunk);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial nint duckdb_data_chunk_get_vector(nint chunk, ulong column);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial ulong duckdb_data_chunk_get_size(nint chunk);

    [LibraryImport(Library)]
    internal static partial void duckdb_data_chunk_set_size(nint chunk, ulong size);

    [LibraryImport(Library)]
    internal static partial LogicalTypeHandle duckdb_vector_get_column_type(nint vector);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial void* duckdb_vector_get_data(nint vector);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial ulong* duckdb_vector_get_validity(nint vector);

    [LibraryImport(Library)]
    internal static partial void duckdb_vector_ensure_validity_writable(nint vector);

    [LibraryImport(Library)]
    internal static partial void duckdb_unsafe_vector_assign_string_element_len(nint vector, ulong index, byte* text, ulong length);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial nint duckdb_list_vector_get_child(nint vector);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial ulong duckdb_list_vector_get_size(nint vector);

    [LibraryImport(Library)]
    internal static partial int duckdb_list_vector_set_size(nint vector, ulong size);

    [LibraryImport(Library)]
    internal static partial int duckdb_list_vector_reserve(nint vector, ulong capacity);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial nint duckdb_struct_vector_get_child(nint vector, ulong index);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial nint duckdb_array_vector_get_child(nint vector);
}
