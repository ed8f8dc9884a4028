using System.Collections.Concurrent;
using System.Globalization;

namespace CreditNotebooks.Spark.Catalogue;

// Character classes and the escapes that stand for characters.
internal sealed partial class JavaRegexParser
{
    private static readonly ConcurrentDictionary<string, CodePointSet?> Categories = new();

    /// <summary>Behind the opening bracket up to the closing one.</summary>
    private CodePointSet ParseClass()
    {
        var negated = Accept('^');
        CodePointSet? set = null;
        CodePointSet? left = null;
        for (var first = true; ; first = false)
        {
            switch (Peek)
            {
                case -1: throw Invalid("Unclosed character class");
                case ']' when !first:
                    at++;
                    if (left is not null) set = left.And(set ?? throw Unsupported("&& without a right side"));
                    return negated ? set!.Not() : set!;
                case '[':
                    if (negated) throw Unsupported("a class in a negated class");
                    at++;
                    set = Joined(set, ParseClass());
                    break;
                case '&' when Ahead(1) == '&':
                    if (negated) throw Unsupported("&& in a negated class");
                    at += 2;
                    if (set is null || Peek is '&' or ']') throw Unsupported("&& without one of its sides");
                    left = left is null ? set : left.And(set);
                    set = null;
                    break;
                case '\\' when Ahead(1) == 'Q': throw Unsupported("\\Q in a class");
                default: set = Joined(set, ClassItem()); break;
            }
        }
    }

    private static CodePointSet Joined(CodePointSet? set, CodePointSet more) => set is null ? more : set.Or(more);

    private CodePointSet ClassItem()
    {
        if (Peek == '\\' && at + 1 < points.Length)
        {
            at++;
            if (EscapedSet() is { } set)
            {
                if (Peek == '-' && Ahead(1) is not (']' or -1)) throw Unsupported("a range that begins with a class");
                return set;
            }
            at--;
        }
        var from = ClassCharacter();
        if (Peek != '-' || Ahead(1) is ']' or '[' or -1) return Case(CodePointSet.Of(from, from));
        at++;
        if (Peek == '\\' && Ahead(1) is 'd' or 'D' or 's' or 'S' or 'w' or 'W' or 'p' or 'P' or 'h' or 'H' or 'v' or 'V') throw Invalid("Illegal character range");
        if (Peek == '&' && Ahead(1) == '&') throw Unsupported("a range before &&");
        var to = ClassCharacter();
        if (to < from) throw Invalid("Illegal character range");
        return Case(CodePointSet.Of(from, to));
    }

    private CodePointSet Case(CodePointSet set) => ignoreCase ? set.IgnoringCase() : set;

    private int ClassCharacter()
    {
        if (!Accept('\\')) return points[at++];
        if (Peek == -1) throw Invalid("Unclosed character class");
        return EscapedCharacter();
    }

    /// <summary>\d and its like, behind the backslash; null where it is no set.</summary>
    private CodePointSet? EscapedSet()
    {
        CodePointSet? set = Peek switch
        {
            'd' => CodePointSet.Digits, 'D' => CodePointSet.Digits.Not(),
            's' => CodePointSet.Space, 'S' => CodePointSet.Space.Not(),
            'w' => CodePointSet.Word, 'W' => CodePointSet.Word.Not(),
            'h' => CodePointSet.HorizontalSpace, 'H' => CodePointSet.HorizontalSpace.Not(),
            'v' => CodePointSet.VerticalSpace, 'V' => CodePointSet.VerticalSpace.Not(),
            _ => null,
        };
        if (set is not null) at++;
        else if (Peek is 'p' or 'P')
        {
            var negated = points[at++] == 'P';
            var name = "";
            if (Accept('{'))
            {
                while (Peek is not ('}' or -1)) name += char.ConvertFromUtf32(points[at++]);
                if (!Accept('}')) throw Invalid("Unclosed character family");
            }
            else if (Peek != -1) name = char.ConvertFromUtf32(points[at++]);
            if (ignoreCase) throw Unsupported($"\\p{{{name}}} without regard to case");
            set = Categories.GetOrAdd(name, Property) ?? throw Unsupported($"the property {name}");
            if (negated) set = set.Not();
        }
        return set;
    }

    private static CodePointSet? Property(string name)
    {
        static CodePointSet Ascii(Func<char, bool> has) => Enumerable.Range(0, 128).Where(c => has((char)c)).Select(c => CodePointSet.Of(c, c)).Aggregate((a, b) => a.Or(b));
        switch (name)
        {
            case "ASCII": return CodePointSet.Of(0, 127);
            case "Lower": return CodePointSet.Of('a', 'z');
            case "Upper": return CodePointSet.Of('A', 'Z');
            case "Alpha": return Ascii(char.IsAsciiLetter);
            case "Digit": return CodePointSet.Digits;
            case "Alnum": return Ascii(char.IsAsciiLetterOrDigit);
            case "Punct": return Ascii(c => c is > ' ' and < (char)127 && !char.IsAsciiLetterOrDigit(c));
            case "Graph": return CodePointSet.Of('!', '~');
            case "Print": return CodePointSet.Of(' ', '~');
            case "Blank": return Ascii(c => c is ' ' or '\t');
            case "Cntrl": return Ascii(c => c < ' ' || c == 127);
            case "XDigit": return Ascii(char.IsAsciiHexDigit);
            case "Space": return CodePointSet.Space;
        }
        var category = name.StartsWith("Is", StringComparison.Ordinal) ? name[2..] : name;
        if (category is not ("L" or "Lu" or "Ll" or "Lt" or "Lm" or "Lo" or "M" or "Mn" or "Mc" or "Me" or "N" or "Nd" or "Nl" or "No" or "P" or "Pc" or "Pd" or "Ps" or "Pe" or "Pi" or "Pf" or "Po"
            or "S" or "Sm" or "Sc" or "Sk" or "So" or "Z" or "Zs" or "Zl" or "Zp")) return null;
        return CodePointSet.OfCategory(c => Abbreviation(c).StartsWith(category, StringComparison.Ordinal));
    }

    private static string Abbreviation(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => "Lu", UnicodeCategory.LowercaseLetter => "Ll", UnicodeCategory.TitlecaseLetter => "Lt", UnicodeCategory.ModifierLetter => "Lm",
        UnicodeCategory.OtherLetter => "Lo", UnicodeCategory.NonSpacingMark => "Mn", UnicodeCategory.SpacingCombiningMark => "Mc", UnicodeCategory.EnclosingMark => "Me",
        UnicodeCategory.DecimalDigitNumber => "Nd", UnicodeCategory.LetterNumber => "Nl", UnicodeCategory.OtherNumber => "No", UnicodeCategory.SpaceSeparator => "Zs",
        UnicodeCategory.LineSeparator => "Zl", UnicodeCategory.ParagraphSeparator => "Zp", UnicodeCategory.ConnectorPunctuation => "Pc", UnicodeCategory.DashPunctuation => "Pd",
        UnicodeCategory.OpenPunctuation => "Ps", UnicodeCategory.ClosePunctuation => "Pe", UnicodeCategory.InitialQuotePunctuation => "Pi", UnicodeCategory.FinalQuotePunctuation => "Pf",
        UnicodeCategory.OtherPunctuation => "Po", UnicodeCategory.MathSymbol => "Sm", UnicodeCategory.CurrencySymbol => "Sc", UnicodeCategory.ModifierSymbol => "Sk",
        UnicodeCategory.OtherSymbol => "So", _ => "C",
    };

    /// <summary>A single character, behind the backslash.</summary>
    private int EscapedCharacter()
    {
        var c = points[at++];
        switch (c)
        {
            case 't': return '\t';
            case 'n': return '\n';
            case 'r': return '\r';
            case 'f': return '\f';
            case 'a': return 7;
            case 'e': return 27;
            case 'x' when Peek == '{':
                at++;
                var wide = 0;
                var digits = 0;
                for (; Peek != '}'; digits++) wide = digits < 6 ? wide * 16 + Hexadecimal() : throw Invalid("Hexadecimal codepoint is too big");
                at++;
                return digits > 0 && wide <= 0x10FFFF && wide is not (>= 0xD800 and <= 0xDFFF) ? wide : throw Invalid("Hexadecimal codepoint is too big");
            case 'x': return Hexadecimal() * 16 + Hexadecimal();
            case 'u':
                var unit = ((Hexadecimal() * 16 + Hexadecimal()) * 16 + Hexadecimal()) * 16 + Hexadecimal();
                return unit is >= 0xD800 and <= 0xDFFF ? throw Unsupported("half of a surrogate pair") : unit;
            case '0':
                if (Peek is < '0' or > '7') throw Invalid("Illegal octal escape sequence");
                var octal = points[at++] - '0';
                if (Peek is >= '0' and <= '7') octal = octal * 8 + points[at++] - '0';
                if (octal <= 31 && Peek is >= '0' and <= '7') octal = octal * 8 + points[at++] - '0';
                return octal;
            case 'c' or 'N' or 'X' or 'G' or 'R' or 'b': throw Unsupported($"\\{(char)c}");
            case < 0x80 when char.IsAsciiLetterOrDigit((char)c): throw Invalid("Illegal/unsupported escape sequence");
            default: return c;
        }
    }

    private int Hexadecimal() => Peek is >= 0 and < 0x80 && char.IsAsciiHexDigit((char)Peek)
        ? int.Parse(((char)points[at++]).ToString(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) : throw Invalid("Illegal hexadecimal escape sequence");
}
