using System.Text;
using CreditNotebooks.Spark.Sources.Files;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources.Csv;

/// <summary>What a scan of CSV files needs to know; made once, used by all its threads.</summary>
internal sealed class CsvScanPlan
{
    // The schema has all columns of the files, among them the corrupt-record column if there is one; columns are the places of those that are asked for.
    public CsvScanPlan(CsvOptions options, StructType schema, IReadOnlyList<int> columns)
    {
        Options = options;
        var corrupt = schema.Fields.ToList().FindIndex(f => f.Name.Equals(options.CorruptColumn, StringComparison.OrdinalIgnoreCase));
        if (corrupt >= 0 && schema.Fields[corrupt].DataType is not StringType)
            throw new SparkException("INVALID_CORRUPT_RECORD_TYPE", $"The column {Identifier.QuoteAlways(options.CorruptColumn)} for corrupt records must have the nullable STRING type.");
        CorruptTarget = columns.ToList().IndexOf(corrupt);
        if (corrupt >= 0 && columns.Count == 1 && CorruptTarget == 0)
            throw new SparkException("UNSUPPORTED_FEATURE.QUERY_ONLY_CORRUPT_RECORD_COLUMN",
                "Queries from raw CSV files are disallowed when the referenced columns only include the corrupt-record column; cache the rows first, or select another column too.");
        FileColumns = corrupt < 0 ? schema.Fields.Count : schema.Fields.Count - 1;
        IsPruned = options.ColumnPruning;
        Cells = [.. columns.Select(c => c == corrupt ? -1 : corrupt >= 0 && c > corrupt ? c - 1 : c)];
        Converters = [.. columns.Select(c => c == corrupt ? null : CellConverter.Create(schema.Fields[c], options))];
        Schema = schema;
        Fields = [.. columns.Select(c => schema.Fields[c])];
        NullValue = Encoding.UTF8.GetBytes(options.NullValue);
        EmptyValue = Encoding.UTF8.GetBytes(options.EmptyValue ?? "");
        if (options.LineSeparator is not null && options.Charset.Equals("UTF-16", StringComparison.OrdinalIgnoreCase))
            throw SparkException.Unsupported("The option lineSep with the encoding UTF-16 (UTF-16LE and UTF-16BE work)");
        Encoding = SourceStream.EncodingOf(options.Charset, "CSV");
        // With pruning Spark's parser gives exactly the columns that are asked for, unless these are all.
        HasPlainSyntax = IsPlain(options);
        CountsCells = !(IsPruned && Converters.Count(c => c is not null) < FileColumns);
    }

    public CsvOptions Options { get; }
    public StructType Schema { get; }
    /// <summary>The columns asked for.</summary>
    public StructField[] Fields { get; }
    public int FileColumns { get; }
    public bool IsPruned { get; }
    /// <summary>For each column asked for, the place of its cell in a record; -1 for the corrupt-record column.</summary>
    public int[] Cells { get; }
    public CellConverter?[] Converters { get; }
    public int CorruptTarget { get; }
    /// <summary>Whether a record with another number of cells is a bad one.</summary>
    public bool CountsCells { get; }
    public byte[] NullValue { get; }
    public byte[] EmptyValue { get; }
    public Encoding Encoding { get; }

    /// <summary>Only lines count when no column is asked for.</summary>
    public bool CountsLinesOnly => Cells.Length == 0 && IsPruned;

    /// <summary>Whether a record's cells can be found by looking at single bytes.</summary>
    public bool HasPlainSyntax { get; }

    private static bool IsPlain(CsvOptions options) => options.Delimiter.Length == 1 && char.IsAscii(options.Delimiter[0]) && char.IsAscii(options.Quote)
        && char.IsAscii(options.Escape) && char.IsAscii(options.EscapeEscape) && options.Delimiter[0] is not ('\n' or '\r') && options.MaxCharsPerColumn < 0
        && options.LineSeparator is null && char.IsAscii(options.Comment);
}
