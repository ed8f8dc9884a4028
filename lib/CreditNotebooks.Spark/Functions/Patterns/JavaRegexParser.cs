using System.Globalization;
using System.Text;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Reads Java's regular expressions. What Java takes and .NET would understand otherwise is refused.</summary>
internal sealed partial class JavaRegexParser
{
    private const int MostRepetitions = 1000;

    private readonly string source;
    private readonly int[] points;
    private readonly Dictionary<string, int> names = [];
    private readonly HashSet<int> closed = [];
    private int at;
    private int groups;
    private int lookbehinds;
    private bool ignoreCase;
    private bool dotAll;
    private bool multiLine;

    private JavaRegexParser(string source)
    {
        this.source = source;
        points = source.EnumerateRunes().Select(r => r.Value).ToArray();
    }

    public bool UsesBoundary { get; private set; }
    public int Groups => groups;
    public int? GroupOf(string name) => names.TryGetValue(name, out var group) ? group : null;

    public static (RegexNode Root, JavaRegexParser Parser) Parse(string pattern)
    {
        var parser = new JavaRegexParser(pattern);
        var root = parser.Choice();
        if (parser.at < parser.points.Length) throw parser.Invalid("Unmatched closing ')'");
        return (root, parser);
    }

    private int Peek => at < points.Length ? points[at] : -1;
    private int Ahead(int n) => at + n < points.Length ? points[at + n] : -1;

    private bool Accept(int c)
    {
        if (Peek != c) return false;
        at++;
        return true;
    }

    private RegexNode Choice()
    {
        var branches = new List<RegexNode> { Sequence() };
        while (Accept('|')) branches.Add(Sequence());
        return branches.Count == 1 ? branches[0] : new RegexChoice(branches);
    }

    private RegexSequence Sequence()
    {
        var parts = new List<RegexNode>();
        while (Peek is not (-1 or '|' or ')'))
        {
            if (Atom() is not { } atom) continue;
            parts.Add(Repeated(atom));
        }
        return new RegexSequence(parts);
    }

    /// <summary>One atom; null where it only set flags or was empty.</summary>
    private RegexNode? Atom()
    {
        var c = points[at++];
        switch (c)
        {
            case '(': return Group();
            case '[': return Character(ParseClass());
            case '.': return Character(dotAll ? CodePointSet.All : CodePointSet.LineEnds.Not());
            case '^': return multiLine ? RegexAssertion.LineStart : RegexAssertion.Start;
            case '$': return multiLine ? RegexAssertion.LineEnd : RegexAssertion.EndOrLastLine;
            case '*' or '+' or '?': throw Invalid($"Dangling meta character '{(char)c}'");
            case '{': throw Invalid("Illegal repetition");
            case '\\': return Escape();
            default: return Literal(c);
        }
    }

    private RegexCharacter Literal(int c)
    {
        if (ignoreCase && c < 0x80 && char.IsAsciiLetter((char)c)) return new RegexCharacter(CodePointSet.Of(c, c).IgnoringCase());
        return new RegexCharacter(CodePointSet.Of(c, c), c);
    }

    private static RegexCharacter Character(CodePointSet set) => new(set);

    private RegexNode Repeated(RegexNode atom)
    {
        int least;
        int? most;
        switch (Peek)
        {
            case '*': (least, most) = (0, null); at++; break;
            case '+': (least, most) = (1, null); at++; break;
            case '?': (least, most) = (0, 1); at++; break;
            case '{':
                at++;
                least = Number() ?? throw Invalid("Illegal repetition");
                most = least;
                if (Accept(',')) most = Peek == '}' ? null : Number() ?? throw Invalid("Unclosed counted closure");
                if (!Accept('}')) throw Invalid("Unclosed counted closure");
                if (most < least) throw Invalid("Illegal repetition range");
                break;
            default: return atom;
        }
        var mode = Accept('?') ? "?" : Accept('+') ? "+" : "";
        if (Peek == '{') throw Unsupported("a repetition of a repetition");
        if (atom is RegexAssertion or RegexGroup { IsLookaround: true }) throw Unsupported("a repeated assertion");
        if (most is null or > 1 && atom.CanBeEmpty) throw Unsupported("a repetition of what may be empty");
        return new RegexRepetition(atom, least, most, mode);
    }

    private int? Number()
    {
        if (Peek is < '0' or > '9') return null;
        var number = 0;
        while (Peek is >= '0' and <= '9')
        {
            number = number * 10 + points[at++] - '0';
            if (number > MostRepetitions) throw Unsupported($"more than {MostRepetitions} repetitions");
        }
        return number;
    }

    private RegexGroup? Group()
    {
        var flags = (ignoreCase, dotAll, multiLine);
        var opening = "";
        var index = 0;
        if (Accept('?'))
        {
            var c = Peek;
            at++;
            switch (c)
            {
                case ':': opening = "?:"; break;
                case '=': opening = "?="; break;
                case '!': opening = "?!"; break;
                case '>': opening = "?>"; break;
                case '<' when Peek is '=' or '!': opening = $"?<{(char)points[at++]}"; break;
                case '<':
                    index = ++groups;
                    if (!names.TryAdd(Name('>'), index)) throw Invalid("Named capturing group is already defined");
                    break;
                default:
                    at--;
                    Flags();
                    if (Accept(')')) return null;
                    if (!Accept(':')) throw Invalid("Unknown inline modifier");
                    opening = "?:";
                    break;
            }
        }
        else index = ++groups;
        if (index > 0 && lookbehinds > 0) throw Unsupported("a group that captures in a look-behind");
        var behind = opening is "?<=" or "?<!";
        if (behind) lookbehinds++;
        var body = Choice();
        if (behind)
        {
            lookbehinds--;
            if (!body.IsBounded) throw Unsupported("a look-behind without a longest match");
        }
        if (!Accept(')')) throw Invalid("Unclosed group");
        if (index > 0) closed.Add(index);
        (ignoreCase, dotAll, multiLine) = flags;
        return new RegexGroup(opening, body);
    }

    private void Flags()
    {
        for (var on = true; Peek is not (')' or ':'); at++)
        {
            switch (Peek)
            {
                case 'i': ignoreCase = on; break;
                case 's': dotAll = on; break;
                case 'm': multiLine = on; break;
                case '-' when on: on = false; break;
                case 'x' or 'd' or 'u' or 'U' or 'c': throw Unsupported($"the flag (?{(char)Peek})");
                default: throw Invalid("Unknown inline modifier");
            }
        }
    }

    private string Name(int end)
    {
        var name = new StringBuilder();
        while (Peek != end)
        {
            if (Peek is < 0 or >= 0x80 || !char.IsAsciiLetterOrDigit((char)Peek) || name.Length == 0 && char.IsAsciiDigit((char)Peek)) throw Invalid("A group's name is made of letters and digits");
            name.Append((char)points[at++]);
        }
        at++;
        return name.Length > 0 ? name.ToString() : throw Invalid("A group's name is empty");
    }

    private RegexNode? Escape()
    {
        switch (Peek)
        {
            case -1: throw Invalid("Unexpected internal error: a backslash ends the pattern");
            case 'Q': return Quoted();
            case 'A': at++; return RegexAssertion.Start;
            case 'z': at++; return RegexAssertion.End;
            case 'Z': at++; return RegexAssertion.EndOrLastLine;
            case 'b' when Ahead(1) != '{': at++; UsesBoundary = true; return RegexAssertion.Boundary;
            case 'B': at++; UsesBoundary = true; return RegexAssertion.NoBoundary;
            case 'R': at++; return new RegexLineEnd();
            case 'k': return NamedReference();
            case >= '1' and <= '9': return Reference();
            default:
                if (EscapedSet() is { } set) return Character(set);
                return Literal(EscapedCharacter());
        }
    }

    private RegexSequence? Quoted()
    {
        at++;
        var literals = new List<RegexNode>();
        while (at < points.Length && !(Peek == '\\' && Ahead(1) == 'E')) literals.Add(Literal(points[at++]));
        at = Math.Min(points.Length, at + 2);
        if (literals.Count == 0) return null;
        // What is repeated is the last character only.
        if (literals.Count > 1 && Peek is '*' or '+' or '?' or '{') throw Unsupported("a repetition behind \\E");
        return new RegexSequence(literals);
    }

    private RegexBackReference Reference()
    {
        var group = points[at++] - '0';
        while (Peek is >= '0' and <= '9' && group * 10 + Peek - '0' <= groups) group = group * 10 + points[at++] - '0';
        return Reference(group);
    }

    private RegexBackReference NamedReference()
    {
        at++;
        if (!Accept('<')) throw Invalid("\\k is not followed by '<' for named capturing group");
        var name = Name('>');
        return Reference(names.TryGetValue(name, out var group) ? group : throw Invalid($"named capturing group <{name}> does not exist"));
    }

    private RegexBackReference Reference(int group)
    {
        if (ignoreCase || !closed.Contains(group)) throw Unsupported("this reference to a group");
        return new RegexBackReference(group);
    }

    private SparkException Invalid(string why) => new("INVALID_PARAMETER_VALUE.PATTERN", $"The value of parameter(s) `regexp` is invalid: '{source}'. {why} near index {at}.");

    private SparkException Unsupported(string what) => SparkException.Unsupported($"The regular expression '{source}' ({what})");
}
