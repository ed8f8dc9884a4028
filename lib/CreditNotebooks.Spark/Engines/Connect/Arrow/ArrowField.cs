using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Connect.Arrow;

/// <summary>A column of an Arrow stream whose form was found to be the one of its type in Spark.</summary>
/// <param name="Path">The column's name, with those of the columns around it.</param>
/// <param name="Type">Its type in Spark.</param>
/// <param name="IsLarge">Whether its offsets have 64 bits.</param>
/// <param name="Children">The columns inside it.</param>
internal sealed record ArrowField(string Path, DataType Type, bool IsLarge, IReadOnlyList<ArrowField> Children)
{
    // Slots of the table Field in Schema.fbs.
    private const int TypeIdSlot = 2, TypeSlot = 3, DictionarySlot = 4, ChildrenSlot = 5;

    /// <summary>The columns of the table <c>Schema</c>, which must be those of Spark's schema. Names may differ: Spark changes those that
    /// occur twice.</summary>
    public static IReadOnlyList<ArrowField> ReadAll(FlatTable schema, StructType type)
    {
        const int EndiannessSlot = 0, FieldsSlot = 1;
        if (schema.Short(EndiannessSlot) != 0) throw ArrowErrors.Unsupported("Big-endian data", "run the server on little-endian machines");
        return ReadAll(schema, FieldsSlot, type.Fields, "", type);
    }

    private static ArrowField[] ReadAll(FlatTable table, int slot, IReadOnlyList<StructField> fields, string path, DataType type)
    {
        var count = table.Count(slot);
        if (count != fields.Count) throw ArrowErrors.Mismatch(path.Length == 0 ? "list" : path, type, $"{count} columns");
        var all = new ArrowField[count];
        for (var i = 0; i < count; i++)
        {
            var name = Identifier.QuoteAlways(fields[i].Name);
            all[i] = Read(table.Table(slot, i), path.Length == 0 ? name : $"{path}.{name}", fields[i].DataType);
        }
        return all;
    }

    private static ArrowField Read(FlatTable field, string path, DataType type)
    {
        var wanted = ArrowType.Of(type, path);
        if (field.Has(DictionarySlot))
        {
            throw ArrowErrors.Unsupported($"Column {path} as a dictionary of Arrow", "Spark sends its values; ask the server's provider");
        }
        var found = ArrowType.Read((ArrowTypeId)field.Byte(TypeIdSlot), field.Table(TypeSlot));
        return found.Narrow == wanted
            ? new ArrowField(path, type, found.IsLarge, ReadAll(field, ChildrenSlot, ArrowType.Children(type), path, type))
            : throw ArrowErrors.Mismatch(path, type, $"{found}");
    }
}
