using System.Text;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Catalogue.DateTimes;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources.Csv;

internal enum UnescapedQuotes { StopAtDelimiter, StopAtClosingQuote, BackToDelimiter, SkipValue, RaiseError }

/// <summary>The options of CSV as Spark documents them, with their defaults.</summary>
internal sealed class CsvOptions
{
    public CsvOptions(SourceOptions options, RuntimeSettings settings, bool forReading = true)
    {
        Source = options;
        Delimiter = Separator(options.Text("sep", "delimiter") ?? ",");
        Mode = options.Mode();
        Charset = options.Text("encoding", "charset") ?? "UTF-8";
        Quote = options.Character("quote", '"');
        Escape = options.Character("escape", '\\');
        var escapeEscape = options.Text("charToEscapeQuoteEscaping");
        if (escapeEscape is { Length: > 1 }) options.Character("charToEscapeQuoteEscaping", '\0');
        EscapeEscape = escapeEscape is { Length: 1 } ? escapeEscape[0] : Quote == Escape ? '\0' : Escape;
        EscapeEscapeGiven = escapeEscape is { Length: 1 };
        Comment = options.Character("comment", '\0');
        Header = options.Flag("header");
        InferSchema = options.Flag("inferSchema");
        IgnoreLeading = options.Flag("ignoreLeadingWhiteSpace", !forReading);
        IgnoreTrailing = options.Flag("ignoreTrailingWhiteSpace", !forReading);
        CorruptColumn = options.Text("columnNameOfCorruptRecord") ?? settings["spark.sql.columnNameOfCorruptRecord"] ?? "_corrupt_record";
        NullValue = options.Text("nullValue") ?? "";
        NanValue = options.Text("nanValue") ?? "NaN";
        PositiveInf = options.Text("positiveInf") ?? "Inf";
        NegativeInf = options.Text("negativeInf") ?? "-Inf";
        EmptyValue = options.Text("emptyValue");
        Zone = options.Zone(settings);
        options.CheckLocale();
        PreferDate = options.Flag("preferDate", true);
        DateFormat = options.Text("dateFormat");
        TimestampFormat = options.Text("timestampFormat");
        TimestampNtzFormat = options.Text("timestampNTZFormat");
        DateTimeFallback = options.Text("enableDateTimeParsingFallback") is null ? null : options.Flag("enableDateTimeParsingFallback");
        MultiLine = options.Flag("multiLine");
        MaxColumns = options.Number("maxColumns", 20480);
        MaxCharsPerColumn = options.Number("maxCharsPerColumn", -1);
        EscapeQuotes = options.Flag("escapeQuotes", true);
        QuoteAll = options.Flag("quoteAll");
        EnforceSchema = options.Flag("enforceSchema", true);
        SamplingRatio = options.Fraction("samplingRatio") ?? 1.0;
        ColumnPruning = !MultiLine && options.Flag("columnPruning", settings["spark.sql.csv.parser.columnPruning.enabled"] is not "false");
        LineSeparator = options.Text("lineSep");
        if (LineSeparator is { Length: 0 }) throw new SparkException("INVALID_OPTION", "The option lineSep cannot be an empty text; leave it out, or give one character.");
        if (LineSeparator is { Length: > 2 }) throw new SparkException("INVALID_OPTION", "The option lineSep can have only one character, or two.");
        var quotes = options.Text("unescapedQuoteHandling")?.ToUpperInvariant() ?? "STOP_AT_DELIMITER";
        UnescapedQuotes = quotes switch
        {
            "STOP_AT_DELIMITER" => UnescapedQuotes.StopAtDelimiter,
            "STOP_AT_CLOSING_QUOTE" => UnescapedQuotes.StopAtClosingQuote,
            "BACK_TO_DELIMITER" => UnescapedQuotes.BackToDelimiter,
            "SKIP_VALUE" => UnescapedQuotes.SkipValue,
            "RAISE_ERROR" => UnescapedQuotes.RaiseError,
            _ => throw new SparkException("INVALID_OPTION", $"The option unescapedQuoteHandling takes STOP_AT_DELIMITER, STOP_AT_CLOSING_QUOTE, BACK_TO_DELIMITER, SKIP_VALUE or RAISE_ERROR, not '{quotes}'."),
        };
    }

    public SourceOptions Source { get; }
    public string Delimiter { get; }
    public ParseMode Mode { get; }
    public string Charset { get; }
    public char Quote { get; }
    public char Escape { get; }
    public char EscapeEscape { get; }
    public bool EscapeEscapeGiven { get; }
    /// <summary>NUL where lines are never comments.</summary>
    public char Comment { get; }
    public bool Header { get; }
    public bool InferSchema { get; }
    public bool IgnoreLeading { get; }
    public bool IgnoreTrailing { get; }
    public string CorruptColumn { get; }
    public string NullValue { get; }
    public string NanValue { get; }
    public string PositiveInf { get; }
    public string NegativeInf { get; }
    public string? EmptyValue { get; }
    public TimeZoneRules Zone { get; }
    public bool PreferDate { get; }
    public string? DateFormat { get; }
    public string? TimestampFormat { get; }
    public string? TimestampNtzFormat { get; }
    public bool? DateTimeFallback { get; }
    public bool MultiLine { get; }
    public int MaxColumns { get; }
    public int MaxCharsPerColumn { get; }
    public bool EscapeQuotes { get; }
    public bool QuoteAll { get; }
    public bool EnforceSchema { get; }
    public double SamplingRatio { get; }
    public bool ColumnPruning { get; }
    public string? LineSeparator { get; }
    public UnescapedQuotes UnescapedQuotes { get; }

    /// <summary>The pattern that dates are read with; null for the forms that CAST takes.</summary>
    public DateTimePattern? DatePattern => (DateFormat ?? (PreferDate ? "yyyy-MM-dd" : null)) is { } format ? DateTimePattern.Compile(format, true) : null;

    public DateTimePattern? TimestampPattern => TimestampFormat is { } format ? DateTimePattern.Compile(format, true) : null;

    public DateTimePattern? TimestampNtzPattern => TimestampNtzFormat is { } format ? DateTimePattern.Compile(format, true) : null;

    /// <summary>A separator may be written with escapes: <c>\t</c>, <c>\\</c>, <c>\u0001</c>.</summary>
    private static string Separator(string text)
    {
        if (text.Length == 0) throw new SparkException("INVALID_DELIMITER_VALUE.EMPTY_STRING", "The option sep cannot be an empty text; leave it out, or give a character.");
        var result = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] != '\\' || text[at..] is "\\" && text.Length > 1) { result.Append(text[at++]); continue; }
            var rest = text[at..];
            if (rest.Length == 1) throw new SparkException("INVALID_DELIMITER_VALUE.SINGLE_BACKSLASH", "A single backslash is no separator; write it as two.");
            if (rest.StartsWith("\\u0000", StringComparison.Ordinal)) { result.Append('\0'); at += 6; continue; }
            result.Append(rest[1] switch
            {
                't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', '"' => '"', '\'' => '\'', '\\' => '\\',
                'u' when rest.Length > 2 => throw new SparkException("INVALID_DELIMITER_VALUE.UNSUPPORTED_SPECIAL_CHARACTER", $"Unsupported special character for delimiter: {text}."),
                _ => throw new SparkException("INVALID_DELIMITER_VALUE.UNSUPPORTED_SPECIAL_CHARACTER", $"Unsupported special character for delimiter: {text}."),
            });
            at += 2;
        }
        return result.ToString();
    }
}
