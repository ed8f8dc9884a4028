using System.Text;
using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Sources.Files;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources.Text;

/// <summary>Files of lines: one column, value.</summary>
internal sealed class TextReader(bool wholeFile, LineEnd lineEnd, bool wantsValue) : IRangeReader
{
    private readonly LineSource source = new(Encoding.UTF8, lineEnd);
    private string? whole;
    private bool afterReturn;

    public static StructType Schema { get; } = new([new StructField("value", DataType.String)]);

    public void Open(FileRange range)
    {
        afterReturn = false;
        if (wholeFile) whole = Csv.CsvText.Read(range.File, Encoding.UTF8);
        else source.Open(range);
    }

    public int Read(ReadOnlySpan<VectorWriter> targets, int capacity)
    {
        if (wholeFile)
        {
            if (whole is null) return 0;
            if (wantsValue) targets[0].SetString(0, whole);
            whole = null;
            return 1;
        }
        var row = 0;
        while (row < capacity && !(source.Position >= source.Bytes.Length && source.AtEnd))
        {
            // The LF of a CR LF is no line of its own.
            if (afterReturn && source.Position < source.Bytes.Length)
            {
                afterReturn = false;
                if (source.Bytes[source.Position] == '\n') source.Position++;
                continue;
            }
            if (source.IsPastRange) break;
            var end = source.FindLineEnd();
            if (end < 0)
            {
                source.More();
                continue;
            }
            if (wantsValue) targets[0].SetUtf8(row, source.Bytes[source.Position..end]);
            afterReturn = lineEnd.Separator is null && end < source.Bytes.Length && source.Bytes[end] == '\r';
            source.Position = end + source.LineEndLength;
            row++;
        }
        return row;
    }

    public void Dispose() => source.Dispose();
}

/// <summary>Writes the only column, a text, a line a row.</summary>
internal sealed class TextFormat : RowFormat
{
    private readonly string lineEnd;

    public TextFormat(SourceOptions options, StructType schema)
    {
        if (schema.Fields.FirstOrDefault(f => f.DataType is not StringType) is { } other)
            throw new SparkException("UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE",
                $"The Text datasource doesn't support the column {Identifier.QuoteAlways(other.Name)} of the type \"{other.DataType.Sql}\".");
        if (schema.Fields.Count != 1)
            throw new SparkException("_LEGACY_ERROR_TEMP_1289", $"Text data source supports only a single column, and you have {schema.Fields.Count} columns.");
        lineEnd = options.Text("lineSep") ?? "\n";
    }

    public override string Extension => "txt";

    public override void Append(StringBuilder target, IReadOnlyList<ColumnVector> columns, int row)
    {
        if (!columns[0].IsNull(row)) target.Append((string)columns[0][row]!);
        target.Append(lineEnd);
    }
}
