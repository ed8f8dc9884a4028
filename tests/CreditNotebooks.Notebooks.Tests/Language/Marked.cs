using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Evaluation;
using CreditNotebooks.Notebooks.Language;

namespace CreditNotebooks.Notebooks.Tests.Language;

/// <summary>Texts with a <c>|</c> for the cursor, asked of a session that has run some cells.</summary>
internal sealed class Marked
{
    private readonly LanguageService _language;

    private Marked(LanguageService language) => _language = language;

    public static async Task<Marked> After(string folder, params string[] cells)
    {
        var session = new CellSession(new CellContext(), folder);
        foreach (var (i, cell) in cells.Index())
        {
            var result = await session.RunAsync(new CellSource($"cell {i + 1}", cell));
            Assert.True(result.Error is null, result.Error?.Message);
        }
        return new Marked(new LanguageService(session));
    }

    public CompletionList Complete(string marked) => _language.Complete(Unmark(marked), Position(marked));

    public IReadOnlyList<string> Texts(string marked) => [.. Complete(marked).Items.Select(i => i.Text)];

    /// <summary>Which words of the list are offered.</summary>
    public string Offered(string marked, string words)
    {
        var texts = Texts(marked);
        return string.Join(' ', words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(texts.Contains));
    }

    public string? Help(string marked, int detail = 0) => _language.Inspect(Unmark(marked), Position(marked), detail)?.Data[MimeBundle.PlainText];

    // The last one: a bar is an operator too.
    private static int Position(string marked) => marked.LastIndexOf('|');

    private static string Unmark(string marked) => marked.Remove(Position(marked), 1);
}
