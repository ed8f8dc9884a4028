using System.Text;
using CreditNotebooks.Spark.Catalogue.DateTimes;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources.Csv;

/// <summary>Writes records as Spark does (univocity's writer): quotes only where they are needed, blanks at both ends cut off unless the options keep them.</summary>
internal sealed class CsvWriter
{
    private readonly CsvOptions options;
    private readonly string emptyValue;
    private readonly string lineEnd;
    private readonly DateTimePattern datePattern;
    private readonly DateTimePattern timestampPattern;
    private readonly DateTimePattern ntzPattern;
    private readonly StringBuilder cell = new();

    public CsvWriter(CsvOptions options)
    {
        this.options = options;
        emptyValue = options.EmptyValue ?? "\"\"";
        lineEnd = options.LineSeparator ?? "\n";
        datePattern = DateTimePattern.Compile(options.DateFormat ?? "yyyy-MM-dd", false);
        timestampPattern = DateTimePattern.Compile(options.TimestampFormat ?? "yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]", false);
        ntzPattern = DateTimePattern.Compile(options.TimestampNtzFormat ?? "yyyy-MM-dd'T'HH:mm:ss[.SSS]", false);
    }

    /// <summary>Refuses types that have no text in CSV.</summary>
    public static void Check(StructType schema)
    {
        foreach (var field in schema.Fields)
        {
            if (field.DataType.IsNested || field.DataType is NullType or BinaryType or VariantType or CalendarIntervalType)
                throw new SparkException("UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE",
                    $"The CSV datasource doesn't support the column {Identifier.QuoteAlways(field.Name)} of the type \"{field.DataType.Sql}\".");
            if (field.DataType.IsInterval) throw SparkException.Unsupported($"Writing the column {field.Name} of the type {field.DataType.Sql} to CSV");
        }
    }

    /// <summary>A value as text; null stays null.</summary>
    public string? Text(ColumnVector column, int row)
    {
        if (column.IsNull(row)) return null;
        return column switch
        {
            ColumnVector<int> days when column.Type is DateType => datePattern.FormatDate(days.Values[row]),
            ColumnVector<long> micros when column.Type is TimestampType => timestampPattern.Format(micros.Values[row], options.Zone),
            ColumnVector<long> micros when column.Type is TimestampNTZType => ntzPattern.FormatNtz(micros.Values[row]),
            ColumnVector<double> numbers => NumberText.ToText(numbers.Values[row]),
            ColumnVector<float> numbers => NumberText.ToText(numbers.Values[row]),
            _ => PlainText.Of(column[row]!),
        };
    }

    /// <summary>A kernel's value as text; null stays null.</summary>
    public string? Text(object? value, DataType type) => (value, type) switch
    {
        (null, _) => null,
        (int days, DateType) => datePattern.FormatDate(days),
        (long micros, TimestampType) => timestampPattern.Format(micros, options.Zone),
        (long micros, TimestampNTZType) => ntzPattern.FormatNtz(micros),
        (double number, _) => NumberText.ToText(number),
        (float number, _) => NumberText.ToText(number),
        _ => PlainText.Of(value),
    };

    /// <summary>Appends a record and its line end.</summary>
    public void Append(StringBuilder target, ReadOnlySpan<string?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0) target.Append(options.Delimiter);
            AppendCell(target, i, values[i]);
        }
        target.Append(lineEnd);
    }

    private void AppendCell(StringBuilder target, int column, string? value)
    {
        cell.Clear();
        var replaced = string.IsNullOrEmpty(value);
        var quoted = Fill(column, options.QuoteAll, value is null ? options.NullValue : value.Length == 0 ? emptyValue : value, replaced);
        if (cell.Length == 0 && !replaced) quoted = Fill(column, quoted, emptyValue, true);
        if (quoted) target.Append(options.Quote).Append(cell).Append(options.Quote);
        else target.Append(cell);
    }

    private bool Fill(int column, bool quoted, string text, bool replaced)
    {
        var start = 0;
        if (options.IgnoreLeading)
            while (start < text.Length && text[start] <= ' ') start++;
        if (start < text.Length && (text[start] == options.Quote || column == 0 && text[0] == CommentSign)) quoted = true;
        if (quoted)
        {
            if (replaced && text.Length >= 2 && text[0] == options.Quote && text[^1] == options.Quote)
            {
                cell.Append(text);
                return false;
            }
            Quoted(start, text);
            return true;
        }
        for (var i = start; i < text.Length; i++)
        {
            var c = text[i];
            if (c == options.Quote || c == options.Escape)
            {
                if (!Triggers(text, i)) break;
                cell.Append(text, start, i - start);
                Quoted(i, text);
                return true;
            }
            if (!IsTrigger(text, i)) continue;
            cell.Append(text, start, i - start);
            Quoted(i, text);
            return true;
        }
        cell.Append(text, start, text.Length - start);
        TrimEnd();
        return false;
    }

    /// <summary>Without the option the writer still guards against '#', its own default sign of comments.</summary>
    private char CommentSign => options.Comment != '\0' ? options.Comment : '#';

    private bool Triggers(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
            if (IsTrigger(text, i)) return true;
        return false;
    }

    private bool IsTrigger(string text, int at)
    {
        var c = text[at];
        return c is '\n' or '\r' || lineEnd.Contains(c) || options.EscapeQuotes && c == options.Quote
            || c == options.Delimiter[0] && string.CompareOrdinal(text, at, options.Delimiter, 0, options.Delimiter.Length) == 0;
    }

    private void Quoted(int start, string text)
    {
        for (var i = start; i < text.Length; i++)
        {
            var c = text[i];
            if (c == options.Quote) cell.Append(options.Escape);
            else if (c == options.Escape && options.EscapeEscape != '\0') cell.Append(options.EscapeEscape);
            cell.Append(c);
        }
        TrimEnd();
    }

    private void TrimEnd()
    {
        if (!options.IgnoreTrailing) return;
        while (cell.Length > 0 && cell[^1] <= ' ') cell.Length--;
    }
}
