using System.Globalization;
using System.Text;
using CreditNotebooks.Display;

namespace CreditNotebooks.Charts.Svg;

/// <summary>Words in a drawing: how wide they will be, how they are shortened, broken and escaped.</summary>
internal static class SvgText
{
    // Advance widths of Helvetica and Arial in thousandths of the font size, for the characters 32 to 126.
    private static readonly short[] Widths =
    [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
        556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
        667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
        556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    ];

    // The reader's font may be wider than Arial (Segoe UI, Inter, DejaVu Sans).
    private const double Safety = 1.08;

    public static double Width(string text, double fontSize)
    {
        double width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += rune.Value is >= 32 and <= 126 ? Widths[rune.Value - 32]
                : IsWidthless(Rune.GetUnicodeCategory(rune)) ? 0
                : rune.Value >= 0x2e80 ? 1000 : 580;
        }

        return width * fontSize * Safety / 1000;
    }

    private static bool IsWidthless(UnicodeCategory category) =>
        category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format;

    /// <summary>The text, or as much of it as fits, with an ellipsis.</summary>
    public static string Shortened(string text, double fontSize, double room)
    {
        // Part of a secret could not be told from other text later on.
        text = Redaction.Apply(text);
        if (Width(text, fontSize) <= room)
        {
            return text;
        }

        var kept = new StringBuilder();
        var width = Width("…", fontSize);
        foreach (var rune in text.EnumerateRunes())
        {
            width += Width(rune.ToString(), fontSize);
            if (width > room)
            {
                break;
            }

            kept.Append(rune);
        }

        return kept.ToString().TrimEnd() + "…";
    }

    /// <summary>Lines no wider than the room, where words allow it; the last of <paramref name="most"/> lines is shortened.</summary>
    public static List<string> Lines(string text, double fontSize, double room, int most)
    {
        var lines = new List<string>();
        foreach (var paragraph in Redaction.Apply(text).ReplaceLineEndings("\n").Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' '))
            {
                var longer = line.Length == 0 ? word : line + " " + word;
                if (line.Length > 0 && Width(longer, fontSize) > room)
                {
                    lines.Add(line);
                    line = word;
                }
                else
                {
                    line = longer;
                }
            }

            lines.Add(line);
        }

        if (lines.Count > most)
        {
            var rest = string.Join(' ', lines[(most - 1)..]);
            lines.RemoveRange(most - 1, lines.Count - most + 1);
            lines.Add(rest);
        }

        return [.. lines.Select(l => Shortened(l, fontSize, room))];
    }

    /// <summary>The text as XML content: characters that XML 1.0 forbids are left out.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&':
                    escaped.Append("&amp;");
                    break;
                case '<':
                    escaped.Append("&lt;");
                    break;
                case '>':
                    escaped.Append("&gt;");
                    break;
                case '"':
                    escaped.Append("&quot;");
                    break;
                case < 32 and not ('\t' or '\n' or '\r'):
                case 0xfffe or 0xffff:
                    break;
                default:
                    escaped.Append(rune);
                    break;
            }
        }

        return escaped.ToString();
    }
}
