using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using CreditNotebooks.DuckDb.Native;

namespace CreditNotebooks.DuckDb;

/// <summary>
/// One column to fill: a function's result, a table function's column, or a column of an appender. Rows count from 0; a row that is never
/// set holds 0, empty text or an empty list. Setting a row does not take back <see cref="SetNull"/>.
/// </summary>
public sealed unsafe partial class VectorWriter
{
    private readonly nint _vector;
    private VectorWriter?[]? _children;
    private byte* _data;
    private ulong* _validity;
    private int _count;
    private bool _ended;

    internal VectorWriter(nint vector, DuckDbType type, int count)
    {
        _vector = vector;
        Type = type;
        _count = count;
        _data = (byte*)NativeMethods.duckdb_vector_get_data(vector);
        Clear(0);
        OpenParts();
    }

    /// <summary>What the column holds.</summary>
    public DuckDbType Type { get; }

    /// <summary>The number of rows that may be set.</summary>
    public int Count => _count;

    /// <summary>Whether the row has not been set to null.</summary>
    public bool IsValid(int row)
    {
        Check(row);
        var validity = _validity != null ? _validity : NativeMethods.duckdb_vector_get_validity(_vector);
        return validity == null || ((validity[row >> 6] >> (row & 63)) & 1) != 0;
    }

    /// <summary>Makes the row null, and with it every field below it.</summary>
    public void SetNull(int row)
    {
        Check(row);
        if (_validity == null)
        {
            NativeMethods.duckdb_vector_ensure_validity_writable(_vector);
            _validity = NativeMethods.duckdb_vector_get_validity(_vector);
        }

        _validity[row >> 6] &= ~(1UL << (row & 63));
        SetPartsNull(row);
    }

    /// <summary>Sets a value of fixed size.</summary>
    /// <typeparam name="T">A type of the same size as the column's.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set<T>(int row, T value)
        where T : unmanaged
    {
        CheckWidth<T>();
        Check(row);
        Unsafe.WriteUnaligned(_data + ((long)row * sizeof(T)), value);
    }

    /// <summary>The column's memory, to be filled in place.</summary>
    /// <typeparam name="T">A type of the same size as the column's.</typeparam>
    public Span<T> Values<T>()
        where T : unmanaged
    {
        CheckWidth<T>();
        ObjectDisposedException.ThrowIf(_ended, this);
        return new Span<T>(_data, _count);
    }

    /// <summary>Sets a text from its bytes.</summary>
    /// <exception cref="ArgumentException">They are not valid UTF-8, which a VARCHAR has to be.</exception>
    public void SetUtf8(int row, ReadOnlySpan<byte> text)
    {
        Check(row);
        if (Type.Id == DuckDbTypeId.Varchar && !Utf8.IsValid(text))
        {
            throw new ArgumentException(
                "The text is not valid UTF-8, which a VARCHAR has to be; write it to a BLOB, or repair it first.", nameof(text));
        }

        if (!Type.IsText)
        {
            throw Mismatch("text or bytes");
        }

        SetBytes(row, text);
    }

    /// <summary>Sets a text, or null. Halves of surrogate pairs that stand alone become U+FFFD.</summary>
    public void SetString(int row, string? text)
    {
        if (text is null)
        {
            SetNull(row);
            return;
        }

        if (Type.Id != DuckDbTypeId.Varchar)
        {
            throw Mismatch("text");
        }

        Check(row);
        const int OnStack = 512;
        var longest = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (longest <= OnStack)
        {
            Span<byte> buffer = stackalloc byte[OnStack];
            SetBytes(row, buffer[..Encoding.UTF8.GetBytes(text, buffer)]);
            return;
        }

        var rented = System.Buffers.ArrayPool<byte>.Shared.Rent(longest);
        SetBytes(row, rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        System.Buffers.ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Sets the bytes of a BLOB.</summary>
    public void SetBlob(int row, ReadOnlySpan<byte> bytes)
    {
        Check(row);
        if (Type.Id is not (DuckDbTypeId.Blob or DuckDbTypeId.Geometry))
        {
            throw Mismatch("bytes");
        }

        SetBytes(row, bytes);
    }

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

    /// <summary>Writes a short text into the vector itself; a longer one goes to the vector's heap through the library.</summary>
    private void SetBytes(int row, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= NativeString.InlineLength)
        {
            // Comparisons look at all sixteen bytes, so the rest has to be zero.
            NativeString text = default;
            text.Length = (uint)bytes.Length;
            bytes.CopyTo(new Span<byte>(text.Inlined, NativeString.InlineLength));
            ((NativeString*)_data)[row] = text;
            return;
        }

        fixed (byte* first = bytes)
        {
            NativeMethods.duckdb_unsafe_vector_assign_string_element_len(_vector, (ulong)row, first, (ulong)bytes.Length);
        }
    }

    /// <summary>New memory is not zeroed by the library, and a stray address or index in it would bring the process down.</summary>
    private void Clear(int from)
    {
        var width = Type.PhysicalWidth;
        if (_data != null && width > 0 && _count > from)
        {
            NativeMemory.Clear(_data + ((long)from * width), (nuint)((long)(_count - from) * width));
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
        if (sizeof(T) != Type.FixedWidth || Type.Id == DuckDbTypeId.Enum)
        {
            throw Mismatch($"{typeof(T).Name} values to set");
        }
    }

    private void ThrowOutside(int row)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        throw new ArgumentOutOfRangeException(nameof(row), row, $"The vector has {_count} rows.");
    }

    private InvalidOperationException Mismatch(string wanted) => new($"A column of type {Type} takes no {wanted}.");
}
