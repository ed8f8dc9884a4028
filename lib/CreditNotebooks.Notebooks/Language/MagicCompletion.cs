using CreditNotebooks.Notebooks.Evaluation;

namespace CreditNotebooks.Notebooks.Language;

/// <summary>What may stand in a line that begins with <c>#</c> or <c>%</c>.</summary>
internal sealed class MagicCompletion(FileNames files)
{
    private const string Package = "nuget:";

    public CompletionList Complete(CellRegion.MagicLine line, int position)
    {
        var typed = line.Text[..Math.Min(line.Text.Length, position - line.Start)];
        if (typed.Split('"') is [var directive, var path])
        {
            return Path(directive.Trim(), path, position);
        }
        var words = typed.Split((char[]?)null, 2);
        if (words.Length == 1)
        {
            var names = Magic.All.Select(m => new CompletionItem(m.Name, CompletionKind.Keyword, m.Summary));
            var directives = new[] { new CompletionItem("#r", CompletionKind.Keyword, "References an assembly."),
                new("#load", CompletionKind.Keyword, "Runs a .csx file here.") };
            var known = names.Concat(directives).Where(i => i.Text[0] == typed[0]);
            return new CompletionList(line.Start, position, CompletionOrder.Sort(known, typed));
        }
        return words[0].ToLowerInvariant() switch
        {
            "#!import" => files.Complete(words[1].TrimStart(), position, ".cs", ".csx", ".ipynb"),
            "#!sql" or "%%sql" => Word(["-o"], words[1], position),
            "#r" => Word(["\""], words[1], position),
            _ => CompletionList.None(position),
        };
    }

    private CompletionList Path(string directive, string typed, int position) => directive switch
    {
        "#r" => WithPackage(files.Complete(typed, position, ".dll"), typed, position),
        "#load" => files.Complete(typed, position, ".csx", ".cs"),
        "#!import" => files.Complete(typed, position, ".cs", ".csx", ".ipynb"),
        _ => CompletionList.None(position),
    };

    private static CompletionList WithPackage(CompletionList paths, string typed, int position) =>
        Package.StartsWith(typed, StringComparison.OrdinalIgnoreCase)
            ? new CompletionList(position - typed.Length, position,
                [.. paths.Items, new CompletionItem(Package, CompletionKind.Keyword, "A package of NuGet, with its version.")])
            : paths;

    private static CompletionList Word(string[] words, string typed, int position) =>
        typed.Contains(' ', StringComparison.Ordinal) ? CompletionList.None(position)
        : new CompletionList(position - typed.Length, position,
            CompletionOrder.Sort(words.Select(w => new CompletionItem(w, CompletionKind.Keyword)), typed));
}
