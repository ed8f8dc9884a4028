using System.Text.Json;
using CreditNotebooks.Spark.Catalogue.DateTimes;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources.Json;

/// <summary>The reader's options of JSON as Spark documents them; those that .NET's reader cannot honour are refused by name.</summary>
internal sealed class JsonOptions
{
    public JsonOptions(SourceOptions options, RuntimeSettings settings)
    {
        Mode = options.Mode();
        MultiLine = options.Flag("multiLine");
        LineSeparator = options.Text("lineSep");
        Charset = options.Text("encoding", "charset") ?? "UTF-8";
        PrimitivesAsString = options.Flag("primitivesAsString");
        PrefersDecimal = options.Flag("prefersDecimal");
        DropFieldIfAllNull = options.Flag("dropFieldIfAllNull");
        CorruptColumn = options.Text("columnNameOfCorruptRecord") ?? settings["spark.sql.columnNameOfCorruptRecord"] ?? "_corrupt_record";
        Zone = options.Zone(settings);
        InferTimestamp = options.Flag("inferTimestamp");
        PrefersNtz = settings["spark.sql.timestampType"] is "TIMESTAMP_NTZ";
        DatePattern = Pattern(options, "dateFormat");
        TimestampPattern = Pattern(options, "timestampFormat");
        TimestampNtzPattern = Pattern(options, "timestampNTZFormat");
        NonNumeric = options.Flag("allowNonNumericNumbers", true);
        Reader = new JsonReaderOptions { CommentHandling = options.Flag("allowComments") ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow, MaxDepth = 1000 };
        options.CheckLocale();
        foreach (var name in new[] { "allowUnquotedFieldNames", "allowNumericLeadingZeros", "allowBackslashEscapingAnyCharacter", "allowUnquotedControlChars" })
            if (options.Flag(name)) throw SparkException.Unsupported($"The option {name}");
        // Spark allows single quotes unless it is told not to; documents with them are malformed here, and the reader says so.
        SingleQuotes = options.Flag("allowSingleQuotes", true);
    }

    public ParseMode Mode { get; }
    public bool MultiLine { get; }
    public string? LineSeparator { get; }
    public string Charset { get; }
    public bool PrimitivesAsString { get; }
    public bool PrefersDecimal { get; }
    public bool DropFieldIfAllNull { get; }
    public string CorruptColumn { get; }
    public TimeZoneRules Zone { get; }
    public bool InferTimestamp { get; }
    public bool PrefersNtz { get; }
    public DateTimePattern? DatePattern { get; }
    public DateTimePattern? TimestampPattern { get; }
    public DateTimePattern? TimestampNtzPattern { get; }
    public bool NonNumeric { get; }
    public bool SingleQuotes { get; }
    public JsonReaderOptions Reader { get; }

    private static DateTimePattern? Pattern(SourceOptions options, string name) => options.Text(name) is { } format ? DateTimePattern.Compile(format, true) : null;
}
