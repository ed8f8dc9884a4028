using System.Text;

namespace CreditNotebooks.Spark;

/// <summary>The tables of text that Spark's <c>show</c> prints.</summary>
internal static class ShowText
{
    private const int MinimumWidth = 3;

    /// <summary>A table with borders, in which null is <c>NULL</c>. More rows than <paramref name="numRows"/> mean that there are more.</summary>
    public static string Table(string[] names, List<string?[]> cells, int numRows, int truncate)
    {
        var rows = Prepare(names, cells, numRows, truncate);
        var widths = names.Select((_, i) => Math.Max(MinimumWidth, rows.Max(r => Width(r[i])))).ToArray();
        var text = new StringBuilder();
        var border = "+" + string.Concat(widths.Select(w => new string('-', w) + "+")) + "\n";
        text.Append(border);
        Append(text, rows[0], widths, truncate);
        text.Append(border);
        foreach (var row in rows.Skip(1)) Append(text, row, widths, truncate);
        text.Append(border);
        if (cells.Count > numRows) text.Append($"only showing top {numRows} row{(numRows == 1 ? "" : "s")}\n");
        return text.ToString();
    }

    /// <summary>A block of lines for each row, name and value side by side.</summary>
    public static string Vertical(string[] names, List<string?[]> cells, int numRows, int truncate)
    {
        var rows = Prepare(names, cells, numRows, truncate);
        var header = rows[0];
        var nameWidth = header.Append("").Max(Width);
        nameWidth = Math.Max(MinimumWidth, nameWidth);
        var valueWidth = Math.Max(MinimumWidth, rows.Skip(1).SelectMany(r => r).Select(Width).DefaultIfEmpty(0).Max());
        var text = new StringBuilder();
        for (var i = 1; i < rows.Count; i++)
        {
            text.Append($"-RECORD {i - 1}".PadRight(nameWidth + valueWidth + 5, '-')).Append('\n');
            for (var c = 0; c < header.Length; c++)
            {
                text.Append(' ').Append(header[c]).Append(' ', nameWidth - Width(header[c])).Append(" | ")
                    .Append(rows[i][c]).Append(' ', valueWidth - Width(rows[i][c])).Append(" \n");
            }
        }
        if (cells.Count > numRows) text.Append($"only showing top {numRows} row{(numRows == 1 ? "" : "s")}\n");
        else if (cells.Count == 0) text.Append("(0 rows)\n");
        return text.ToString();
    }

    private static List<string[]> Prepare(string[] names, List<string?[]> cells, int numRows, int truncate) =>
        [[.. names.Select(Visible)], .. cells.Take(numRows).Select(row => row.Select(cell => Cut(Visible(cell ?? "NULL"), truncate)).ToArray())];

    // Where a value is cut, its end is three points; below four characters there is no room for them.
    private static string Cut(string text, int truncate) => truncate <= 0 || text.Length <= truncate ? text
        : truncate < 4 ? text[..truncate] : text[..(truncate - 3)] + "...";

    private static string Visible(string text)
    {
        if (!text.Any(c => c is '\n' or '\r' or '\t' or '\f' or '\b' or '\u000B' or '\a')) return text;
        return text.Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t").Replace("\f", "\\f")
            .Replace("\b", "\\b").Replace("\u000B", "\\v").Replace("\a", "\\a");
    }

    private static void Append(StringBuilder text, string[] row, int[] widths, int truncate)
    {
        text.Append('|');
        for (var i = 0; i < row.Length; i++)
        {
            var padding = widths[i] - Width(row[i]);
            if (truncate > 0) text.Append(' ', padding).Append(row[i]);
            else text.Append(row[i]).Append(' ', padding);
            text.Append('|');
        }
        text.Append('\n');
    }

    private static int Width(string text) => text.Length + text.Count(IsWide);

    // The blocks whose characters take two columns in a terminal, as Spark lists them (Utils.fullWidthRegex).
    private static bool IsWide(char c) => c is (>= '\u1100' and <= '\u115F') or (>= '\u2E80' and <= '\uA4CF') or (>= '\uAC00' and <= '\uD7A3')
        or (>= '\uF900' and <= '\uFAFF') or (>= '\uFE10' and <= '\uFE1F') or (>= '\uFE30' and <= '\uFE6F')
        or (>= '\uFF00' and <= '\uFF60') or (>= '\uFFE0' and <= '\uFFE6');
}
