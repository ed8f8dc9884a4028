using CreditNotebooks.DuckDb.Native;

namespace CreditNotebooks.DuckDb;

/// <summary>Readers for lists, arrays, structs, maps and unions: their parts are vectors again.</summary>
public sealed unsafe partial class VectorReader
{
    /// <summary>The elements of all lists or arrays of this vector; <see cref="ListEntry"/> says which belong to a row.</summary>
    public VectorReader Child => Type.Id switch
    {
        DuckDbTypeId.List => Part(0, 1, () => NativeMethods.duckdb_list_vector_get_child(_vector), Type.Child!, ListSize),
        DuckDbTypeId.Array => Part(0, 1, () => NativeMethods.duckdb_array_vector_get_child(_vector), Type.Child!, _count * Type.ArraySize),
        _ => throw Mismatch("elements"),
    };

    /// <summary>The keys of all maps of this vector.</summary>
    public VectorReader Keys => MapPart(0, Type.Key);

    /// <summary>The values of all maps of this vector, each beside its key.</summary>
    public VectorReader MapValues => MapPart(1, Type.Value);

    private int ListSize => (int)NativeMethods.duckdb_list_vector_get_size(_vector);

    /// <summary>Where the elements of a list, an array or a map stand in the child vectors; empty for a null row.</summary>
    public ListEntry ListEntry(int row)
    {
        if (!IsValid(row))
        {
            return default;
        }

        switch (Type.Id)
        {
            case DuckDbTypeId.Array:
                return new ListEntry(row * Type.ArraySize, Type.ArraySize);
            case DuckDbTypeId.List or DuckDbTypeId.Map:
                var entry = ((NativeListEntry*)_data)[row];
                return new ListEntry((int)entry.Offset, (int)entry.Length);
            default:
                throw Mismatch("lists");
        }
    }

    /// <summary>A field of a struct, by its place.</summary>
    public VectorReader Field(int field) => Type.Id == DuckDbTypeId.Struct
        ? Part(field, Type.Fields.Length, () => NativeMethods.duckdb_struct_vector_get_child(_vector, (ulong)field),
            Type.Fields[field].Type, _count)
        : throw Mismatch("fields");

    /// <summary>Which member a union's row is; 0 also for a null row.</summary>
    public int UnionTag(int row)
    {
        if (Type.Id != DuckDbTypeId.Union)
        {
            throw Mismatch("members");
        }

        return Part(0, Type.Fields.Length + 1, () => NativeMethods.duckdb_struct_vector_get_child(_vector, 0), TagType,
            _count).Get<byte>(row);
    }

    /// <summary>A member of a union, by its place; only the rows with that tag have a value.</summary>
    public VectorReader Member(int member) => Type.Id == DuckDbTypeId.Union
        ? Part(member + 1, Type.Fields.Length + 1, () => NativeMethods.duckdb_struct_vector_get_child(_vector, (ulong)member + 1),
            Type.Fields[member].Type, _count)
        : throw Mismatch("members");

    internal static DuckDbType TagType { get; } = DuckDbType.Of(DuckDbTypeId.UTinyInt);

    private VectorReader MapPart(int part, DuckDbType? type) => Type.Id == DuckDbTypeId.Map
        ? Part(part, 2, () => NativeMethods.duckdb_struct_vector_get_child(NativeMethods.duckdb_list_vector_get_child(_vector),
            (ulong)part),
            type!, ListSize)
        : throw Mismatch("keys and values");

    private VectorReader Part(int index, int parts, Func<nint> vector, DuckDbType type, int count)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _children ??= new VectorReader?[parts];
        return _children[index] ??= new VectorReader(vector(), type, count);
    }
}
