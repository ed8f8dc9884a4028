using System.Globalization;
using System.Text;

namespace CreditNotebooks.Spark.Parsing;

/// <summary>The escapes of Spark's string literals.</summary>
internal static class StringEscapes
{
    /// <summary>The text that a literal means; a doubled quote is one quote, and <c>\%</c> and <c>\_</c> keep their backslash for LIKE.</summary>
    public static string Unescape(string content, char quote)
    {
        if (!content.AsSpan().ContainsAny('\\', quote)) return content;
        var text = new StringBuilder(content.Length);
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == quote) { text.Append(quote); i++; }
            else if (content[i] != '\\' || i + 1 >= content.Length) text.Append(content[i]);
            else i = AppendEscape(text, content, i + 1);
        }
        return text.ToString();
    }

    /// <summary>The literal that means the text, in single quotes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('\'');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && i + 1 < text.Length && text[i + 1] is '%' or '_') quoted.Append('\\');
            else
            {
                quoted.Append(c switch
                {
                    '\'' => "\\'",
                    '\\' => "\\\\",
                    '\n' => "\\n",
                    '\r' => "\\r",
                    '\t' => "\\t",
                    < ' ' => $"\\u{(int)c:x4}",
                    _ => c.ToString(),
                });
            }
        }
        return quoted.Append('\'').ToString();
    }

    /// <summary>Appends what the escape at <paramref name="at"/> (behind its backslash) means; gives the offset of its last character.</summary>
    private static int AppendEscape(StringBuilder text, string content, int at)
    {
        var c = content[at];
        if (c == 'u' && Number(content, at + 1, 4, 16) is { } unit)
        {
            text.Append((char)unit);
            return at + 4;
        }
        if (c == 'U' && Number(content, at + 1, 8, 16) is { } point)
        {
            if (point is < 0 or > 0x10FFFF or >= 0xD800 and <= 0xDFFF) text.Append('\uFFFD');
            else text.Append(char.ConvertFromUtf32((int)point));
            return at + 8;
        }
        if (c is '0' or '1' && Number(content, at, 3, 8) is { } octal)
        {
            text.Append((char)octal);
            return at + 2;
        }
        text.Append(c switch
        {
            '0' => "\0",
            'b' => "\b",
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            'Z' => "\u001A",
            '%' => "\\%",
            '_' => "\\_",
            _ => c.ToString(),
        });
        return at;
    }

    private static long? Number(string content, int start, int length, int radix)
    {
        if (start + length > content.Length) return null;
        var digits = content.AsSpan(start, length);
        foreach (var digit in digits)
        {
            if (radix == 16 ? !char.IsAsciiHexDigit(digit) : digit is < '0' or > '7') return null;
        }
        return radix == 16 ? long.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : Convert.ToInt64(digits.ToString(), 8);
    }
}
