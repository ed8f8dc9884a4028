using System.Text;

namespace CreditNotebooks.Spark.Types;

/// <summary>A type of Spark SQL. Types are values: two with the same content are equal.</summary>
/// <remarks>Named as in Spark's <c>org.apache.spark.sql.types</c>.</remarks>
public abstract record DataType
{
    private protected DataType() { }

    /// <summary>The type as SQL writes it: <c>INT</c>, <c>ARRAY&lt;STRING&gt;</c>, <c>STRUCT&lt;a: INT NOT NULL&gt;</c>.</summary>
    public abstract string Sql { get; }

    /// <summary>The type in lower case, as <c>PrintSchema</c> and <c>typeof</c> write it: <c>int</c>, <c>array&lt;string&gt;</c>.</summary>
    public virtual string SimpleString => Sql.ToLowerInvariant();

    /// <summary>The bare name, without parameters, that <c>PrintSchema</c> shows: <c>integer</c>, <c>array</c>, <c>struct</c>.</summary>
    public virtual string TypeName => SimpleString;

    /// <inheritdoc />
    public sealed override string ToString() => Sql;

    /// <summary>Text.</summary>
    public static StringType String { get; } = new();
    /// <summary>True or false.</summary>
    public static BooleanType Boolean { get; } = new();
    /// <summary>A whole number of 8 bits.</summary>
    public static ByteType Byte { get; } = new();
    /// <summary>A whole number of 16 bits.</summary>
    public static ShortType Short { get; } = new();
    /// <summary>A whole number of 32 bits.</summary>
    public static IntegerType Integer { get; } = new();
    /// <summary>A whole number of 64 bits.</summary>
    public static LongType Long { get; } = new();
    /// <summary>A binary floating-point number of 32 bits.</summary>
    public static FloatType Float { get; } = new();
    /// <summary>A binary floating-point number of 64 bits.</summary>
    public static DoubleType Double { get; } = new();
    /// <summary>A day of the proleptic Gregorian calendar.</summary>
    public static DateType Date { get; } = new();
    /// <summary>An instant, in microseconds; shown in the session's time zone.</summary>
    public static TimestampType Timestamp { get; } = new();
    /// <summary>A date and time of day without a zone, in microseconds.</summary>
    public static TimestampNTZType TimestampNTZ { get; } = new();
    /// <summary>Bytes.</summary>
    public static BinaryType Binary { get; } = new();
    /// <summary>The type of a bare NULL.</summary>
    public static NullType Null { get; } = new();
    /// <summary>Months, days and microseconds together, what <c>make_interval</c> gives.</summary>
    public static CalendarIntervalType CalendarInterval { get; } = new();

    internal bool IsNumeric => this is ByteType or ShortType or IntegerType or LongType or FloatType or DoubleType or DecimalType;
    internal bool IsIntegral => this is ByteType or ShortType or IntegerType or LongType;
    internal bool IsFractional => this is FloatType or DoubleType or DecimalType;
    internal bool IsNested => this is ArrayType or MapType or StructType;
    internal bool IsInterval => this is CalendarIntervalType or YearMonthIntervalType or DayTimeIntervalType;
    internal bool IsTimestamp => this is TimestampType or TimestampNTZType;
    internal bool IsAtomic => !IsNested && this is not NullType and not CalendarIntervalType and not VariantType;
}

/// <summary>Text; compared by its UTF-8 bytes.</summary>
public sealed record StringType : DataType { /// <inheritdoc />
    public override string Sql => "STRING"; }
/// <summary>True or false.</summary>
public sealed record BooleanType : DataType { /// <inheritdoc />
    public override string Sql => "BOOLEAN"; }
/// <summary>A whole number of 8 bits, SQL's TINYINT.</summary>
public sealed record ByteType : DataType { /// <inheritdoc />
    public override string Sql => "TINYINT"; /// <inheritdoc />
    public override string TypeName => "byte"; }
/// <summary>A whole number of 16 bits, SQL's SMALLINT.</summary>
public sealed record ShortType : DataType { /// <inheritdoc />
    public override string Sql => "SMALLINT"; /// <inheritdoc />
    public override string TypeName => "short"; }
/// <summary>A whole number of 32 bits, SQL's INT.</summary>
public sealed record IntegerType : DataType { /// <inheritdoc />
    public override string Sql => "INT"; /// <inheritdoc />
    public override string TypeName => "integer"; }
/// <summary>A whole number of 64 bits, SQL's BIGINT.</summary>
public sealed record LongType : DataType { /// <inheritdoc />
    public override string Sql => "BIGINT"; /// <inheritdoc />
    public override string TypeName => "long"; }
/// <summary>A binary floating-point number of 32 bits.</summary>
public sealed record FloatType : DataType { /// <inheritdoc />
    public override string Sql => "FLOAT"; }
/// <summary>A binary floating-point number of 64 bits.</summary>
public sealed record DoubleType : DataType { /// <inheritdoc />
    public override string Sql => "DOUBLE"; }
/// <summary>A day of the proleptic Gregorian calendar.</summary>
public sealed record DateType : DataType { /// <inheritdoc />
    public override string Sql => "DATE"; }
/// <summary>An instant, in microseconds.</summary>
public sealed record TimestampType : DataType { /// <inheritdoc />
    public override string Sql => "TIMESTAMP"; }
/// <summary>A date and time of day without a zone, in microseconds.</summary>
public sealed record TimestampNTZType : DataType { /// <inheritdoc />
    public override string Sql => "TIMESTAMP_NTZ"; }
/// <summary>Bytes.</summary>
public sealed record BinaryType : DataType { /// <inheritdoc />
    public override string Sql => "BINARY"; }
/// <summary>The type of a bare NULL, SQL's VOID.</summary>
public sealed record NullType : DataType { /// <inheritdoc />
    public override string Sql => "VOID"; }
/// <summary>Months, days and microseconds together.</summary>
public sealed record CalendarIntervalType : DataType { /// <inheritdoc />
    public override string Sql => "INTERVAL"; }
/// <summary>A value of any type, as semi-structured data.</summary>
public sealed record VariantType : DataType { /// <inheritdoc />
    public override string Sql => "VARIANT"; }

/// <summary>An exact decimal number.</summary>
/// <param name="Precision">Digits in all, 1 to 38.</param>
/// <param name="Scale">Digits behind the point, 0 to <paramref name="Precision"/>.</param>
public sealed record DecimalType(int Precision = 10, int Scale = 0) : DataType
{
    /// <summary>The most digits a decimal has.</summary>
    public const int MaxPrecision = 38;
    /// <inheritdoc />
    public override string Sql => $"DECIMAL({Precision},{Scale})";
}

/// <summary>A span of years and months.</summary>
/// <param name="Start">The first field, 0 for YEAR, 1 for MONTH.</param>
/// <param name="End">The last field.</param>
public sealed record YearMonthIntervalType(int Start = 0, int End = 1) : DataType
{
    private static readonly string[] Fields = ["YEAR", "MONTH"];
    /// <inheritdoc />
    public override string Sql => Start == End ? $"INTERVAL {Fields[Start]}" : $"INTERVAL {Fields[Start]} TO {Fields[End]}";
}

/// <summary>A span of days and time, in microseconds.</summary>
/// <param name="Start">The first field: 0 DAY, 1 HOUR, 2 MINUTE, 3 SECOND.</param>
/// <param name="End">The last field.</param>
public sealed record DayTimeIntervalType(int Start = 0, int End = 3) : DataType
{
    private static readonly string[] Fields = ["DAY", "HOUR", "MINUTE", "SECOND"];
    /// <inheritdoc />
    public override string Sql => Start == End ? $"INTERVAL {Fields[Start]}" : $"INTERVAL {Fields[Start]} TO {Fields[End]}";
}

/// <summary>A list of values of one type.</summary>
/// <param name="ElementType">The type of an element.</param>
/// <param name="ContainsNull">Whether an element may be NULL.</param>
public sealed record ArrayType(DataType ElementType, bool ContainsNull = true) : DataType
{
    /// <inheritdoc />
    public override string Sql => $"ARRAY<{ElementType.Sql}>";
    /// <inheritdoc />
    public override string SimpleString => $"array<{ElementType.SimpleString}>";
    /// <inheritdoc />
    public override string TypeName => "array";
}

/// <summary>Values under keys.</summary>
/// <param name="KeyType">The type of a key; keys are never NULL.</param>
/// <param name="ValueType">The type of a value.</param>
/// <param name="ValueContainsNull">Whether a value may be NULL.</param>
public sealed record MapType(DataType KeyType, DataType ValueType, bool ValueContainsNull = true) : DataType
{
    /// <inheritdoc />
    public override string Sql => $"MAP<{KeyType.Sql}, {ValueType.Sql}>";
    /// <inheritdoc />
    public override string SimpleString => $"map<{KeyType.SimpleString},{ValueType.SimpleString}>";
    /// <inheritdoc />
    public override string TypeName => "map";
}

/// <summary>A column of a schema, or a field of a struct.</summary>
/// <param name="Name">Its name; compared without regard to case when it is looked up.</param>
/// <param name="DataType">Its type.</param>
/// <param name="Nullable">Whether it may be NULL.</param>
public sealed record StructField(string Name, DataType DataType, bool Nullable = true)
{
    /// <summary>What the column is for, or null.</summary>
    public string? Comment { get; init; }

    internal string Ddl(string separator) =>
        $"{Identifier.Quote(Name)}{separator}{DataType.Sql}{(Nullable ? "" : " NOT NULL")}{(Comment is null ? "" : $" COMMENT '{Comment.Replace("'", "\\'")}'")}";
}

/// <summary>Named fields: a row's schema, or the type of a struct.</summary>
/// <param name="Fields">The fields in order; names may repeat.</param>
public sealed record StructType(Seq<StructField> Fields) : DataType
{
    /// <summary>A struct type of the given fields.</summary>
    public StructType(IEnumerable<StructField> fields) : this(new Seq<StructField>(fields)) { }

    /// <inheritdoc />
    public override string Sql => $"STRUCT<{string.Join(", ", Fields.Select(f => f.Ddl(": ")))}>";
    /// <inheritdoc />
    public override string SimpleString => $"struct<{string.Join(",", Fields.Select(f => $"{f.Name}:{f.DataType.SimpleString}"))}>";
    /// <inheritdoc />
    public override string TypeName => "struct";

    /// <summary>The schema as a column list of SQL: <c>id INT NOT NULL,name STRING</c>.</summary>
    public string ToDdl() => string.Join(",", Fields.Select(f => f.Ddl(" ")));

    /// <summary>The names of the fields, in order.</summary>
    public IEnumerable<string> FieldNames => Fields.Select(f => f.Name);

    /// <summary>The schema as a tree, as <c>DataFrame.PrintSchema</c> prints it.</summary>
    public string ToTreeString()
    {
        var text = new StringBuilder("root\n");
        AppendFields(text, " |");
        return text.ToString();
    }

    private void AppendFields(StringBuilder text, string prefix)
    {
        foreach (var field in Fields)
        {
            text.Append(prefix).Append($"-- {field.Name}: {field.DataType.TypeName} (nullable = {(field.Nullable ? "true" : "false")})\n");
            AppendChildren(text, field.DataType, prefix + "    |");
        }
    }

    private static void AppendChildren(StringBuilder text, DataType type, string prefix)
    {
        switch (type)
        {
            case StructType s: s.AppendFields(text, prefix); break;
            case ArrayType a:
                text.Append(prefix).Append($"-- element: {a.ElementType.TypeName} (containsNull = {(a.ContainsNull ? "true" : "false")})\n");
                AppendChildren(text, a.ElementType, prefix + "    |");
                break;
            case MapType m:
                text.Append(prefix).Append($"-- key: {m.KeyType.TypeName}\n");
                AppendChildren(text, m.KeyType, prefix + "    |");
                text.Append(prefix).Append($"-- value: {m.ValueType.TypeName} (valueContainsNull = {(m.ValueContainsNull ? "true" : "false")})\n");
                AppendChildren(text, m.ValueType, prefix + "    |");
                break;
        }
    }
}
