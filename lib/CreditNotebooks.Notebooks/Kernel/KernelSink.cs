using System.Text;
using System.Text.Json.Nodes;
using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Documents;

namespace CreditNotebooks.Notebooks.Kernel;

/// <summary>What cells show, as Jupyter's messages: console text is gathered for a moment, and stays in order with the displays.</summary>
internal sealed class KernelSink(Action<string, JsonObject, JsonObject?> publish) : IDisplaySink, IDisposable
{
    private const int MaxGathered = 64 * 1024;
    private static readonly TimeSpan GatheredFor = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly AsyncLocal<JsonObject?> _request = new();
    private readonly StringBuilder _text = new();
    private JsonObject? _lastRequest;
    private JsonObject? _textRequest;
    private Timer? _timer;
    private bool _textIsError;
    private bool _isTimed;
    private bool _showsProgress;
    private bool _hasShown;
    private string? _progress;
    private int _bars;

    /// <summary>From now on what the caller and all that it starts show answers this request, also when a later cell runs already. Progress is
    /// for somebody who looks on; in a notebook that a program runs it would stay as an empty output.</summary>
    public void Begin(JsonObject request, bool showsProgress)
    {
        lock (_gate)
        {
            _request.Value = _lastRequest = request;
            (_showsProgress, _hasShown, _progress) = (showsProgress, false, null);
        }
    }

    public void Display(MimeBundle bundle, string? displayId) => Send("display_data", Shown(bundle, displayId));

    public void Update(string displayId, MimeBundle bundle) => Send("update_display_data", Shown(bundle, displayId));

    public void Clear(bool wait)
    {
        lock (_gate)
        {
            Send("clear_output", new JsonObject { ["wait"] = wait });
            _progress = null;
        }
    }

    public void WriteText(string text, bool isError)
    {
        var request = Request;
        lock (_gate)
        {
            if (isError != _textIsError || request != _textRequest)
            {
                FlushLocked();
                (_textIsError, _textRequest) = (isError, request);
            }
            _text.Append(text);
            if (_text.Length >= MaxGathered)
            {
                FlushCharacters();
            }
            else if (!_isTimed)
            {
                // From the first piece on: a cell that never pauses is read as it writes.
                _isTimed = true;
                (_timer ??= new Timer(_ => FlushGathered())).Change(GatheredFor, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Progress(string what, double? fraction)
    {
        lock (_gate)
        {
            // A cell that has ended has no bar any more.
            if (!_showsProgress || Request != _lastRequest || (fraction is 1 && _progress is null))
            {
                return;
            }
            FlushLocked();
            if (fraction is not 1)
            {
                var type = _progress is null ? "display_data" : "update_display_data";
                publish(type, Shown(ProgressDisplay.Of(what, fraction), _progress ??= $"progress-{++_bars}"), Request);
            }
            else if (_hasShown)
            {
                publish("update_display_data", Shown(ProgressDisplay.Nothing, _progress), Request);
            }
            else
            {
                // Nothing but the bar stands there: it can go without a trace.
                publish("clear_output", new JsonObject { ["wait"] = false }, Request);
                _progress = null;
            }
        }
    }

    /// <summary>Sends the text that was gathered.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            FlushLocked();
        }
    }

    public void Dispose() => _timer?.Dispose();

    private JsonObject? Request => _request.Value ?? _lastRequest;

    private static JsonObject Shown(MimeBundle bundle, string? displayId) => new()
    {
        ["data"] = NotebookOutput.InMessage(bundle),
        ["metadata"] = new JsonObject(),
        ["transient"] = displayId is null ? [] : new JsonObject { ["display_id"] = displayId },
    };

    private void Send(string type, JsonObject content)
    {
        lock (_gate)
        {
            FlushLocked();
            _hasShown = true;
            publish(type, content, Request);
        }
    }

    private void FlushGathered()
    {
        lock (_gate)
        {
            _isTimed = false;
            FlushCharacters();
        }
    }

    /// <summary>Keeps the half of a character whose other half is still to come.</summary>
    private void FlushCharacters()
    {
        var half = _text.Length > 0 && char.IsHighSurrogate(_text[^1]) ? _text[^1].ToString() : "";
        _text.Length -= half.Length;
        FlushLocked();
        _text.Append(half);
    }

    private void FlushLocked()
    {
        if (_text.Length > 0)
        {
            _hasShown = true;
            publish("stream", new JsonObject { ["name"] = _textIsError ? "stderr" : "stdout", ["text"] = _text.ToString() }, _textRequest);
            _text.Clear();
        }
    }
}
