using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

// Readers of text that take a schema as a C# object.
public static partial class Functions
{
    /// <summary>A value of JSON text, of a type; NULL where it does not fit. SQL: <c>from_json</c>.</summary>
    public static Column FromJson(Column column, DataType schema, IReadOnlyDictionary<string, string>? options = null) =>
        options is null ? FromJson(column, schema.Sql) : FromJson(column, schema.Sql, options);

    /// <summary>A struct of a line of CSV. SQL: <c>from_csv</c>.</summary>
    public static Column FromCsv(Column column, StructType schema, IReadOnlyDictionary<string, string>? options = null) =>
        options is null ? FromCsv(column, schema.ToDdl()) : FromCsv(column, schema.ToDdl(), options);

    /// <summary>The logarithm to a base; NULL for zero and below. SQL: <c>log</c>.</summary>
    public static Column Log(double @base, Column column) => Call("log", @base, column);
}
