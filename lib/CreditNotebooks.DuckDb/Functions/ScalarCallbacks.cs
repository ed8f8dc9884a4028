using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CreditNotebooks.DuckDb.Native;

namespace CreditNotebooks.DuckDb;

/// <summary>Registers scalar functions and takes DuckDB's calls to them; no exception leaves a callback.</summary>
internal static unsafe class ScalarCallbacks
{
    internal static bool TryRegister(ConnectionHandle connection, ScalarFunction function)
    {
        var native = NativeMethods.duckdb_create_scalar_function();
        try
        {
            NativeMethods.duckdb_scalar_function_set_name(native, function.Name);
            foreach (var parameter in function.Parameters)
            {
                using var type = LogicalTypes.Create(parameter);
                NativeMethods.duckdb_scalar_function_add_parameter(native, type);
            }

            if (function.Varargs is not null)
            {
                using var varargs = LogicalTypes.Create(function.Varargs);
                NativeMethods.duckdb_scalar_function_set_varargs(native, varargs);
            }

            using (var result = LogicalTypes.Create(function.Result))
            {
                NativeMethods.duckdb_scalar_function_set_return_type(native, result);
            }

            // DuckDB's own handling would fold a call with a constant NULL; ours is applied row by row in Run.
            if (function.SeesNulls)
            {
                NativeMethods.duckdb_scalar_function_set_special_handling(native);
            }

            if (function.IsVolatile)
            {
                NativeMethods.duckdb_scalar_function_set_volatile(native);
            }

            // DuckDB owns the handle from here on and frees it with the function.
            NativeMethods.duckdb_scalar_function_set_extra_info(native, GCHandle.ToIntPtr(GCHandle.Alloc(function)), &Free);
            NativeMethods.duckdb_scalar_function_set_function(native, &Call);
            return NativeMethods.duckdb_register_scalar_function(connection, native) == NativeMethods.Success;
        }
        finally
        {
            NativeMethods.duckdb_destroy_scalar_function(&native);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void Free(nint handle) => GCHandle.FromIntPtr(handle).Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Call(nint info, nint chunk, nint vector)
    {
        using var scope = new CallbackScope();
        try
        {
            Run((ScalarFunction)GCHandle.FromIntPtr(NativeMethods.duckdb_scalar_function_get_extra_info(info)).Target!, chunk, vector);
        }
        catch (Exception error)
        {
            NativeMethods.duckdb_scalar_function_set_error(info, CallbackErrors.Keep(error));
        }
    }

    private static void Run(ScalarFunction function, nint chunk, nint vector)
    {
        var input = new DataChunk(chunk, Types(function, (int)NativeMethods.duckdb_data_chunk_get_column_count(chunk)));
        var output = new VectorWriter(vector, function.Result, input.Count);
        try
        {
            if (!function.SeesNulls)
            {
                PassNulls(input, output);
            }

            function.Body(input, output);
        }
        finally
        {
            input.End();
            output.End();
        }
    }

    private static IReadOnlyList<DuckDbType> Types(ScalarFunction function, int columns) => columns == function.Parameters.Count
        ? function.Parameters
        : [.. function.Parameters, .. Enumerable.Repeat(function.Varargs ?? DuckDbType.Any, columns - function.Parameters.Count)];

    private static void PassNulls(DataChunk input, VectorWriter output)
    {
        for (var column = 0; column < input.ColumnCount; column++)
        {
            var reader = input[column];
            for (var row = 0; reader.MayHaveNulls && row < input.Count; row++)
            {
                if (!reader.IsValid(row))
                {
                    output.SetNull(row);
                }
            }
        }
    }
}
