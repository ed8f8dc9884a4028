namespace CreditNotebooks.Display;

/// <summary>What a cell calls without a prefix, named as in .NET Interactive: <c>display(x)</c>, <c>HTML("…")</c>.
/// Notebooks have these names in scope; other code says <c>using static CreditNotebooks.Display.Displays;</c>.</summary>
public static class Displays
{
    private static int _count;

    /// <summary>Shows a value now, in the place where the cell stands; the answer can update it. Outside of a notebook nothing is shown.</summary>
    public static DisplayedValue display(object? value) => Show(value, null);

    /// <summary>Shows text as the given MIME type: <c>display("# Title", "text/markdown")</c>.</summary>
    public static DisplayedValue display(object? value, string mimeType) => Show(value, mimeType);

    /// <summary>Shows the value; the same as <see cref="display(object?)"/>, for the end of a chain of calls.</summary>
    public static DisplayedValue Display(this object? value) => Show(value, null);

    /// <summary>Shows the value as the given MIME type.</summary>
    public static DisplayedValue Display(this object? value, string mimeType) => Show(value, mimeType);

    /// <summary>An HTML fragment to show: the last expression of a cell, or given to <c>display</c>.</summary>
    public static IDisplayable HTML(string html) => new Fragment(MimeBundle.Html, html);

    /// <summary>Markdown to show, rendered by the front end.</summary>
    public static IDisplayable Markdown(string markdown) => new Fragment(MimeBundle.Markdown, markdown);

    /// <summary>Removes what the running cell has shown so far; with <paramref name="wait"/> only when it shows something again.</summary>
    public static void ClearOutput(bool wait = false) => CellContext.Current.Sink?.Clear(wait);

    /// <summary>Asks the user for a line of text and waits for it.</summary>
    /// <exception cref="InvalidOperationException">There is nobody to ask: the notebook is run as a whole.</exception>
    /// <exception cref="OperationCanceledException">The cell was stopped meanwhile.</exception>
    public static string GetInput(string prompt = "") => Ask(prompt, isPassword: false);

    /// <summary>Asks the user for a secret, which is not shown while it is typed.</summary>
    /// <exception cref="InvalidOperationException">There is nobody to ask: the notebook is run as a whole.</exception>
    /// <exception cref="OperationCanceledException">The cell was stopped meanwhile.</exception>
    public static string GetPassword(string prompt = "Password: ") => Ask(prompt, isPassword: true);

    private static string Ask(string prompt, bool isPassword)
    {
        var context = CellContext.Current;
        // What stands before the prompt is seen before it.
        (context.Sink as RedactedSink)?.Flush();
        return context.Ask?.Invoke(Redaction.Apply(prompt), isPassword) ?? throw new InvalidOperationException(
            "The cell asks for input, and nobody can be asked here: set a variable of the parameters cell in its place.");
    }

    internal static MimeBundle Bundle(object? value, string? mimeType)
    {
        if (mimeType is null)
        {
            return Formatter.ToBundle(value);
        }
        var text = value as string ?? Formatter.ToBundle(value).Data.GetValueOrDefault(mimeType)
            ?? throw new ArgumentException($"A {value?.GetType().Name ?? "null"} cannot be shown as {mimeType}: give display a string of that type.");
        return new MimeBundle(new Dictionary<string, string> { [mimeType] = text, [MimeBundle.PlainText] = text });
    }

    private static DisplayedValue Show(object? value, string? mimeType)
    {
        var context = CellContext.Current;
        var id = $"display-{Interlocked.Increment(ref _count)}";
        context.Sink?.Display(Bundle(value, mimeType), id);
        return new DisplayedValue(context, id, mimeType);
    }

    private sealed class Fragment(string mimeType, string text) : IDisplayable
    {
        public MimeBundle ToMimeBundle() =>
            new(new Dictionary<string, string> { [mimeType] = text, [MimeBundle.PlainText] = text });

        public override string ToString() => text;
    }
}
