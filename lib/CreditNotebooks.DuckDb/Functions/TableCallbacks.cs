using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CreditNotebooks.DuckDb.Native;

namespace CreditNotebooks.DuckDb;

/// <summary>Registers table functions and takes DuckDB's calls to them; no exception leaves a callback.</summary>
internal static unsafe class TableCallbacks
{
    internal static bool TryRegister(ConnectionHandle connection, TableFunction function)
    {
        var native = NativeMethods.duckdb_create_table_function();
        try
        {
            NativeMethods.duckdb_table_function_set_name(native, function.Name);
            foreach (var parameter in function.Parameters)
            {
                using var type = LogicalTypes.Create(parameter);
                NativeMethods.duckdb_table_function_add_parameter(native, type);
            }

            NativeMethods.duckdb_table_function_set_extra_info(native, Handle(function), &Free);
            NativeMethods.duckdb_table_function_set_bind(native, &Bind);
            NativeMethods.duckdb_table_function_set_init(native, &Init);
            NativeMethods.duckdb_table_function_set_local_init(native, &LocalInit);
            NativeMethods.duckdb_table_function_set_function(native, &Read);
            NativeMethods.duckdb_table_function_supports_projection_pushdown(native, 1);
            return NativeMethods.duckdb_register_table_function(connection, native) == NativeMethods.Success;
        }
        finally
        {
            NativeMethods.duckdb_destroy_table_function(&native);
        }
    }

    private static nint Handle(object target) => GCHandle.ToIntPtr(GCHandle.Alloc(target));

    private static T Target<T>(nint handle) => (T)GCHandle.FromIntPtr(handle).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(nint handle)
    {
        var held = GCHandle.FromIntPtr(handle);
        var target = held.Target;
        held.Free();
        using var scope = new CallbackScope();
        try
        {
            (target as IDisposable)?.Dispose();
        }
        catch (Exception error)
        {
            // The query is over and has nobody to tell it to; letting it go on into the library would end the process.
            Trace.TraceError("Closing the scan of a table failed: {0}", error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        using var scope = new CallbackScope();
        try
        {
            var function = Target<TableFunction>(NativeMethods.duckdb_bind_get_extra_info(info));
            var source = function.Bind([.. function.Parameters.Select((type, i) => Argument(info, i, type))]);
            foreach (var column in source.Columns)
            {
                using var type = LogicalTypes.Create(column.Type);
                NativeMethods.duckdb_bind_add_result_column(info, column.Name, type);
            }

            if (source.Cardinality is { } rows)
            {
                NativeMethods.duckdb_bind_set_cardinality(info, (ulong)Math.Max(rows, 0), isExact: 0);
            }

            NativeMethods.duckdb_bind_set_bind_data(info, Handle(new TableBinding(source)), &Free);
        }
        catch (Exception error)
        {
            NativeMethods.duckdb_bind_set_error(info, CallbackErrors.Keep(error));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint info)
    {
        using var scope = new CallbackScope();
        try
        {
            var source = Target<TableBinding>(NativeMethods.duckdb_init_get_bind_data(info)).Source;
            var (columns, vectors) = Projection(info, source.Columns.Count);
            var scan = source.Open(columns);
            var state = new TableScanState(scan, [.. vectors], [.. columns.Select(column => source.Columns[column].Type)]);
            NativeMethods.duckdb_init_set_max_threads(info, (ulong)Math.Max(scan.MaxThreads, 1));
            NativeMethods.duckdb_init_set_init_data(info, Handle(state), &Free);
        }
        catch (Exception error)
        {
            NativeMethods.duckdb_init_set_error(info, CallbackErrors.Keep(error));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void LocalInit(nint info) => NativeMethods.duckdb_init_set_init_data(info, Handle(new TableReaderState()), &Free);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Read(nint info, nint chunk)
    {
        using var scope = new CallbackScope();
        try
        {
            var scan = Target<TableScanState>(NativeMethods.duckdb_function_get_init_data(info));
            var state = Target<TableReaderState>(NativeMethods.duckdb_function_get_local_init_data(info));
            NativeMethods.duckdb_data_chunk_set_size(chunk, (ulong)(state.IsDone ? 0 : Fill(scan, state, chunk)));
        }
        catch (Exception error)
        {
            NativeMethods.duckdb_data_chunk_set_size(chunk, 0);
            NativeMethods.duckdb_function_set_error(info, CallbackErrors.Keep(error));
        }
    }

    /// <summary>Reads until there are rows: to DuckDB an empty chunk is the end.</summary>
    private static int Fill(TableScanState scan, TableReaderState state, nint chunk)
    {
        var reader = state.Reader ?? state.Open(scan);
        var output = new ChunkWriter([.. scan.Vectors.Select((vector, i) => new VectorWriter(
            NativeMethods.duckdb_data_chunk_get_vector(chunk, (ulong)vector), scan.Types[i], ChunkWriter.Capacity))]);
        try
        {
            while (output.Count == 0)
            {
                if (!reader.Read(output))
                {
                    state.IsDone = true;
                    return 0;
                }
            }

            return output.Count;
        }
        finally
        {
            output.End();
        }
    }

    /// <summary>
    /// The columns the query needs. DuckDB may ask for one of its own, such as a row id, which no source has: it stays unwritten.
    /// </summary>
    private static (List<int> Columns, List<int> Vectors) Projection(nint info, int columnCount)
    {
        var columns = new List<int>();
        var vectors = new List<int>();
        var count = NativeMethods.duckdb_init_get_column_count(info);
        for (var vector = 0UL; vector < count; vector++)
        {
            var column = NativeMethods.duckdb_init_get_column_index(info, vector);
            if (column < (ulong)columnCount)
            {
                columns.Add((int)column);
                vectors.Add((int)vector);
            }
        }

        return (columns, vectors);
    }

    private static object? Argument(nint info, int index, DuckDbType type)
    {
        using var value = NativeMethods.duckdb_bind_get_parameter(info, (ulong)index);
        return value.IsInvalid || NativeMethods.duckdb_is_null_value(value) != 0 ? null : type.Id switch
        {
            DuckDbTypeId.Boolean => NativeMethods.duckdb_get_bool(value) != 0,
            DuckDbTypeId.BigInt => NativeMethods.duckdb_get_int64(value),
            DuckDbTypeId.Double => NativeMethods.duckdb_get_double(value),
            _ => NativeText.Owned(NativeMethods.duckdb_get_varchar(value)),
        };
    }
}
