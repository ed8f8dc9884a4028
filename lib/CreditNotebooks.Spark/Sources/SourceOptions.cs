using System.Globalization;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources;

/// <summary>Options by name in any case, with Spark's errors for values that are none.</summary>
internal sealed class SourceOptions
{
    private readonly Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);

    public SourceOptions(IEnumerable<KeyValuePair<string, string>> options)
    {
        foreach (var (name, value) in options) values[name] = value;
    }

    public IEnumerable<KeyValuePair<string, string>> All => values;

    /// <summary>The first of the names that is given.</summary>
    public string? Text(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (values.TryGetValue(name, out var value)) return value;
        return null;
    }

    public bool Flag(string name, bool missing = false) => Text(name)?.ToLowerInvariant() switch
    {
        null => missing,
        "true" => true,
        "false" => false,
        _ => throw new SparkException("_LEGACY_ERROR_TEMP_2147", $"{name} flag can be true or false."),
    };

    public int Number(string name, int missing) => Text(name) is not { } text ? missing
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new SparkException("_LEGACY_ERROR_TEMP_2146", $"{name} should be an integer. Found {text}.");

    public double? Fraction(string name) => Text(name) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : throw new SparkException("INVALID_OPTION", $"The option {name} takes a number, not '{text}'.");

    /// <summary>One character; an empty text switches it off (NUL).</summary>
    public char Character(string name, char missing) => Text(name) switch
    {
        null => missing,
        "" => '\0',
        { Length: 1 } text => text[0],
        _ => throw new SparkException("_LEGACY_ERROR_TEMP_2145", $"{name} cannot be more than one character."),
    };

    /// <summary>What to do with records that cannot be read.</summary>
    public ParseMode Mode() => Text("mode")?.ToUpperInvariant() switch
    {
        "DROPMALFORMED" => ParseMode.DropMalformed,
        "FAILFAST" => ParseMode.FailFast,
        // Spark warns about unknown modes and goes on.
        _ => ParseMode.Permissive,
    };

    /// <summary>The zone of timestamps that have none in their text.</summary>
    public TimeZoneRules Zone(RuntimeSettings settings)
    {
        var id = Text("timeZone") ?? settings["spark.sql.session.timeZone"] ?? "UTC";
        return TimeZoneRules.Find(id) ?? throw new SparkException("INVALID_TIMEZONE", $"The time zone '{id}' is none; write a region such as Europe/Paris or an offset such as +01:00.");
    }

    /// <summary>Only American English is there; another locale would read numbers and month names otherwise.</summary>
    public void CheckLocale(SourceSpan span = default)
    {
        if (Text("locale") is { } locale && !locale.Replace('_', '-').Equals("en-US", StringComparison.OrdinalIgnoreCase))
            throw SparkException.Unsupported($"The locale '{locale}'", span);
    }
}

/// <summary>Keep a bad record with nulls, drop it, or fail.</summary>
internal enum ParseMode { Permissive, DropMalformed, FailFast }
