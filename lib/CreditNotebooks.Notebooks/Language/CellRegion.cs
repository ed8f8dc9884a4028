using CreditNotebooks.Notebooks.Evaluation;

namespace CreditNotebooks.Notebooks.Language;

/// <summary>The language that a position of a cell is in. Unlike <see cref="CellSplitter"/> it takes a cell as it is typed, unknown magics
/// included.</summary>
internal abstract record CellRegion
{
    /// <summary>A line that is a magic, or becomes one: <c>#!…</c>, <c>%%…</c>, <c>#r …</c>.</summary>
    /// <param name="Start">Where its first sign stands.</param>
    /// <param name="Text">The line from there to its end.</param>
    internal sealed record MagicLine(int Start, string Text) : CellRegion;

    /// <summary>C#.</summary>
    /// <param name="Text">As long as the cell; blank where the cell is not C#, so that positions are the cell's.</param>
    /// <param name="References">What the cell's <c>#r</c> directives name; they are blank in the text.</param>
    internal sealed record CSharp(string Text, IReadOnlyList<string> References) : CellRegion;

    /// <summary>SQL.</summary>
    /// <param name="Start">Where it begins in the cell.</param>
    /// <param name="Text">To the next magic.</param>
    internal sealed record Sql(int Start, string Text) : CellRegion;

    /// <summary>Text to show.</summary>
    internal sealed record Prose : CellRegion;

    /// <summary>The region that holds the position.</summary>
    public static CellRegion At(string cell, int position)
    {
        var code = cell.ToCharArray();
        var references = new List<string>();
        var magic = "#!csharp";
        var (regionStart, found) = (0, false);
        (string Magic, int Start)? around = null;
        var end = cell.Length;
        var atStart = true;
        for (var start = 0; start <= cell.Length;)
        {
            var lineEnd = cell.IndexOf('\n', start) is var feed and >= 0 ? feed : cell.Length;
            var holdsCursor = position >= start && position <= lineEnd;
            var sign = start + cell.AsSpan(start, lineEnd - start).Length - cell.AsSpan(start, lineEnd - start).TrimStart().Length;
            var line = cell[sign..lineEnd].TrimEnd('\r');
            var isMagic = line.StartsWith("#!", StringComparison.Ordinal) || (atStart && line.StartsWith('%'));
            var isDirective = magic is "#!csharp" && line.StartsWith('#');
            atStart &= line.Length == 0;
            if ((isMagic || isDirective) && holdsCursor && position > sign)
            {
                return new MagicLine(sign, line);
            }
            if (isMagic)
            {
                var next = LanguageAfter(line, magic);
                if (found)
                {
                    end = start;
                    break;
                }
                if (next != magic || next is not "#!csharp")
                {
                    (magic, regionStart) = (next, Math.Min(lineEnd + 1, cell.Length));
                }
            }
            if (isMagic || magic is not "#!csharp" || IsReference(line, references))
            {
                Array.Fill(code, ' ', start, lineEnd - start);
            }
            if (holdsCursor && !isMagic)
            {
                (around, found) = ((magic, regionStart), magic is not "#!csharp" || found);
            }
            start = lineEnd + 1;
        }
        return around?.Magic switch
        {
            "#!sql" => new Sql(around.Value.Start, cell[around.Value.Start..end]),
            "#!csharp" => new CSharp(new string(code), references),
            _ => new Prose(),
        };
    }

    private static string LanguageAfter(string line, string before)
    {
        var name = line.Split((char[]?)null, 2)[0].ToLowerInvariant();
        return name switch
        {
            "#!sql" or "%%sql" => "#!sql",
            "#!markdown" or "#!html" => name,
            "#!csharp" or "#!c#" or "#!import" => "#!csharp",
            _ => before,
        };
    }

    // A directive that is still being typed, or names a package, gives no assembly yet.
    private static bool IsReference(string line, List<string> references)
    {
        if (!line.StartsWith("#r", StringComparison.Ordinal) || line.Split('"') is not [var directive, var name, ..]
            || directive.Trim() is not "#r")
        {
            return false;
        }
        if (!name.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        {
            references.Add(name);
        }
        return true;
    }
}
