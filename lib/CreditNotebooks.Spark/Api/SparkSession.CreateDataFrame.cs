using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

// DataFrames of C# values.
public sealed partial class SparkSession
{
    /// <summary>The rows under a schema; every value has to fit its column's type.</summary>
    /// <exception cref="SparkException">A value does not fit, or is null in a column that may not be NULL.</exception>
    public DataFrame CreateDataFrame(IEnumerable<GenericRow> data, StructType schema) => Local(data.Select(r => r.Values), schema);

    /// <summary>The rows under a schema as SQL writes it: <c>"id INT, name STRING"</c>.</summary>
    public DataFrame CreateDataFrame(IEnumerable<GenericRow> data, string schema) => CreateDataFrame(data, SqlText.Schema(schema));

    /// <summary>Rows that a DataFrame gave, as a new DataFrame.</summary>
    public DataFrame CreateDataFrame(IEnumerable<Row> data, StructType schema) => Local(data.Select(r => r.Values), schema);

    /// <summary>A DataFrame of C# values. Plain values become column <c>value</c>; of records, classes and anonymous objects each property
    /// becomes a column of its name, of tuples <c>_1</c>, <c>_2</c>, …. A property that cannot be null is a column that cannot be
    /// NULL.</summary>
    /// <exception cref="SparkException">A property's type has no counterpart in Spark.</exception>
    public DataFrame CreateDataFrame<T>(IEnumerable<T> data)
    {
        var type = typeof(T);
        if (ClrTypes.ToSpark(type) is not StructType schema)
        {
            return Local(data.Select(v => new object?[] { v }), new StructType([ClrTypes.Field("value", type)]));
        }
        var members = ClrTypes.Members(Nullable.GetUnderlyingType(type) ?? type);
        return Local(data.Select(v => members.Select(m => m.Read(v)).ToArray()), schema);
    }

    /// <summary>A table in memory as a DataFrame again, with its names and types.</summary>
    public DataFrame CreateDataFrame(Frame data) => Local(data.Rows.Select(r => r.Values), data.Schema);

    /// <summary>A DataFrame of C# values with the columns named anew: <c>CreateDataFrame(pairs, "month", "amount")</c>.</summary>
    public DataFrame CreateDataFrame<T>(IEnumerable<T> data, params string[] columnNames) => CreateDataFrame(data).ToDF(columnNames);

    /// <summary>A DataFrame without columns and with no row.</summary>
    public DataFrame EmptyDataFrame() => Local([], new StructType([]));

    private DataFrame Local(IEnumerable<object?[]> rows, StructType schema)
    {
        var converted = new List<object?[]>();
        foreach (var row in rows)
        {
            if (row.Length != schema.Fields.Count)
            {
                throw new SparkException("INVALID_ROW_SIZE",
                    $"Row {converted.Count + 1} has {row.Length} values, but the schema has {schema.Fields.Count} columns.");
            }
            converted.Add([.. row.Select((v, i) => LocalValues.Convert(v, schema.Fields[i]))]);
        }
        return new DataFrame(this, new LocalData(schema, new LocalRows(converted)));
    }
}
