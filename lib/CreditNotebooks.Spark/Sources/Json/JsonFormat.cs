using System.Text;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources.Json;

/// <summary>Writes a JSON object a line.</summary>
internal sealed class JsonFormat : RowFormat
{
    private readonly JsonWriter writer;
    private readonly string lineEnd;
    private readonly StructType schema;

    public JsonFormat(SourceOptions options, RuntimeSettings settings, StructType schema)
    {
        writer = new JsonWriter(options, settings);
        lineEnd = options.Text("lineSep") ?? "\n";
        this.schema = schema;
        foreach (var field in schema.Fields)
            if (field.DataType is VariantType or CalendarIntervalType || field.DataType.IsInterval) throw SparkException.Unsupported($"Writing the column {field.Name} of the type {field.DataType.Sql} to JSON");
    }

    public override string Extension => "json";

    public override void Append(StringBuilder target, IReadOnlyList<ColumnVector> columns, int row)
    {
        writer.BeginObject(target);
        for (var i = 0; i < columns.Count; i++)
            writer.Field(target, schema.Fields[i].Name, columns[i].IsNull(row) ? null : columns[i][row], columns[i].Type);
        writer.EndObject(target);
        target.Append(lineEnd);
    }
}
