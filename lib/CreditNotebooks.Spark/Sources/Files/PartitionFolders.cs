using System.Globalization;
using System.Text;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources.Files;

/// <summary>Columns whose values stand in the names of folders, <c>year=2024/month=1</c>, with types that all their values have.</summary>
internal sealed class PartitionFolders
{
    private const string NullName = "__HIVE_DEFAULT_PARTITION__";

    private readonly Dictionary<string, object?[]> values;

    private PartitionFolders(IReadOnlyList<StructField> columns, Dictionary<string, object?[]> values)
    {
        Columns = columns;
        this.values = values;
    }

    public IReadOnlyList<StructField> Columns { get; }

    public object?[]? ValuesOf(ListedFile file) => values.GetValueOrDefault(file.Folder);

    /// <summary>Null when no folder is one of a partition.</summary>
    public static PartitionFolders? Discover(IReadOnlyList<ListedFile> files, IReadOnlyList<string> roots, StructType? schema, string format)
    {
        var folders = files.Select(f => f.Folder).Distinct().ToDictionary(d => d, d => Parse(d, roots));
        var partitioned = folders.Where(f => f.Value.Count > 0).ToList();
        if (partitioned.Count == 0) return null;
        var names = partitioned[0].Value.Select(p => p.Name).ToList();
        // Files beside the partition folders are not read.
        if (partitioned.Any(f => !f.Value.Select(p => p.Name).SequenceEqual(names)))
            throw new SparkException("CONFLICTING_PARTITION_COLUMN_NAMES",
                $"Conflicting partition column names detected for {format}: the folders under {roots[0]} do not all have the names {string.Join(", ", names)}; read them one by one.");
        var columns = names.Select((name, i) => Column(name, partitioned.Select(f => f.Value[i].Value), schema)).ToList();
        var values = partitioned.ToDictionary(f => f.Key, f => f.Value.Select((p, i) => Convert(p.Value, columns[i])).ToArray());
        return new PartitionFolders(columns, values);
    }

    private static List<(string Name, string? Value)> Parse(string folder, IReadOnlyList<string> roots)
    {
        var root = roots.Select(r => r.TrimEnd('/', Path.DirectorySeparatorChar)).Where(r => folder.StartsWith(r, StringComparison.Ordinal)
            && (folder.Length == r.Length || folder[r.Length] == '/' || folder[r.Length] == Path.DirectorySeparatorChar)).MaxBy(r => r.Length);
        if (root is null) return [];
        return folder[root.Length..].Split('/', Path.DirectorySeparatorChar).Where(s => s.IndexOf('=') > 0)
            .Select(s => (Unescape(s[..s.IndexOf('=')]), s[(s.IndexOf('=') + 1)..] is NullName or "" ? null : Unescape(s[(s.IndexOf('=') + 1)..]))).ToList();
    }

    /// <summary>%2F and its like, as Hive writes characters that file names cannot have.</summary>
    private static string Unescape(string text) => text.Contains('%') ? System.Uri.UnescapeDataString(text) : text;

    private static StructField Column(string name, IEnumerable<string?> texts, StructType? schema)
    {
        if (schema?.Fields.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } given) return given with { Nullable = true };
        DataType? type = null;
        foreach (var text in texts)
            if (text is not null) type = type is null ? Infer(text) : Widen(type, Infer(text));
        return new StructField(name, type ?? DataType.String);
    }

    /// <summary>The first of int, bigint, decimal without fraction, double, date, timestamp that takes the text.</summary>
    private static DataType Infer(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (Csv.JavaNumber.TryParse(bytes, int.MinValue, int.MaxValue, out _)) return DataType.Integer;
        if (Csv.JavaNumber.TryParse(bytes, long.MinValue, long.MaxValue, out _)) return DataType.Long;
        if (DecimalText.TryMeasure(bytes, out var precision, out var scale) && scale <= 0 && precision - scale <= 38) return new DecimalType((int)(precision - scale), 0);
        if (TextConversion.TryParseJavaDouble(bytes, out _) && bytes[^1] is not ((byte)'d' or (byte)'D' or (byte)'f' or (byte)'F')) return DataType.Double;
        if (Catalogue.DateTimes.DateTimePattern.Compile("yyyy-MM-dd", true).TryParseDate(text, out _)) return DataType.Date;
        if (Catalogue.DateTimes.DateTimePattern.Compile("yyyy-MM-dd HH:mm:ss[.S]", true).TryParseTimestamp(text, TimeZoneRules.Utc, out _)) return DataType.Timestamp;
        return DataType.String;
    }

    private static DataType Widen(DataType left, DataType right)
    {
        if (left == right) return left;
        if (left is TimestampType && right is DateType || left is DateType && right is TimestampType) return DataType.Timestamp;
        if (!left.IsNumeric || !right.IsNumeric) return DataType.String;
        if (left is DoubleType || right is DoubleType) return DataType.Double;
        if (left is DecimalType || right is DecimalType) return new DecimalType(Math.Max(Digits(left), Digits(right)), 0);
        return DataType.Long;

        static int Digits(DataType type) => type switch { DecimalType d => d.Precision, LongType => 20, _ => 10 };
    }

    private static object? Convert(string? text, StructField column)
    {
        if (text is null) return null;
        var bytes = Encoding.UTF8.GetBytes(text);
        switch (column.DataType)
        {
            case StringType: return text;
            case ByteType when TextConversion.TryParseByte(bytes, out var value): return value;
            case ShortType when TextConversion.TryParseShort(bytes, out var value): return value;
            case IntegerType when TextConversion.TryParseInt(bytes, out var value): return value;
            case LongType when TextConversion.TryParseLong(bytes, out var value): return value;
            case FloatType when TextConversion.TryParseFloat(bytes, out var value): return value;
            case DoubleType when TextConversion.TryParseDouble(bytes, out var value): return value;
            case BooleanType when TextConversion.TryParseBoolean(bytes, out var value): return value;
            case DecimalType type when DecimalText.TryParse(bytes, type, out var value) == DecimalOutcome.Parsed: return value;
            case DateType when TextConversion.TryParseDate(bytes, out var value): return value;
            case TimestampType when TextConversion.TryParseTimestamp(bytes, TimeZoneRules.Utc, out var value): return value;
            case TimestampNTZType when TextConversion.TryParseTimestampNtz(bytes, true, out var value): return value;
            default:
                throw new SparkException("INVALID_PARTITION_VALUE", string.Create(CultureInfo.InvariantCulture,
                    $"Failed to cast value '{text}' to data type \"{column.DataType.Sql}\" for partition column {Identifier.QuoteAlways(column.Name)}."));
        }
    }
}
