using System.Runtime.CompilerServices;
using System.Text;
using CreditNotebooks.DuckDb.Native;

namespace CreditNotebooks.DuckDb;

/// <summary>
/// The values of one column of a chunk, or the children of a nested one, read in place. Rows count from 0. Reading a null row gives the
/// default of its type (0, empty text, empty list), never another row's memory; ask <see cref="IsValid"/> to tell them apart.
/// </summary>
public sealed unsafe partial class VectorReader
{
    private readonly nint _vector;
    private VectorReader?[]? _children;
    private byte* _data;
    private ulong* _validity;
    private int _count;
    private bool _ended;

    internal VectorReader(nint vector, DuckDbType type, int count)
    {
        _vector = vector;
        Type = type;
        _count = count;
        _data = (byte*)NativeMethods.duckdb_vector_get_data(vector);
        _validity = NativeMethods.duckdb_vector_get_validity(vector);
    }

    /// <summary>What the column holds.</summary>
    public DuckDbType Type { get; }

    /// <summary>The number of rows, or of all elements together for a list's child.</summary>
    public int Count => _count;

    /// <summary>False when no row is null: then the nulls need no look.</summary>
    public bool MayHaveNulls => _validity != null;

    /// <summary>Whether the row is not null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsValid(int row)
    {
        Check(row);
        return _validity == null || ((_validity[row >> 6] >> (row & 63)) & 1) != 0;
    }

    /// <summary>All values at once, without a copy; what stands in null rows is undefined.</summary>
    /// <typeparam name="T">A type of the same size as the column's: int for INTEGER and DATE, long for BIGINT and timestamps, and so
    /// on.</typeparam>
    /// <exception cref="InvalidOperationException">The column's values have no fixed size, or another one.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged
    {
        CheckWidth<T>();
        ObjectDisposedException.ThrowIf(_ended, this);
        return new ReadOnlySpan<T>(_data, _count);
    }

    /// <summary>One value of fixed size; the default for a null row.</summary>
    /// <typeparam name="T">A type of the same size as the column's.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Get<T>(int row)
        where T : unmanaged
    {
        CheckWidth<T>();
        return IsValid(row) ? Unsafe.ReadUnaligned<T>(_data + ((long)row * sizeof(T))) : default;
    }

    /// <summary>The bytes of a text, without a copy; valid as long as the chunk is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> GetUtf8(int row)
    {
        if (!IsValid(row))
        {
            return default;
        }

        if (!Type.IsText)
        {
            throw Mismatch("text or bytes");
        }

        var text = (NativeString*)_data + row;
        return new ReadOnlySpan<byte>(text->Length <= NativeString.InlineLength ? text->Inlined : text->Pointer, (int)text->Length);
    }

    /// <summary>The text of a row, or null for a null row.</summary>
    public string? GetString(int row) => IsValid(row) ? Encoding.UTF8.GetString(GetUtf8(row)) : null;

    /// <summary>A copy of the row's bytes, or null for a null row.</summary>
    public byte[]? GetBlob(int row) => IsValid(row) ? GetUtf8(row).ToArray() : null;

    internal void End()
    {
        _ended = true;
        _count = 0;
        _data = null;
        _validity = null;
        foreach (var child in _children ?? [])
        {
            child?.End();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Check(int row)
    {
        if ((uint)row >= (uint)_count)
        {
            ThrowOutside(row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CheckWidth<T>()
        where T : unmanaged
    {
        if (sizeof(T) != Type.FixedWidth)
        {
            throw Mismatch($"{typeof(T).Name} values");
        }
    }

    private void ThrowOutside(int row)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        throw new ArgumentOutOfRangeException(nameof(row), row, $"The vector has {_count} rows.");
    }

    private InvalidOperationException Mismatch(string wanted) => new($"A column of type {Type} has no {wanted}.");
}
