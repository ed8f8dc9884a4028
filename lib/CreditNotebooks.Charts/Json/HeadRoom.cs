using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts.Json;

/// <summary>How much room title, legend and the panels' titles take above the interactive form, in pixels: plotly.js would lay them on
/// one another. The page's script counts in the same way for other widths.</summary>
internal static class HeadRoom
{
    public const double Above = 14;

    private const double TitleLine = 22, SubtitleLine = 17, LegendRow = 21;

    private const int TitleLetters = 66, SubtitleLetters = 92, LegendLetters = 90;

    public static double BeforeLegend(Figure figure) =>
        Above + (Lines(figure.Title, TitleLetters).Count * TitleLine) + (Lines(figure.Subtitle, SubtitleLetters).Count * SubtitleLine);

    public static double Total(Figure figure)
    {
        var titles = BeforeLegend(figure);
        // A legend's entry has a key and a gap beside its words.
        var letters = LegendNames.Entries(figure).Sum(e => Math.Min(e.Name.Length, 40) + 8);
        return titles + (HasLegend(figure) ? Math.Ceiling(letters / (double)LegendLetters) * LegendRow : 0)
            + (figure.Panels.Any(p => p.Title is not null) ? 26 : 0) + (figure.Panels.Any(p => p.IsPie) ? 28 : 12);
    }

    public static bool HasLegend(Figure figure) =>
        LegendNames.Shows(figure) && !LegendNames.IsRight(figure) && LegendNames.Entries(figure).Count > 0;

    /// <summary>Title and subtitle as one text, broken into lines, since plotly.js does not break them.</summary>
    public static string TitleText(Figure figure)
    {
        var title = string.Join("<br>", Lines(figure.Title, TitleLetters).Select(JsonParts.Words));
        var subtitle = string.Join("<br>", Lines(figure.Subtitle, SubtitleLetters).Select(l =>
            $"<span style=\"font-size:13px;font-weight:400;color:{Palette.Muted}\">{JsonParts.Words(l)}</span>"));
        return title.Length > 0 && subtitle.Length > 0 ? title + "<br>" + subtitle : title + subtitle;
    }

    private static List<string> Lines(string? text, int most)
    {
        var lines = new List<string>();
        foreach (var paragraph in text is null ? [] : text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' '))
            {
                if (line.Length > 0 && line.Length + word.Length + 1 > most)
                {
                    lines.Add(line);
                    line = "";
                }

                line += (line.Length > 0 ? " " : "") + word;
            }

            lines.Add(line);
        }

        return lines;
    }
}
