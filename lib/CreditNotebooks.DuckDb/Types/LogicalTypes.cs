using System.Runtime.InteropServices;
using CreditNotebooks.DuckDb.Native;

namespace CreditNotebooks.DuckDb;

/// <summary>Turns the C API's logical types into <see cref="DuckDbType"/> and back.</summary>
internal static unsafe class LogicalTypes
{
    /// <summary>Reads a type and frees the handle.</summary>
    internal static DuckDbType ReadOwned(LogicalTypeHandle handle)
    {
        using (handle)
        {
            return Read(handle);
        }
    }

    internal static DuckDbType Read(LogicalTypeHandle handle)
    {
        var alias = NativeText.Owned(NativeMethods.duckdb_logical_type_get_alias(handle));
        var type = ReadShape(handle);
        return alias is null ? type : type with { Alias = alias };
    }

    /// <summary>The type of a vector that nothing has declared.</summary>
    internal static DuckDbType OfVector(nint vector) => ReadOwned(NativeMethods.duckdb_vector_get_column_type(vector));

    internal static LogicalTypeHandle Create(DuckDbType type)
    {
        switch (type.Id)
        {
            case DuckDbTypeId.Decimal:
                return NativeMethods.duckdb_create_decimal_type(type.Width, type.Scale);
            case DuckDbTypeId.List:
                using (var child = Create(type.Child!))
                {
                    return NativeMethods.duckdb_create_list_type(child);
                }

            case DuckDbTypeId.Array:
                using (var child = Create(type.Child!))
                {
                    return NativeMethods.duckdb_create_array_type(child, (ulong)type.ArraySize);
                }

            case DuckDbTypeId.Map:
                using (var key = Create(type.Key!))
                using (var value = Create(type.Value!))
                {
                    return NativeMethods.duckdb_create_map_type(key, value);
                }

            case DuckDbTypeId.Struct or DuckDbTypeId.Union:
                return CreateFields(type);
            case DuckDbTypeId.Enum:
                return WithNames([.. type.EnumValues], names => NativeMethods.duckdb_create_enum_type((nint*)names,
                    (ulong)type.EnumValues.Length));
            case DuckDbTypeId.Invalid or DuckDbTypeId.StringLiteral or DuckDbTypeId.IntegerLiteral:
                throw new NotSupportedException($"{type.Id} is no type that a value can have.");
            default:
                return NativeMethods.duckdb_create_logical_type((int)type.Id);
        }
    }

    private static DuckDbType ReadShape(LogicalTypeHandle handle)
    {
        var id = (DuckDbTypeId)NativeMethods.duckdb_get_type_id(handle);
        switch (id)
        {
            case DuckDbTypeId.Decimal:
                return DuckDbType.Decimal(NativeMethods.duckdb_decimal_width(handle), NativeMethods.duckdb_decimal_scale(handle));
            case DuckDbTypeId.List:
                return DuckDbType.List(ReadOwned(NativeMethods.duckdb_list_type_child_type(handle)));
            case DuckDbTypeId.Array:
                return DuckDbType.Array(
                    ReadOwned(NativeMethods.duckdb_array_type_child_type(handle)), (int)NativeMethods.duckdb_array_type_array_size(handle));
            case DuckDbTypeId.Map:
                return DuckDbType.Map(
                    ReadOwned(NativeMethods.duckdb_map_type_key_type(handle)), ReadOwned(NativeMethods.duckdb_map_type_value_type(handle)));
            case DuckDbTypeId.Struct:
                return DuckDbType.Struct(Range(NativeMethods.duckdb_struct_type_child_count(handle)).Select(i => new DuckDbField(
                    NativeText.Owned(NativeMethods.duckdb_struct_type_child_name(handle, i)) ?? "",
                    ReadOwned(NativeMethods.duckdb_struct_type_child_type(handle, i)))));
            case DuckDbTypeId.Union:
                return DuckDbType.Union(Range(NativeMethods.duckdb_union_type_member_count(handle)).Select(i => new DuckDbField(
                    NativeText.Owned(NativeMethods.duckdb_union_type_member_name(handle, i)) ?? "",
                    ReadOwned(NativeMethods.duckdb_union_type_member_type(handle, i)))));
            case DuckDbTypeId.Enum:
                return DuckDbType.Enum(Range(NativeMethods.duckdb_enum_dictionary_size(handle)).Select(i =>
                    NativeText.Owned(NativeMethods.duckdb_enum_dictionary_value(handle, i)) ?? ""));
            default:
                return DuckDbType.Of(id);
        }
    }

    private static LogicalTypeHandle CreateFields(DuckDbType type)
    {
        var members = type.Fields.Select(field => Create(field.Type)).ToArray();
        try
        {
            var raw = members.Select(member => member.Raw).ToArray();
            return WithNames([.. type.Fields.Select(field => field.Name)], names =>
            {
                fixed (nint* types = raw)
                {
                    return type.Id == DuckDbTypeId.Struct
                        ? NativeMethods.duckdb_create_struct_type(types, (nint*)names, (ulong)raw.Length)
                        : NativeMethods.duckdb_create_union_type(types, (nint*)names, (ulong)raw.Length);
                }
            });
        }
        finally
        {
            foreach (var member in members)
            {
                member.Dispose();
            }
        }
    }

    private static LogicalTypeHandle WithNames(string[] names, Func<nint, LogicalTypeHandle> create)
    {
        var texts = names.Select(Marshal.StringToCoTaskMemUTF8).ToArray();
        try
        {
            fixed (nint* first = texts)
            {
                return create((nint)first);
            }
        }
        finally
        {
            foreach (var text in texts)
            {
                Marshal.FreeCoTaskMem(text);
            }
        }
    }

    private static IEnumerable<ulong> Range(ulong count)
    {
        for (var i = 0UL; i < count; i++)
        {
            yield return i;
        }
    }
}
