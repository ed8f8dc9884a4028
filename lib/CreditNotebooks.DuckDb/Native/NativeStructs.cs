using System.Runtime.InteropServices;

namespace CreditNotebooks.DuckDb.Native;

/// <summary>duckdb_result: passed by value to the fetching calls, by address to all others.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeResult
{
    private readonly ulong _columns;
    private readonly ulong _rows;
    private readonly ulong _changed;
    private readonly nint _deprecatedColumns;
    private readonly nint _deprecatedError;
    private readonly nint _internal;
}

[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeProgress
{
    internal readonly double Percentage;
    internal readonly ulong Rows;
    internal readonly ulong TotalRows;
}

/// <summary>string_t: up to 12 bytes stand in the struct itself, longer text behind a pointer.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct NativeString
{
    internal const int InlineLength = 12;

    [FieldOffset(0)]
    internal uint Length;

    [FieldOffset(4)]
    internal fixed byte Inlined[InlineLength];

    [FieldOffset(8)]
    internal byte* Pointer;
}

[StructLayout(LayoutKind.Sequential)]
internal struct NativeListEntry
{
    internal ulong Offset;
    internal ulong Length;
}

/// <summary>128 bits in the order of the C API, with or without a sign.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeHugeInt(UInt128 bits)
{
    private readonly ulong _lower = (ulong)bits;
    private readonly ulong _upper = (ulong)(bits >> 64);
}

[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeDecimal(byte width, byte scale, Int128 unscaled)
{
    private readonly byte _width = width;
    private readonly byte _scale = scale;
    private readonly NativeHugeInt _value = new((UInt128)unscaled);
}

[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct NativeBytes(byte* data, int length)
{
    private readonly byte* _data = data;
    private readonly ulong _length = (ulong)length;
}

[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct NativeBigNum(byte* magnitude, int length, bool isNegative)
{
    private readonly byte* _magnitude = magnitude;
    private readonly ulong _length = (ulong)length;
    private readonly byte _isNegative = isNegative ? (byte)1 : (byte)0;
}

/// <summary><c>duckdb_pending_state</c>: what a piece of a running statement came to.</summary>
internal enum PendingState
{
    Ready = 0,
    NotReady = 1,
    Error = 2,
    NoTasksAvailable = 3,
}
