namespace CreditNotebooks.Display;

/// <summary>The one way from cells to what shows them: nothing passes with a secret in it. A secret may be written in pieces, so text that could be
/// the beginning of one is held back until more comes, a display comes, the user is asked or the cell ends.</summary>
internal sealed class RedactedSink(IDisplaySink inner) : IDisplaySink
{
    private readonly Lock _gate = new();
    private string _output = "";
    private string _error = "";
    private bool _isInCell;

    /// <summary>A cell begins: from now on text may be held back.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _isInCell = true;
        }
    }

    /// <summary>The cell has ended. What its threads go on to write is shown as it comes.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isInCell = false;
            FlushLocked();
        }
    }

    /// <summary>Shows the text that was held back.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            FlushLocked();
        }
    }

    public void Display(MimeBundle bundle, string? displayId)
    {
        var shown = Redaction.Apply(bundle);
        lock (_gate)
        {
            FlushLocked();
            inner.Display(shown, displayId);
        }
    }

    public void Update(string displayId, MimeBundle bundle)
    {
        var shown = Redaction.Apply(bundle);
        lock (_gate)
        {
            FlushLocked();
            inner.Update(displayId, shown);
        }
    }

    public void Clear(bool wait)
    {
        lock (_gate)
        {
            FlushLocked();
            inner.Clear(wait);
        }
    }

    public void WriteText(string text, bool isError)
    {
        if (!Redaction.IsActive)
        {
            inner.WriteText(text, isError);
            return;
        }
        lock (_gate)
        {
            // Each stream holds back its own, so that the other's text between two pieces of a secret does not tear them apart.
            ref var held = ref isError ? ref _error : ref _output;
            var all = held + text;
            var end = all.Length;
            var shown = _isInCell ? Redaction.ApplyToBeginning(all, out end) : Redaction.Apply(all);
            held = all[end..];
            if (shown.Length > 0)
            {
                inner.WriteText(shown, isError);
            }
        }
    }

    public void Progress(string what, double? fraction) => inner.Progress(Redaction.Apply(what), fraction);

    private void FlushLocked()
    {
        Flush(ref _output, isError: false);
        Flush(ref _error, isError: true);
    }

    private void Flush(ref string held, bool isError)
    {
        if (held.Length > 0)
        {
            var shown = Redaction.Apply(held);
            held = "";
            inner.WriteText(shown, isError);
        }
    }
}
