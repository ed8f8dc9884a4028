namespace CreditNotebooks.Notebooks.Language;

/// <summary>What an item names; editors show an icon for it.</summary>
internal enum CompletionKind
{
    Method, Function, Property, Field, Variable, Class, Struct, Interface, Enum, EnumMember, Event, Module, Keyword, Text, File, Folder,
}

/// <summary>A text that may be inserted.</summary>
/// <param name="Text">What is inserted.</param>
/// <param name="Kind">What it names.</param>
/// <param name="Signature">Its type or signature, in a line; empty when there is nothing to say.</param>
internal sealed record CompletionItem(string Text, CompletionKind Kind, string Signature = "");

/// <summary>What may replace the text from <paramref name="Start"/> to <paramref name="End"/>, best first. Positions count UTF-16 units of
/// the cell's text.</summary>
internal sealed record CompletionList(int Start, int End, IReadOnlyList<CompletionItem> Items)
{
    /// <summary>Nothing to offer at the position.</summary>
    public static CompletionList None(int position) => new(position, position, []);
}
