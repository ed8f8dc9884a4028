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
        ByteType => new FixedBuilder<sbyte, sbyte>(column, n => n),
        ShortType => new FixedBuilder<short, short>(column, n => n),
        IntegerType => new FixedBuilder<int, int>(column, n => n),
        LongType => new FixedBuilder<long, long>(column, n => n),
        FloatType => new FixedBuilder<float, float>(column, n => n),
        DoubleType => new FixedBuilder<double, double>(column, n => n),
        DecimalType t => new FixedBuilder<DecimalValue, Int128>(column,
            n => n.Scale == t.Scale ? n.Unscaled : throw ArrowErrors.NotOfType(n, column)),
        StringType => new VariableBuilder<string>(column, (text, bytes) => Encoding.UTF8.GetBytes(text, bytes)),
        BinaryType => new VariableBuilder<byte[]>(column, (given, bytes) => bytes.Write(given)),
        DateType => new FixedBuilder<DateOnly, int>(column, d => d.DayNumber - ValueText.EpochDay),
        TimestampType or TimestampNTZType => new FixedBuilder<DateTime, long>(column,
            t => (t.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond),
        YearMonthIntervalType => new FixedBuilder<YearMonthInterval, int>(column, i => i.Months),
        DayTimeIntervalType => new FixedBuilder<TimeSpan, long>(column, s => s.Ticks / TimeSpan.TicksPerMicrosecond),
        CalendarIntervalType => new FixedBuilder<CalendarInterval, MonthDayNano>(column, i => Nanoseconds(i, column)),
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

    // Nanoseconds reach for 292 years only.
    private static MonthDayNano Nanoseconds(CalendarInterval interval, StructField column) =>
        interval.Microseconds is >= long.MinValue / 1000 and <= long.MaxValue / 1000
            ? new(interval.Months, interval.Days, interval.Microseconds * 1000)
            : throw ArrowErrors.NotOfType(interval, column);
}
