using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Packages;

namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>Cuts a cell at its magics. A magic is a line that begins with <c>#!</c>, or with <c>%%</c> on the cell's first line of text.</summary>
internal static class CellSplitter
{
    private sealed record Open(string Magic, int Line, string? KeepAs, List<string> Lines);

    /// <summary>The cell's parts in their order; empty runs are left out.</summary>
    public static List<CellPart> Split(CellSource cell)
    {
        var parts = new List<CellPart>();
        var open = new Open("#!csharp", 1, null, []);
        var lines = cell.Text.ReplaceLineEndings("\n").Split('\n');
        var atStart = true;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            var trimmed = line.Trim();
            var isMagic = trimmed.StartsWith("#!", StringComparison.Ordinal) || (atStart && trimmed.StartsWith("%%", StringComparison.Ordinal));
            atStart &= trimmed.Length == 0;
            if (!isMagic)
            {
                open.Lines.Add(line);
                continue;
            }
            var words = trimmed.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
            var argument = words.Length > 1 ? words[1].Trim() : "";
            var magic = Magic.Find(words[0]) ?? throw Unknown(cell, i + 1, words[0]);
            if (magic.Name is "#!time")
            {
                parts.Add(new CellPart.Time(cell, i + 1));
                open.Lines.Add("");
                continue;
            }
            Close(parts, cell, open);
            CellPart? alone = magic.Name switch
            {
                "#!import" => new CellPart.Import(cell, i + 1, ReadPath(cell, i + 1, argument)),
                "#!who" or "#!whos" => new CellPart.Who(cell, i + 1),
                "#!help" or "#!lsmagic" => new CellPart.Help(cell, i + 1, magic.Name is "#!lsmagic"),
                _ => null,
            };
            if (alone is not null)
            {
                parts.Add(alone);
            }
            var continued = alone is null ? magic.Name : "#!csharp";
            var keepAs = continued is "#!sql" or "%%sql" ? ReadKeepAs(cell, i + 1, magic.Name, argument) : null;
            open = new Open(continued, i + 2, keepAs, []);
        }
        Close(parts, cell, open);
        return parts;
    }

    private static void Close(List<CellPart> parts, CellSource cell, Open open)
    {
        if (open.Lines.All(string.IsNullOrWhiteSpace))
        {
            return;
        }
        var text = string.Join('\n', open.Lines);
        var placed = new string('\n', open.Line - 1) + text;
        parts.Add(open.Magic switch
        {
            "#!sql" or "%%sql" => new CellPart.Sql(cell, open.Line, placed, open.KeepAs),
            "#!markdown" => new CellPart.Show(cell, open.Line, text, MimeBundle.Markdown),
            "#!html" => new CellPart.Show(cell, open.Line, text, MimeBundle.Html),
            _ => CSharp(cell, open.Line, placed),
        });
    }

    private static CellPart.CSharp CSharp(CellSource cell, int line, string placed)
    {
        var (text, packages) = PackageDirective.TakeFrom(cell.Name, placed);
        return new CellPart.CSharp(cell, line, text, packages);
    }

    private static string? ReadKeepAs(CellSource cell, int line, string magic, string argument)
    {
        var words = argument.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [] => null,
            ["-o" or "--output", var name] when Microsoft.CodeAnalysis.CSharp.SyntaxFacts.IsValidIdentifier(name) => name,
            ["-o" or "--output", var name] => throw Failure(cell, line, $"'{name}' is no name for a C# variable."),
            _ => throw Failure(cell, line, $"'{magic} {argument}' is not understood: write '{magic}' or '{magic} -o NAME', and the SQL below it."),
        };
    }

    private static string ReadPath(CellSource cell, int line, string argument)
    {
        var path = argument.Trim('"');
        return path.Length > 0 ? path : throw Failure(cell, line, "#!import needs the path of a .cs, .csx or .ipynb file.");
    }

    private static CellFailure Unknown(CellSource cell, int line, string name) => Failure(cell, line,
        $"There is no magic '{name}'.{Suggestion.For(name, Magic.All.Select(m => m.Name))} Known: {string.Join(", ", Magic.All.Select(m => m.Name))}.");

    private static CellFailure Failure(CellSource cell, int line, string message) => new("MagicError", message, $"   at {cell.Name}, line {line}");
}
