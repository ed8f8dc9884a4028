using System.Runtime.InteropServices;

namespace CreditNotebooks.DuckDb.Native;

/// <summary>Functions written outside DuckDB: scalar ones and table ones.</summary>
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial nint duckdb_create_scalar_function();

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_scalar_function(nint* function);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void duckdb_scalar_function_set_name(nint function, string name);

    [LibraryImport(Library)]
    internal static partial void duckdb_scalar_function_set_varargs(nint function, LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial void duckdb_scalar_function_set_special_handling(nint function);

    [LibraryImport(Library)]
    internal static partial void duckdb_scalar_function_set_volatile(nint function);

    [LibraryImport(Library)]
    internal static partial void duckdb_scalar_function_add_parameter(nint function, LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial void duckdb_scalar_function_set_return_type(nint function, LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial void duckdb_scalar_function_set_extra_info(
        nint function, nint info, delegate* unmanaged[Cdecl]<nint, void> destroy);

    [LibraryImport(Library)]
    internal static partial void duckdb_scalar_function_set_function(
        nint function, delegate* unmanaged[Cdecl]<nint, nint, nint, void> body);

    [LibraryImport(Library)]
    internal static partial int duckdb_register_scalar_function(ConnectionHandle connection, nint function);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial nint duckdb_scalar_function_get_extra_info(nint info);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void duckdb_scalar_function_set_error(nint info, string message);
}
