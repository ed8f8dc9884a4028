using System.Buffers;
using System.Text;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Connect.Arrow;

/// <summary>Gathers a column's values in Arrow's form, from the form that <see cref="Plans.LocalRows"/> has.</summary>
internal abstract class ColumnBuilder(StructField column)
{
    private readonly BitBuffer _validity = new();
    private int _nulls;

    /// <summary>How many values there are.</summary>
    public int Count { get; private set; }

    /// <summary>About how many bytes they take.</summary>
    public abstract long Size { get; }

    protected StructField Column => column;

    public static ColumnBuilder Of(StructField column) => column.DataType switch
    {
        NullType => new VoidBuilder(column),
        BooleanType => new BooleanBuilder(column),
        ByteType => new FixedBuilder<sbyte>(column, v => v as sbyte?),
        ShortType => new FixedBuilder<short>(column, v => v as short?),
        IntegerType => new FixedBuilder<int>(column, v => v as int?),
        LongType => new FixedBuilder<long>(column, v => v as long?),
        FloatType => new FixedBuilder<float>(column, v => v as float?),
        DoubleType => new FixedBuilder<double>(column, v => v as double?),
        DecimalType t => new FixedBuilder<Int128>(column, v => StoredValues.Digits(v, t)),
        DateType => new FixedBuilder<int>(column, StoredValues.Day),
        TimestampType or TimestampNTZType => new FixedBuilder<long>(column, StoredValues.Moment),
        YearMonthIntervalType => new FixedBuilder<int>(column, v => (v as YearMonthInterval?)?.Months),
        DayTimeIntervalType => new FixedBuilder<long>(column, StoredValues.Span),
        CalendarIntervalType => new FixedBuilder<MonthDayNano>(column, StoredValues.Interval),
        StringType => new VariableBuilder<string>(column, (text, bytes) => Encoding.UTF8.GetBytes(text, bytes)),
        BinaryType => new VariableBuilder<byte[]>(column, (given, bytes) => bytes.Write(given)),
        ArrayType => new ListBuilder<object?[]>(column, items => items),
        MapType => new ListBuilder<KeyValuePair<object, object?>[]>(column, entries => entries.Select(e => new[] { e.Key, e.Value })),
        StructType => new StructBuilder(column),
        var type => throw new InvalidOperationException($"The form of {type.Sql} was found, but there is no way to write it."),
    };

    /// <summary>Adds a value.</summary>
    /// <exception cref="SparkException">It is not of the column's type, or is null where that may not be.</exception>
    public void Append(object? value)
    {
        if (value is null && !column.Nullable)
        {
            throw new SparkException("NOT_NULL_ASSERT_VIOLATION",
                $"NULL value appeared in non-nullable field {Identifier.QuoteAlways(column.Name)}: declare it nullable or fill it.");
        }
        if (value is null) AppendNull();
        else
        {
            _validity.Add(true);
            Count++;
            AppendValue(value);
        }
    }

    /// <summary>Adds a place that nothing is in: a null, or a field of a struct that is null itself.</summary>
    public void AppendNull()
    {
        _validity.Add(false);
        _nulls++;
        Count++;
        AppendNothing();
    }

    /// <summary>Adds the column, and those inside it, to a record batch.</summary>
    public virtual void WriteTo(RecordBatchWriter batch)
    {
        batch.Node(Count, _nulls);
        batch.Buffer(_nulls == 0 ? [] : _validity.Bytes);
        WriteValues(batch);
    }

    protected abstract void AppendValue(object value);
    protected abstract void AppendNothing();
    protected abstract void WriteValues(RecordBatchWriter batch);
}
