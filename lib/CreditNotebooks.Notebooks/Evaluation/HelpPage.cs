using System.Text;
using CreditNotebooks.Display;

namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>What <c>#!help</c> shows: the page help.md with the table of magics in its place.</summary>
internal static class HelpPage
{
    private const string Place = "{magics}";

    private static readonly Lazy<string> Page = new(Read);

    public static MimeBundle Whole => Markdown(Page.Value.Replace(Place, Magics(), StringComparison.Ordinal));

    public static MimeBundle MagicsAlone => Markdown(Magics());

    private static MimeBundle Markdown(string text) =>
        new(new Dictionary<string, string> { [MimeBundle.Markdown] = text, [MimeBundle.PlainText] = text });

    private static string Magics()
    {
        // Classic Jupyter sets columns that say nothing to the right.
        var table = new StringBuilder("| magic | what it does |\n|:---|:---|\n");
        foreach (var magic in Magic.All)
        {
            table.Append($"| `{$"{magic.Name} {magic.Arguments}".TrimEnd()}` | {magic.Summary} |\n");
        }
        return table.ToString().TrimEnd('\n');
    }

    private static string Read()
    {
        using var stream = typeof(HelpPage).Assembly.GetManifestResourceStream("help.md")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
