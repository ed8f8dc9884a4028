using System.Text.RegularExpressions;
using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Parsing;

// SET and RESET, whose keys and values are free text.
internal sealed partial class Parser
{
    private const string TimeZoneKey = "spark.sql.session.timeZone";

    [GeneratedRegex(@"^([a-zA-Z_\d\\.:]+)\s*=([^;]*);*$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex KeyAndValue();

    [GeneratedRegex(@"^([a-zA-Z_\d\\.:]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex KeyAlone();

    private Statement ParseSet()
    {
        var start = position;
        position++;
        if (At("TIME", "ZONE")) return ParseTimeZone(start);
        if (At("ROLE") || At("CATALOG") || At("COLLATION") || (AtAny("VAR", "VARIABLE") && Peek().IsName)) throw Unsupported("SET " + Current.Key, start);
        var (key, value) = (Current, (string?)null);
        if (key.Kind == TokenKind.QuotedName)
        {
            position++;
            if (Accept("=")) value = Current.Kind == TokenKind.QuotedName ? Take().Text : RestOfStatement();
            return new SetConfiguration(key.Text, value) { Span = SpanFrom(start) };
        }
        var text = RestOfStatement();
        if (text.Length == 0) return new SetConfiguration(null, null) { Span = SpanFrom(start) };
        if (text == "-v") throw Unsupported("SET -v", start);
        if (KeyAndValue().Match(text) is { Success: true } pair) return new SetConfiguration(pair.Groups[1].Value, Unquoted(pair.Groups[2].Value.Trim())) { Span = SpanFrom(start) };
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && KeyAlone().IsMatch(text[..equals].TrimEnd()) && text[(equals + 1)..].Trim() is ['`', .., '`'] quoted) return new SetConfiguration(text[..equals].TrimEnd(), Unquoted(quoted)) { Span = SpanFrom(start) };
        if (KeyAlone().IsMatch(text)) return new SetConfiguration(text, null) { Span = SpanFrom(start) };
        throw new SparkException("INVALID_SET_SYNTAX", "Expected format is 'SET', 'SET key', or 'SET key=value'. If you want to include special characters in key, or include semicolon in value, please use backquotes, e.g., SET `key`=`value`.", SpanFrom(start));
    }

    private static string Unquoted(string value) => value.Length > 2 && value[0] == '`' && value[^1] == '`' ? value[1..^1].Replace("``", "`", StringComparison.Ordinal) : value;

    private Statement ParseTimeZone(int start)
    {
        position += 2;
        if (Accept("LOCAL")) return new SetConfiguration(TimeZoneKey, "LOCAL") { Span = SpanFrom(start) };
        if (At("INTERVAL")) throw Unsupported("SET TIME ZONE INTERVAL", start);
        if (Current.Kind != TokenKind.String)
            throw new SparkException("_LEGACY_ERROR_TEMP_0045", "Invalid time zone displacement value: SET TIME ZONE expects a string with the zone's name, or LOCAL.", Current.Span);
        return new SetConfiguration(TimeZoneKey, Take().Text) { Span = SpanFrom(start) };
    }

    private Statement ParseReset()
    {
        var start = position;
        position++;
        if (Current.Kind == TokenKind.QuotedName) return new ResetConfiguration(Take().Text) { Span = SpanFrom(start) };
        var text = RestOfStatement();
        if (text.Length == 0) return new ResetConfiguration(null) { Span = SpanFrom(start) };
        if (KeyAlone().IsMatch(text)) return new ResetConfiguration(text) { Span = SpanFrom(start) };
        throw new SparkException("INVALID_RESET_COMMAND_FORMAT", "Expected format is 'RESET' or 'RESET key'. If you want to include special characters in key, please use backquotes, e.g., RESET `key`.", SpanFrom(start));
    }

    /// <summary>The statement's text from here to its end, as it stands.</summary>
    private string RestOfStatement()
    {
        var start = Current.Span.Start;
        while (Current.Kind != TokenKind.End && !At(";")) position++;
        return sql[start..Math.Max(start, Current.Span.Start)].Trim();
    }
}
