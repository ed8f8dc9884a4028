namespace CreditNotebooks.Display;

/// <summary>Where displays of a running cell go: the runner's notebook, the kernel's wire, a console.</summary>
public interface IDisplaySink
{
    /// <summary>Shows a bundle. <paramref name="displayId"/> names it for later <see cref="Update"/>s, or is null.</summary>
    void Display(MimeBundle bundle, string? displayId);

    /// <summary>Replaces what was shown under <paramref name="displayId"/>, wherever it stands.</summary>
    void Update(string displayId, MimeBundle bundle);

    /// <summary>Removes the cell's output so far; with <paramref name="wait"/> only when the next output comes.</summary>
    void Clear(bool wait);

    /// <summary>Text that the cell wrote to the console, in order with its displays. May come from any thread.</summary>
    void WriteText(string text, bool isError);

    /// <summary>Says how far a long computation is: up to 1, which is its end, or null when that is unknown. <paramref name="what"/> is a short
    /// phrase. May come from any thread.</summary>
    void Progress(string what, double? fraction);
}
