namespace CreditNotebooks.Notebooks.Language;

/// <summary>Which items go with what is typed, and in what order: the typed text begins the item, begins it but for case, is made of the
/// beginnings of its words, or stands within it.</summary>
internal static class CompletionOrder
{
    private const int NoMatch = 4;

    /// <summary>The items that go with what is typed, one of a name. Items of one rank keep the order of their groups, and are
    /// alphabetical within.</summary>
    /// <param name="items">The items with the number of their group, nearest first.</param>
    /// <param name="typed">What stands between the item's place and the cursor.</param>
    /// <param name="ignoreCase">Whether the language does: then other case is as good.</param>
    public static IReadOnlyList<CompletionItem> Sort(IEnumerable<(CompletionItem Item, int Group)> items, string typed,
        bool ignoreCase = false) =>
    [
        .. items.Select(i => (i.Item, i.Group, Rank: RankOf(i.Item.Text, typed) is var rank && ignoreCase ? Math.Max(rank, 1) : rank))
            .Where(i => i.Rank < NoMatch)
            .OrderBy(i => i.Rank).ThenBy(i => i.Group)
            .ThenBy(i => i.Item.Text, StringComparer.OrdinalIgnoreCase).ThenBy(i => i.Item.Text, StringComparer.Ordinal)
            .Select(i => i.Item).DistinctBy(i => i.Text),
    ];

    /// <summary>The same for items of one group.</summary>
    public static IReadOnlyList<CompletionItem> Sort(IEnumerable<CompletionItem> items, string typed) =>
        Sort(items.Select(i => (i, 0)), typed);

    private static int RankOf(string text, string typed) =>
        text.StartsWith(typed, StringComparison.Ordinal) ? 0
        : text.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? 1
        : IsMadeOfWordStarts(text, 0, typed, 0) ? 2
        : typed.Length > 1 && text.Contains(typed, StringComparison.OrdinalIgnoreCase) ? 3
        : NoMatch;

    /// <summary>Whether the rest of what is typed can be cut into beginnings of the text's words, in their order: <c>obd</c>,
    /// <c>OrdDesc</c>.</summary>
    private static bool IsMadeOfWordStarts(string text, int from, string typed, int at)
    {
        if (at == typed.Length)
        {
            return true;
        }
        for (var i = from; i < text.Length; i++)
        {
            if (!IsWordStart(text, i))
            {
                continue;
            }
            var length = 0;
            while (i + length < text.Length && at + length < typed.Length
                && char.ToUpperInvariant(text[i + length]) == char.ToUpperInvariant(typed[at + length]))
            {
                length++;
            }
            for (; length > 0; length--)
            {
                if (IsMadeOfWordStarts(text, i + length, typed, at + length))
                {
                    return true;
                }
            }
        }
        return false;
    }

    private static bool IsWordStart(string text, int i) => char.IsLetterOrDigit(text[i])
        && (i == 0 || !char.IsLetterOrDigit(text[i - 1]) || (char.IsUpper(text[i]) && !char.IsUpper(text[i - 1]))
            || (char.IsDigit(text[i]) && !char.IsDigit(text[i - 1])));
}
