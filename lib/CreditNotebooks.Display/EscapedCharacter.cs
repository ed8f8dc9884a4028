using System.Globalization;
using System.Net;
using System.Text;

namespace CreditNotebooks.Display;

/// <summary>A character as a text spells it, and where the text goes on.</summary>
/// <param name="Value">The UTF-16 unit or the code point; <see cref="None"/>'s and <see cref="Cut"/>'s are negative.</param>
/// <param name="Next">The place after it.</param>
internal readonly record struct EscapedCharacter(int Value, int Next)
{
    /// <summary>How many encoders may have worked on one another's results: HTML in JSON in JSON.</summary>
    public const int MaxDepth = 3;

    /// <summary>The characters that an escape begins with.</summary>
    public const string Starters = "%\\&+'\"";

    /// <summary>Whether an escape may begin with the character.</summary>
    public static bool IsStarter(char c) => c is '%' or '\\' or '&' or '+' or '\'' or '"';

    private const int LongestEntity = 32;

    /// <summary>No escape stands there.</summary>
    public static readonly EscapedCharacter None = new(-1, 0);

    /// <summary>The text ends in what may be the beginning of an escape.</summary>
    public static readonly EscapedCharacter Cut = new(-2, 0);

    /// <summary>The escape at a place, as URLs (<c>%2F</c>, <c>+</c>), JSON and C# (<c>\u002F</c>, <c>\n</c>), HTML (<c>&amp;amp;</c>,
    /// <c>&amp;#39;</c>), SQL and CSV (<c>''</c>, <c>""</c>) have it. Its own characters may be escaped <paramref name="depth"/> - 1 times.</summary>
    public static EscapedCharacter Read(string text, int at, int depth)
    {
        var first = View(text, at, depth - 1);
        return first.Value switch
        {
            '%' => Percent(text, first.Next, depth - 1),
            '\\' => Backslash(text, first.Next, depth - 1),
            '&' => Entity(text, first.Next, depth - 1),
            '+' => new EscapedCharacter(' ', first.Next),
            '\'' or '"' => View(text, first.Next, depth - 1) is var second && second.Value == first.Value ? second : None,
            _ => first.Value == Cut.Value ? Cut : None,
        };
    }

    /// <summary>The character at a place once the text was decoded <paramref name="depth"/> times.</summary>
    private static EscapedCharacter View(string text, int at, int depth)
    {
        if (at >= text.Length)
        {
            return Cut;
        }
        if (depth == 0 || !IsStarter(text[at]))
        {
            return new EscapedCharacter(text[at], at + 1);
        }
        // A lone plus or quote is far more often itself.
        var escape = text[at] is '+' or '\'' or '"' ? None : Read(text, at, depth);
        return escape.Value == None.Value ? View(text, at, depth - 1) : escape;
    }

    private static EscapedCharacter Percent(string text, int at, int depth)
    {
        Span<byte> bytes = stackalloc byte[4];
        for (var count = 0; ;)
        {
            var value = Hexadecimal(text, at, 2, depth);
            if (value.Value < 0)
            {
                return value;
            }
            bytes[count++] = (byte)value.Value;
            switch (Rune.DecodeFromUtf8(bytes[..count], out var rune, out _))
            {
                case System.Buffers.OperationStatus.Done:
                    return new EscapedCharacter(rune.Value, value.Next);
                case System.Buffers.OperationStatus.NeedMoreData:
                    var sign = View(text, value.Next, depth);
                    if (sign.Value != '%')
                    {
                        return sign.Value == Cut.Value ? Cut : None;
                    }
                    at = sign.Next;
                    break;
                default:
                    return None;
            }
        }
    }

    private static EscapedCharacter Backslash(string text, int at, int depth)
    {
        var letter = View(text, at, depth);
        return letter.Value switch
        {
            'u' => Hexadecimal(text, letter.Next, 4, depth),
            'n' => letter with { Value = '\n' },
            'r' => letter with { Value = '\r' },
            't' => letter with { Value = '\t' },
            'b' => letter with { Value = '\b' },
            'f' => letter with { Value = '\f' },
            '\\' or '/' or '"' or '\'' => letter,
            _ => letter.Value == Cut.Value ? Cut : None,
        };
    }

    private static EscapedCharacter Hexadecimal(string text, int at, int digits, int depth)
    {
        var value = 0;
        for (var i = 0; i < digits; i++)
        {
            var digit = View(text, at, depth);
            if (digit.Value < 0 || digit.Value > 'f' || !char.IsAsciiHexDigit((char)digit.Value))
            {
                return digit.Value == Cut.Value ? Cut : None;
            }
            value = (value << 4) | (digit.Value <= '9' ? digit.Value - '0' : (digit.Value | 0x20) - 'a' + 10);
            at = digit.Next;
        }
        return new EscapedCharacter(value, at);
    }

    private static EscapedCharacter Entity(string text, int at, int depth)
    {
        Span<char> name = stackalloc char[LongestEntity];
        for (var length = 0; length < LongestEntity;)
        {
            var sign = View(text, at, depth);
            if (sign.Value == ';')
            {
                var value = Named(name[..length]);
                return value < 0 ? None : new EscapedCharacter(value, sign.Next);
            }
            if (sign.Value < 0 || !(char.IsAsciiLetterOrDigit((char)sign.Value) || (sign.Value == '#' && length == 0)))
            {
                return sign.Value == Cut.Value ? Cut : None;
            }
            name[length++] = (char)sign.Value;
            at = sign.Next;
        }
        return None;
    }

    private static int Named(ReadOnlySpan<char> name)
    {
        if (name is ['#', 'x' or 'X', .. var hexadecimal])
        {
            return int.TryParse(hexadecimal, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? code : -1;
        }
        if (name is ['#', .. var digits])
        {
            return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : -1;
        }
        switch (name)
        {
            case "amp":
                return '&';
            case "lt":
                return '<';
            case "gt":
                return '>';
            case "quot":
                return '"';
            default:
                var decoded = WebUtility.HtmlDecode($"&{name};");
                return decoded.Length == 1 ? decoded[0] : -1;
        }
    }
}
