using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using System.Text;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>The formats of to_number and to_char: <c>99G999D99S</c>, <c>$0,000.00</c>, <c>999PR</c>.</summary>
internal sealed class NumberFormat
{
    private enum Part { Digits, Point, Dollar, Sign, Minus, Open, Close, Unknown }

    /// <summary>A group of digits: how many stand in each place between separators; those that begin with 0 must all be there.</summary>
    private sealed record Piece(Part Part, IReadOnlyList<(int Count, bool Exact, bool Separator)> Items)
    {
        public IEnumerable<(int Count, bool Exact, bool Separator)> Digits => Items.Where(i => !i.Separator);
    }

    private static readonly ConcurrentDictionary<string, NumberFormat> Known = new();

    private readonly string format;
    private readonly List<Piece> pieces;

    private NumberFormat(string format)
    {
        this.format = format;
        pieces = Group(Tokens(format));
        var point = pieces.FindIndex(p => p.Part == Part.Point);
        Precision = pieces.SelectMany(p => p.Digits).Sum(d => d.Count);
        Scale = point < 0 ? 0 : pieces.Skip(point).SelectMany(p => p.Digits).Sum(d => d.Count);
    }

    public int Precision { get; }
    public int Scale { get; }

    public static NumberFormat For(string format) => Known.GetOrAdd(format.ToUpperInvariant(), f => new NumberFormat(f));

    private static List<(Part Part, int Count, bool Exact, bool Separator)> Tokens(string format)
    {
        var tokens = new List<(Part, int, bool, bool)>();
        var afterPoint = false;
        for (var i = 0; i < format.Length;)
        {
            var c = format[i];
            if (c is '0' or '9')
            {
                var start = i;
                while (i < format.Length && format[i] is '0' or '9') i++;
                tokens.Add((Part.Digits, i - start, c == '0' && !afterPoint, false));
                continue;
            }
            var two = i + 1 < format.Length ? format.Substring(i, 2) : "";
            i += two is "MI" or "PR" ? 2 : 1;
            if (two == "PR")
            {
                tokens.Insert(0, (Part.Open, 0, false, false));
                tokens.Add((Part.Close, 0, false, false));
                continue;
            }
            afterPoint |= c is '.' or 'D';
            tokens.Add(c switch
            {
                _ when two == "MI" => (Part.Minus, 0, false, false),
                '.' or 'D' => (Part.Point, 0, false, false),
                ',' or 'G' => (Part.Digits, 0, false, true),
                '$' => (Part.Dollar, 0, false, false),
                'S' => (Part.Sign, 0, false, false),
                _ => (Part.Unknown, 0, false, false),
            });
        }
        return tokens;
    }

    private static List<Piece> Group(List<(Part Part, int Count, bool Exact, bool Separator)> tokens)
    {
        var pieces = new List<Piece>();
        var items = new List<(int, bool, bool)>();
        foreach (var (part, count, exact, separator) in tokens)
        {
            if (part == Part.Digits) { items.Add((count, exact, separator)); continue; }
            if (items.Count > 0) pieces.Add(new Piece(Part.Digits, items));
            items = [];
            pieces.Add(new Piece(part, []));
        }
        if (items.Count > 0) pieces.Add(new Piece(Part.Digits, items));
        return pieces;
    }

    /// <summary>What is wrong with the format, as the subclass of INVALID_FORMAT and a sentence; null where nothing is.</summary>
    public (string Kind, string Why)? Problem()
    {
        var digit = pieces.FindIndex(p => p.Part == Part.Digits);
        var point = pieces.FindIndex(p => p.Part == Part.Point);
        var dollar = pieces.FindIndex(p => p.Part == Part.Dollar);
        if (format.Length == 0) return ("EMPTY", "The number format string cannot be empty.");
        if (digit < 0) return ("WRONG_NUM_DIGIT", "The format string requires at least one number digit.");
        if (digit < dollar) return ("CUR_MUST_BEFORE_DIGIT", "Currency characters must appear before digits in the number format.");
        if (point >= 0 && point < dollar) return ("CUR_MUST_BEFORE_DEC", "Currency characters must appear before any decimal point in the number format.");
        var before = pieces.Where((p, i) => p.Part == Part.Digits && (point < 0 || i < point));
        if (before.Any(p => p.Items.Where((item, i) => item.Separator && (i == 0 || i == p.Items.Count - 1 || p.Items[i - 1].Separator || p.Items[i + 1].Separator)).Any()))
            return ("CONT_THOUSANDS_SEPS", "Thousands separators (, or G) must have digits in between them in the number format.");
        if (pieces.Where((p, i) => point >= 0 && i > point).Any(p => p.Items.Any(i => i.Separator)))
            return ("THOUSANDS_SEPS_MUST_BEFORE_DEC", "Thousands separators (, or G) may not appear after the decimal point in the number format.");
        foreach (var part in (ReadOnlySpan<Part>)[Part.Point, Part.Sign, Part.Minus, Part.Dollar, Part.Close])
            if (pieces.Count(p => p.Part == part) > 1) return ("WRONG_NUM_TOKEN", $"At most one {Show(part)} is allowed in the number format.");
        // The order that is allowed; each may be left out.
        Part[][] order = [[Part.Open], [Part.Minus, Part.Sign], [Part.Dollar], [Part.Digits], [Part.Point], [Part.Digits], [Part.Dollar], [Part.Minus, Part.Sign, Part.Close]];
        var at = 0;
        foreach (var allowed in order)
            if (at < pieces.Count && allowed.Contains(pieces[at].Part)) at++;
        return at < pieces.Count ? ("UNEXPECTED_TOKEN", $"Found the unexpected {Show(pieces[at].Part)} in the format string.") : null;
    }

    private static string Show(Part part) => part switch
    {
        Part.Digits => "digit sequence", Part.Point => ". or D", Part.Dollar => "$", Part.Sign => "S", Part.Minus => "MI", Part.Unknown => "character", _ => "PR",
    };

    /// <summary>The number; null where the text does not match.</summary>
    public DecimalValue? Parse(string text)
    {
        var (whole, fraction) = (new StringBuilder(), new StringBuilder());
        var (at, negative, afterPoint, opened, closed) = (0, false, false, false, false);
        foreach (var piece in pieces)
        {
            var next = at < text.Length ? text[at] : '\0';
            switch (piece.Part)
            {
                case Part.Digits:
                    if (!ParseDigits(piece, text, ref at, afterPoint ? fraction : whole)) return null;
                    break;
                case Part.Point when next == '.': afterPoint = true; at++; break;
                case Part.Dollar:
                    if (at < text.Length && next != '$') return null;
                    if (at < text.Length) at++;
                    break;
                case Part.Sign when next is '+' or '-': negative ^= next == '-'; at++; break;
                case Part.Minus when next == '-': negative ^= true; at++; break;
                case Part.Open when next == '<': opened = true; at++; break;
                case Part.Close when next == '>':
                    if (!opened) return null;
                    (closed, negative) = (true, !negative);
                    at++;
                    break;
            }
        }
        if (at < text.Length || opened != closed || whole.Length + fraction.Length == 0 || fraction.Length > Scale) return null;
        var digits = BigInteger.Parse($"{whole}{fraction}".PadRight(whole.Length + Scale, '0'), CultureInfo.InvariantCulture);
        return new DecimalValue((Int128)(negative ? -digits : digits), Scale);
    }

    // Groups are compared from the right, so that those on the left may be missing.
    private static bool ParseDigits(Piece piece, string text, ref int at, StringBuilder to)
    {
        var sizes = new List<int> { 0 };
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (Base64Text.IsJavaWhitespace(c)) continue;
            if (char.IsDigit(c))
            {
                to.Append((char)('0' + (int)char.GetNumericValue(c)));
                sizes[0]++;
            }
            else if (c == ',') sizes.Insert(0, 0);
            else break;
        }
        var expected = piece.Digits.Reverse().ToList();
        if (sizes.Count > expected.Count) return false;
        for (var i = 0; i < expected.Count; i++)
        {
            var actual = i < sizes.Count ? sizes[i] : 0;
            if (expected[i].Exact ? actual != expected[i].Count : actual > expected[i].Count) return false;
        }
        return true;
    }

    /// <summary>The number as text; number signs where it has more digits than the format.</summary>
    public string Write(DecimalValue number)
    {
        var plain = number.ToString().TrimStart('-').Split('.');
        var whole = plain[0].TrimStart('0');
        var fraction = plain.Length > 1 ? plain[1].TrimEnd('0') : "";
        var places = Precision - Scale;
        if (whole.Length > places || fraction.Length > Scale) (whole, fraction) = (new string('#', places), new string('#', Scale));
        whole = whole.PadLeft(places);
        fraction = fraction.PadRight(Scale, '0');

        var result = new StringBuilder();
        var (wholeAt, fractionAt, afterPoint, negative) = (0, 0, false, number.Unscaled < 0);
        foreach (var piece in pieces)
        {
            switch (piece.Part)
            {
                case Part.Digits:
                    foreach (var (count, exact, separator) in piece.Items)
                    {
                        if (separator)
                        {
                            if (result.Length > 0 && char.IsDigit(result[^1])) result.Append(',');
                            else AddSpace(result);
                        }
                        for (var i = 0; i < count; i++)
                        {
                            if (afterPoint) result.Append(fraction[fractionAt++]);
                            else if (whole[wholeAt++] is var c && c != ' ') result.Append(c);
                            else if (exact) result.Append('0');
                            else AddSpace(result);
                        }
                    }
                    break;
                case Part.Point:
                    if (result.Length > 0 && result[^1] == ' ') result[^1] = '0';
                    result.Append('.');
                    afterPoint = true;
                    break;
                case Part.Dollar: result.Append('$'); break;
                case Part.Sign:
                    StripPoint(result);
                    AddBeforeSpaces(result, negative ? '-' : '+');
                    break;
                case Part.Minus when negative:
                    StripPoint(result);
                    AddBeforeSpaces(result, '-');
                    break;
                case Part.Minus: result.Append(' '); break;
                case Part.Open when negative: result.Append('<'); break;
                case Part.Close:
                    StripPoint(result);
                    if (negative) AddBeforeSpaces(result, '>');
                    else result.Append("  ");
                    break;
            }
        }
        StripPoint(result);
        var text = result.ToString();
        return text is "" or "+" or "-" ? "0" : text;
    }

    private static void AddBeforeSpaces(StringBuilder text, char c)
    {
        text.Append(c);
        for (var i = text.Length - 1; i >= 1 && text[i - 1] == ' ' && text[i] == c; i--) (text[i], text[i - 1]) = (' ', c);
    }

    // A blank goes before signs that stand at the end already.
    private static void AddSpace(StringBuilder text)
    {
        text.Append(' ');
        for (var i = text.Length - 1; i >= 1 && text[i - 1] is '+' or '-' or '<' && text[i] == ' '; i--) (text[i], text[i - 1]) = (text[i - 1], ' ');
    }

    private static void StripPoint(StringBuilder text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '.') continue;
            if (i == text.Length - 1 || text[i + 1] == ' ') text[i] = ' ';
            return;
        }
    }
}
