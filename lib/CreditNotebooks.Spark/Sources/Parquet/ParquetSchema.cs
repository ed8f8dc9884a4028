using System.Globalization;
using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources.Parquet;

/// <summary>The columns of a Parquet file from its metadata, with the types that Spark reads them as.</summary>
internal sealed class ParquetSchema
{
    private sealed record Element(string Name, string? Type, int Children, string Repetition, string? Converted, string? Logical, int Precision, int Scale);

    private readonly List<Element> elements;
    private int next;

    private ParquetSchema(List<Element> elements) => this.elements = elements;

    public static StructType Read(DuckDbConnection connection, string path)
    {
        var elements = new List<Element>();
        using var result = connection.Query(
            "SELECT name, type, num_children, repetition_type, converted_type, logical_type, precision, scale FROM parquet_schema(" + SqlLiteral.Text(path) + ")");
        foreach (var chunk in result.Chunks())
        {
            for (var row = 0; row < chunk.Count; row++)
            {
                int Number(int column) => chunk[column].IsValid(row) ? Convert.ToInt32(chunk[column].GetValue(row), CultureInfo.InvariantCulture) : 0;
                string? Text(int column) => chunk[column].GetValue(row)?.ToString();
                elements.Add(new Element(Text(0)!, Text(1), Number(2), Text(3) ?? "", Text(4), Text(5), Number(6), Number(7)));
            }
        }
        var schema = new ParquetSchema(elements);
        var root = schema.elements[schema.next++];
        return new StructType(schema.Fields(root.Children));
    }

    private List<StructField> Fields(int count)
    {
        var fields = new List<StructField>();
        for (var i = 0; i < count; i++) fields.Add(Field());
        return fields;
    }

    private StructField Field()
    {
        var element = elements[next++];
        var type = element.Children == 0 ? Primitive(element) : Group(element);
        return new StructField(element.Name, element.Repetition == "REPEATED" ? new ArrayType(type) : type);
    }

    private DataType Group(Element element)
    {
        if (element.Converted is "MAP" or "MAP_KEY_VALUE" || element.Logical?.StartsWith("Map", StringComparison.Ordinal) == true)
        {
            next++;
            var key = Field();
            var value = Field();
            return new MapType(key.DataType, value.DataType);
        }
        if (element.Converted is not "LIST" && element.Logical?.StartsWith("List", StringComparison.Ordinal) != true) return new StructType(Fields(element.Children));
        var repeated = elements[next];
        if (repeated.Children == 0 || repeated.Children > 1 || repeated.Name is "array" || repeated.Name == element.Name + "_tuple")
        {
            var item = Field().DataType;
            return item is ArrayType ? item : new ArrayType(item);
        }
        next++;
        return new ArrayType(Field().DataType);
    }

    private static DataType Primitive(Element e)
    {
        var utc = e.Logical?.Contains("isAdjustedToUTC=1", StringComparison.Ordinal) ?? true;
        return (e.Type, e.Converted) switch
        {
            ("BOOLEAN", _) => DataType.Boolean,
            ("FLOAT", _) => DataType.Float,
            ("DOUBLE", _) => DataType.Double,
            ("INT96", _) => DataType.Timestamp,
            ("INT32" or "INT64" or "BYTE_ARRAY" or "FIXED_LEN_BYTE_ARRAY", "DECIMAL") => new DecimalType(e.Precision, e.Scale),
            ("INT32", "INT_8") => DataType.Byte,
            ("INT32", "INT_16" or "UINT_8") => DataType.Short,
            ("INT32", "UINT_16" or "INT_32" or null) => DataType.Integer,
            ("INT32", "UINT_32") => DataType.Long,
            ("INT32", "DATE") => DataType.Date,
            ("INT64", "UINT_64") => new DecimalType(20, 0),
            ("INT64", "TIMESTAMP_MICROS" or "TIMESTAMP_MILLIS") => utc ? DataType.Timestamp : DataType.TimestampNTZ,
            ("INT64", null) when e.Logical?.StartsWith("Timestamp", StringComparison.Ordinal) == true && !e.Logical.Contains("NANOS", StringComparison.Ordinal) =>
                utc ? DataType.Timestamp : DataType.TimestampNTZ,
            ("INT64", "INT_64") => DataType.Long,
            ("INT64", null) when string.IsNullOrEmpty(e.Logical) || e.Logical.StartsWith("Int", StringComparison.Ordinal) => DataType.Long,
            ("BYTE_ARRAY", "UTF8" or "ENUM" or "JSON") => DataType.String,
            ("BYTE_ARRAY", null or "BSON") when e.Logical?.StartsWith("String", StringComparison.Ordinal) == true => DataType.String,
            ("BYTE_ARRAY", null or "BSON") => DataType.Binary,
            ("FIXED_LEN_BYTE_ARRAY", null) when string.IsNullOrEmpty(e.Logical) => DataType.Binary,
            _ => throw new SparkException("PARQUET_TYPE_ILLEGAL", $"Illegal Parquet type: {e.Type} ({e.Logical ?? e.Converted}) of the column {e.Name}."),
        };
    }
}
