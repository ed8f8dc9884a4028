using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Connect.Arrow;

/// <summary>Arrays: each row is a run of the elements, which all lie in one vector.</summary>
internal sealed class ArrayVector(ArrayType type, int[] offsets, bool[]? nulls, ColumnVector elements) : ColumnVector(type)
{
    public override int Count => offsets.Length - 1;
    public override bool IsNull(int row) => nulls is not null && nulls[row];

    public override object? this[int row]
    {
        get
        {
            if (IsNull(row)) return null;
            var items = new object?[offsets[row + 1] - offsets[row]];
            for (var i = 0; i < items.Length; i++) items[i] = elements[offsets[row] + i];
            return items;
        }
    }
}

/// <summary>Maps: each row is a run of the entries, whose keys and values lie in two vectors.</summary>
internal sealed class MapVector(MapType type, int[] offsets, bool[]? nulls, ColumnVector keys, ColumnVector values) : ColumnVector(type)
{
    public override int Count => offsets.Length - 1;
    public override bool IsNull(int row) => nulls is not null && nulls[row];

    public override object? this[int row]
    {
        get
        {
            if (IsNull(row)) return null;
            var entries = new KeyValuePair<object, object?>[offsets[row + 1] - offsets[row]];
            for (var i = 0; i < entries.Length; i++) entries[i] = new(keys[offsets[row] + i]!, values[offsets[row] + i]);
            return entries;
        }
    }
}

/// <summary>Structs: each field is a vector of as many values as there are rows.</summary>
internal sealed class StructVector(DataType type, int count, bool[]? nulls, IReadOnlyList<ColumnVector> fields) : ColumnVector(type)
{
    public IReadOnlyList<ColumnVector> Fields => fields;
    public override int Count => count;
    public override bool IsNull(int row) => nulls is not null && nulls[row];

    public override object? this[int row]
    {
        get
        {
            if (IsNull(row)) return null;
            var values = new object?[fields.Count];
            for (var i = 0; i < values.Length; i++) values[i] = fields[i][row];
            return values;
        }
    }
}

/// <summary>A column of type VOID: nothing but NULL, without any memory.</summary>
internal sealed class VoidVector(int count) : ColumnVector(DataType.Null)
{
    public override int Count => count;
    public override bool IsNull(int row) => true;
    public override object? this[int row] => null;
}
