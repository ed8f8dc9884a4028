using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CreditNotebooks.DuckDb.Native;

namespace CreditNotebooks.DuckDb;

/// <summary>
/// Takes DuckDB's error texts apart. Connections ask for errors as JSON, which has the position as a number; the few errors that come as
/// plain text are split at their prefix.
/// </summary>
internal static partial class NativeErrors
{
    internal static DuckDbException OfResult(ResultHandle result, string? sql)
    {
        var type = (DuckDbErrorType)NativeMethods.duckdb_result_error_type(result);
        return Parse(NativeText.Borrowed(NativeMethods.duckdb_result_error(result)), sql, type);
    }

    internal static DuckDbException OfAppender(AppenderHandle appender)
    {
        using var error = NativeMethods.duckdb_appender_error_data(appender);
        var type = (DuckDbErrorType)NativeMethods.duckdb_error_data_error_type(error);
        return Parse(NativeText.Borrowed(NativeMethods.duckdb_error_data_message(error)), sql: null, type);
    }

    internal static DuckDbException Parse(string text, string? sql, DuckDbErrorType type = DuckDbErrorType.Invalid)
    {
        var prefix = "";
        int? position = null;
        if (PrefixPattern().Match(text) is { Success: true } match)
        {
            prefix = match.Groups[1].Value;
            text = text[match.Length..];
        }

        // Syntax errors come as JSON behind the prefix.
        if (text.StartsWith("{\"exception_type\"", StringComparison.Ordinal) && TryReadJson(text, out var error))
        {
            prefix = error.GetValueOrDefault("exception_type", "") is { Length: > 0 } kind ? kind + " Error" : "";
            position = int.TryParse(error.GetValueOrDefault("position"), CultureInfo.InvariantCulture, out var at) ? Characters(sql, at)
                : null;
            text = error.GetValueOrDefault("exception_message", text);
        }

        if (type == DuckDbErrorType.Invalid)
        {
            type = OfPrefix(prefix);
        }

        text = CallbackErrors.Take(text, out var inner);
        return new DuckDbException(text, type, prefix, position, inner);
    }

    [GeneratedRegex(@"^([A-Z][A-Za-z/ ]* (?:Error|Exception)): ")]
    private static partial Regex PrefixPattern();

    private static DuckDbErrorType OfPrefix(string prefix)
    {
        var name = prefix.Replace(" Error", "").Replace(" ", "");
        return name switch
        {
            "INTERRUPT" => DuckDbErrorType.Interrupt,
            "INTERNAL" => DuckDbErrorType.Internal,
            "FATAL" => DuckDbErrorType.Fatal,
            _ => Enum.TryParse<DuckDbErrorType>(name, ignoreCase: true, out var type) ? type : DuckDbErrorType.Invalid,
        };
    }

    private static bool TryReadJson(string text, out Dictionary<string, string> error)
    {
        error = [];
        try
        {
            using var document = JsonDocument.Parse(text);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                error[property.Name] = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()!
                    : property.Value.GetRawText();
            }

            return error.ContainsKey("exception_message");
        }
        catch (JsonException)
        {
            // A message that only looks like JSON is shown as it is.
            return false;
        }
    }

    /// <summary>DuckDB counts bytes of UTF-8; a C# string counts UTF-16 units.</summary>
    private static int? Characters(string? sql, int bytes)
    {
        if (sql is null || bytes < 0)
        {
            return null;
        }

        var utf8 = Encoding.UTF8.GetBytes(sql);
        return bytes > utf8.Length ? null : Encoding.UTF8.GetCharCount(utf8, 0, bytes);
    }
}
