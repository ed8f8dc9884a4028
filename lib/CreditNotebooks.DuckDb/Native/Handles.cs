using System.Runtime.InteropServices;

namespace CreditNotebooks.DuckDb.Native;

/// <summary>Owns one object of the C API. The runtime keeps it alive during a call and frees it once, also when a user forgot to.</summary>
internal abstract class NativeHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    /// <summary>The raw pointer, for calls that take many of them; valid while this object is reachable and not disposed.</summary>
    internal nint Raw => IsClosed ? throw new ObjectDisposedException(GetType().Name) : handle;
}

internal sealed class DatabaseHandle : NativeHandle
{
    protected override unsafe bool ReleaseHandle()
    {
        var raw = handle;
        NativeMethods.duckdb_close(&raw);
        return true;
    }
}

internal sealed class ConnectionHandle : NativeHandle
{
    protected override unsafe bool ReleaseHandle()
    {
        var raw = handle;
        NativeMethods.duckdb_disconnect(&raw);
        return true;
    }
}

internal sealed class ExtractedHandle : NativeHandle
{
    protected override unsafe bool ReleaseHandle()
    {
        var raw = handle;
        NativeMethods.duckdb_destroy_extracted(&raw);
        return true;
    }
}

internal sealed class PreparedHandle : NativeHandle
{
    protected override unsafe bool ReleaseHandle()
    {
        var raw = handle;
        NativeMethods.duckdb_destroy_prepare(&raw);
        return true;
    }
}

internal sealed class PendingHandle : NativeHandle
{
    protected override unsafe bool ReleaseHandle()
    {
        var raw = handle;
        NativeMethods.duckdb_destroy_pending(&raw);
        return true;
    }
}

internal sealed class LogicalTypeHandle : NativeHandle
{
    protected override unsafe bool ReleaseHandle()
    {
        var raw = handle;
        NativeMethods.duckdb_destroy_logical_type(&raw);
        return true;
    }
}

internal sealed class ChunkHandle : NativeHandle
{
    protected override unsafe bool ReleaseHandle()
    {
        var raw = handle;
        NativeMethods.duckdb_destroy_data_chunk(&raw);
        return true;
    }
}

/// <summary>A duckdb_result in memory of its own; the C API fills it in and takes its address.</summary>
internal sealed class ResultHandle : NativeHandle
{
    public unsafe ResultHandle() => SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(NativeResult)));

    internal unsafe NativeResult Value => *(NativeResult*)Raw;

    protected override unsafe bool ReleaseHandle()
    {
        NativeMethods.duckdb_destroy_result(handle);
        NativeMemory.Free((void*)handle);
        return true;
    }
}

internal sealed class ValueHandle : NativeHandle
{
    protected override unsafe bool ReleaseHandle()
    {
        var raw = handle;
        NativeMethods.duckdb_destroy_value(&raw);
        return true;
    }
}

internal sealed class AppenderHandle : NativeHandle
{
    protected override unsafe bool ReleaseHandle()
    {
        // Rows that nobody flushed are given up: freeing must not write.
        _ = NativeMethods.duckdb_appender_clear(handle);
        var raw = handle;
        return NativeMethods.duckdb_appender_destroy(&raw) == NativeMethods.Success;
    }
}

internal sealed class ErrorHandle : NativeHandle
{
    protected override unsafe bool ReleaseHandle()
    {
        var raw = handle;
        NativeMethods.duckdb_destroy_error_data(&raw);
        return true;
    }
}
