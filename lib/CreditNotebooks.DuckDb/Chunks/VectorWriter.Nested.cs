using CreditNotebooks.DuckDb.Native;

namespace CreditNotebooks.DuckDb;

/// <summary>
/// Writers for lists, arrays, structs, maps and unions. A part's writer is taken again after the list has grown, or simply each time.
/// </summary>
public sealed unsafe partial class VectorWriter
{
    private int _listSize;
    private int _listCapacity;

    /// <summary>The elements of all lists or arrays; those of a list exist after <see cref="AddList"/>.</summary>
    public VectorWriter Child => Type.Id switch
    {
        DuckDbTypeId.List => ListPart(0, 1, Type.Child!),
        DuckDbTypeId.Array => Part(0, 1, NativeMethods.duckdb_array_vector_get_child(_vector), Type.Child!, _count * Type.ArraySize),
        _ => throw Mismatch("elements"),
    };

    /// <summary>The keys of all maps; none may be null, and no key may come twice in one map.</summary>
    public VectorWriter Keys => Type.Id == DuckDbTypeId.Map ? ListPart(0, 2, Type.Key!) : throw Mismatch("keys");

    /// <summary>The values of all maps, each beside its key.</summary>
    public VectorWriter MapValues => Type.Id == DuckDbTypeId.Map ? ListPart(1, 2, Type.Value!) : throw Mismatch("map values");

    /// <summary>The number of elements that all lists or maps of this vector have together.</summary>
    public int ListSize => _listSize;

    /// <summary>Gives the row a list or map of new elements and says where the first of them stands in the child vectors.</summary>
    public int AddList(int row, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var offset = _listSize;
        ResizeList(checked(offset + length));
        SetListEntry(row, offset, length);
        return offset;
    }

    /// <summary>Makes room for a number of elements at once, where it is known ahead; it changes nothing but the speed.</summary>
    public void ReserveList(int capacity)
    {
        CheckList();
        if (capacity > _listCapacity)
        {
            Grow(capacity);
        }
    }

    /// <summary>Sets how many elements all lists have together; the new ones are empty.</summary>
    public void ResizeList(int size)
    {
        CheckList();
        ArgumentOutOfRangeException.ThrowIfLessThan(size, _listSize);
        if (size > _listCapacity)
        {
            Grow(Math.Max(size, (int)Math.Min(2L * _listCapacity, int.MaxValue / 32)));
        }

        _listSize = size;
        _ = NativeMethods.duckdb_list_vector_set_size(_vector, (ulong)size);
        foreach (var child in _children ?? [])
        {
            child?.Refresh(size);
        }
    }

    /// <summary>Says which elements belong to a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They do not all exist.</exception>
    public void SetListEntry(int row, int offset, int length)
    {
        Check(row);
        CheckList();
        if (offset < 0 || length < 0 || (long)offset + length > _listSize)
        {
            throw new ArgumentOutOfRangeException(nameof(offset),
                $"Elements {offset} to {(long)offset + length} are not all among the {_listSize} that exist.");
        }

        ((NativeListEntry*)_data)[row] = new NativeListEntry { Offset = (ulong)offset, Length = (ulong)length };
    }

    /// <summary>A field of a struct, by its place.</summary>
    public VectorWriter Field(int field) => Type.Id == DuckDbTypeId.Struct
        ? Part(field, Type.Fields.Length, NativeMethods.duckdb_struct_vector_get_child(_vector, (ulong)field), Type.Fields[field].Type,
            _count)
        : throw Mismatch("fields");

    /// <summary>Says which member a union's row is, makes its other members null, and gives the writer of that member.</summary>
    public VectorWriter SetUnion(int row, int member)
    {
        if (Type.Id != DuckDbTypeId.Union || (uint)member >= (uint)Type.Fields.Length)
        {
            throw Mismatch($"member {member}");
        }

        UnionPart(0).Set(row, (byte)member);
        for (var other = 0; other < Type.Fields.Length; other++)
        {
            if (other != member)
            {
                UnionPart(other + 1).SetNull(row);
            }
        }

        return UnionPart(member + 1);
    }

    private void CheckList()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (Type.Id is not (DuckDbTypeId.List or DuckDbTypeId.Map))
        {
            throw Mismatch("lists");
        }
    }

    private void Grow(int capacity)
    {
        if (NativeMethods.duckdb_list_vector_reserve(_vector, (ulong)capacity) != NativeMethods.Success)
        {
            throw new OutOfMemoryException($"There is no memory for {capacity} elements of {Type}.");
        }

        _listCapacity = capacity;
    }

    /// <summary>Growing moves the elements; a writer of them follows, and so do those below it.</summary>
    private void Refresh(int count)
    {
        var before = _count;
        _count = count;
        _data = (byte*)NativeMethods.duckdb_vector_get_data(_vector);
        _validity = null;
        Clear(before);
        for (var i = 0; i < (_children?.Length ?? 0) && Type.Id is not (DuckDbTypeId.List or DuckDbTypeId.Map); i++)
        {
            _children![i]?.Refresh(Type.Id == DuckDbTypeId.Array ? count * Type.ArraySize : count);
        }
    }

    private VectorWriter ListPart(int part, int parts, DuckDbType type)
    {
        var elements = NativeMethods.duckdb_list_vector_get_child(_vector);
        return Part(part, parts, parts == 1 ? elements : NativeMethods.duckdb_struct_vector_get_child(elements, (ulong)part), type,
            _listSize);
    }

    private VectorWriter UnionPart(int part) => Part(
        part, Type.Fields.Length + 1, NativeMethods.duckdb_struct_vector_get_child(_vector, (ulong)part),
        part == 0 ? VectorReader.TagType : Type.Fields[part - 1].Type, _count);

    private VectorWriter Part(int index, int parts, nint vector, DuckDbType type, int count)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _children ??= new VectorWriter?[parts];
        return _children[index] ??= new VectorWriter(vector, type, count);
    }

    private void SetPartsNull(int row)
    {
        switch (Type.Id)
        {
            case DuckDbTypeId.Struct:
                for (var i = 0; i < Type.Fields.Length; i++)
                {
                    Field(i).SetNull(row);
                }

                break;
            case DuckDbTypeId.Union:
                for (var i = 0; i <= Type.Fields.Length; i++)
                {
                    UnionPart(i).SetNull(row);
                }

                break;
            case DuckDbTypeId.Array:
                for (var i = 0; i < Type.ArraySize; i++)
                {
                    Child.SetNull((row * Type.ArraySize) + i);
                }

                break;
        }
    }

    /// <summary>Opens every part, so that those that nobody writes are cleared too.</summary>
    private void OpenParts()
    {
        switch (Type.Id)
        {
            case DuckDbTypeId.Struct:
                for (var i = 0; i < Type.Fields.Length; i++)
                {
                    _ = Field(i);
                }

                break;
            case DuckDbTypeId.Union:
                for (var i = 0; i <= Type.Fields.Length; i++)
                {
                    _ = UnionPart(i);
                }

                break;
            case DuckDbTypeId.Array or DuckDbTypeId.List:
                _ = Child;
                break;
            case DuckDbTypeId.Map:
                _ = Keys;
                _ = MapValues;
                break;
        }
    }
}
