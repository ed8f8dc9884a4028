using CreditNotebooks.Display;

namespace CreditNotebooks.Notebooks.Language;

/// <summary>Choices of SQL as items of the cell that holds the text.</summary>
internal static class SqlItems
{
    /// <summary>The choices that go with what is typed.</summary>
    /// <param name="choices">For the text.</param>
    /// <param name="text">The SQL, from its beginning.</param>
    /// <param name="offset">Where the text begins in the cell.</param>
    /// <param name="position">The cursor in the cell.</param>
    public static CompletionList Place(SqlChoices choices, string text, int offset, int position)
    {
        var typed = text[choices.Start..(position - offset)];
        var items = choices.Choices.Select(c => (new CompletionItem(c.Text, KindOf(c.Kind), c.Signature), (int)c.Kind));
        return new CompletionList(offset + choices.Start, position, CompletionOrder.Sort(items, typed, ignoreCase: true));
    }

    private static CompletionKind KindOf(SqlChoiceKind kind) => kind switch
    {
        SqlChoiceKind.Column => CompletionKind.Field,
        SqlChoiceKind.Table => CompletionKind.Class,
        SqlChoiceKind.Function => CompletionKind.Function,
        SqlChoiceKind.Keyword => CompletionKind.Keyword,
        _ => throw new System.Diagnostics.UnreachableException(kind.ToString()),
    };
}
