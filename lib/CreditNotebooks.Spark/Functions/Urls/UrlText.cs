using System.Globalization;
using System.Text;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Parts of URLs, and text in the form application/x-www-form-urlencoded.</summary>
internal static class UrlText
{
    public static string? Part(string url, string part, string? key, bool attempt)
    {
        if (JavaUri.Parse(url) is not { } uri)
            return attempt ? null : throw new SparkException("INVALID_URL", $"The url is invalid: {url}. Use `try_parse_url` to tolerate invalid URL and return NULL instead.");
        if (key is not null) return part == "QUERY" && uri.Query is { } query ? Value(query, key) : null;
        return part switch
        {
            "HOST" => uri.Host,
            "PATH" => uri.Path,
            "QUERY" => uri.Query,
            "REF" => uri.Fragment,
            "PROTOCOL" => uri.Scheme,
            "FILE" => uri.Query is null ? uri.Path : $"{uri.Path}?{uri.Query}",
            "AUTHORITY" => uri.Authority,
            "USERINFO" => uri.UserInfo,
            _ => null,
        };
    }

    // Spark puts the key into a regular expression as it is.
    private static string? Value(string query, string key)
    {
        var match = JavaRegex.For($"(&|^){key}=([^&]*)").Match(query);
        return match.Success ? match.Groups[2].Value : null;
    }

    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            var c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '*') encoded.Append(c);
            else if (c == ' ') encoded.Append('+');
            else encoded.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }
        return encoded.ToString();
    }

    public static string? Decode(string text, bool attempt)
    {
        var bytes = new List<byte>(text.Length);
        Span<byte> utf8 = stackalloc byte[4];
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '%')
            {
                if (i + 2 >= text.Length || !byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
                {
                    return attempt ? null : throw new SparkException("CANNOT_DECODE_URL", $"The provided URL cannot be decoded: {text}. Please ensure that the URL is properly formatted and try again.");
                }
                bytes.Add(value);
                i += 3;
                continue;
            }
            var rune = Rune.GetRuneAt(text, i);
            foreach (var b in utf8[..(text[i] == '+' ? new Rune(' ') : rune).EncodeToUtf8(utf8)]) bytes.Add(b);
            i += rune.Utf16SequenceLength;
        }
        return StrictText.Of([.. bytes]);
    }
}
