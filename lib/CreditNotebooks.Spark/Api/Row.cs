using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

/// <summary>A row that a DataFrame gave. Values are C#'s: int for INT, long for BIGINT, <see cref="DecimalValue"/> for DECIMAL, DateOnly
/// for DATE, DateTime for both kinds of TIMESTAMP, TimeSpan for day-time intervals, byte[] for BINARY, object?[] for an array, a dictionary
/// for a map, a Row for a struct.</summary>
public sealed class Row
{
    /// <summary>A row of values for the fields of a schema.</summary>
    /// <exception cref="ArgumentException">There are more or fewer values than fields.</exception>
    public Row(object?[] values, StructType schema)
    {
        if (values.Length != schema.Fields.Count)
        {
            throw new ArgumentException($"A row of {values.Length} values does not fit a schema of {schema.Fields.Count} fields.",
                nameof(values));
        }
        Values = values;
        Schema = schema;
    }

    /// <summary>The columns' names and types.</summary>
    public StructType Schema { get; }

    /// <summary>The values in order, null for NULL.</summary>
    public object?[] Values { get; }

    /// <summary>How many values there are.</summary>
    public int Size() => Values.Length;

    /// <summary>The value at a 0-based index.</summary>
    public object? this[int index] => Get(index);

    /// <summary>The value of a column.</summary>
    public object? this[string columnName] => Get(columnName);

    /// <summary>The value at a 0-based index.</summary>
    public object? Get(int index) => index >= 0 && index < Values.Length
        ? Values[index]
        : throw new IndexOutOfRangeException($"There is no value {index} in a row of {Values.Length} values.");

    /// <summary>The value of a column; the name's case does not matter unless two columns differ in it alone.</summary>
    public object? Get(string columnName) => Get(IndexOf(columnName));

    /// <summary>The value at an index as a C# type; numbers convert where no digit is lost. For a NULL ask with a nullable type:
    /// <c>GetAs&lt;int?&gt;(0)</c>.</summary>
    public T GetAs<T>(int index) => RowValues.To<T>(Get(index), Schema.Fields[index].Name);

    /// <summary>The value of a column as a C# type; numbers convert where no digit is lost. For a NULL ask with a nullable type:
    /// <c>GetAs&lt;int?&gt;("Age")</c>.</summary>
    public T GetAs<T>(string columnName) => GetAs<T>(IndexOf(columnName));

    /// <summary>The same as <see cref="GetAs{T}(int)"/>.</summary>
    public T Get<T>(int index) => GetAs<T>(index);

    /// <summary>The same as <see cref="GetAs{T}(string)"/>.</summary>
    public T Get<T>(string columnName) => GetAs<T>(columnName);

    /// <summary>Whether the value at the index is NULL.</summary>
    public bool IsNullAt(int index) => Get(index) is null;

    /// <summary>The values in brackets, <c>[1,a,null]</c>.</summary>
    public override string ToString() => RowText.Write(Values);

    private int IndexOf(string columnName)
    {
        for (var pass = 0; pass < 2; pass++)
        {
            var comparison = pass == 0 ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
            for (var i = 0; i < Schema.Fields.Count; i++)
            {
                if (Schema.Fields[i].Name.Equals(columnName, comparison)) return i;
            }
        }
        var known = string.Join(", ", Schema.FieldNames.Select(Identifier.QuoteAlways));
        throw new SparkException("FIELD_NOT_FOUND", $"No such struct field {Identifier.QuoteAlways(columnName)} in {known}.");
    }
}
