using System.Text;
using System.Text.Json.Nodes;
using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Documents;
using CreditNotebooks.Notebooks.Evaluation;

namespace CreditNotebooks.Notebooks.Runner;

/// <summary>Turns what cells show into nbformat outputs, in the order they were shown.</summary>
internal sealed class OutputRecorder(Action<string, double?> progress) : IDisplaySink
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, JsonObject> _displays = [];
    private readonly StringBuilder _text = new();
    private JsonArray _outputs = [];
    private bool _textIsError;
    private bool _clearBeforeNext;

    /// <summary>From now on outputs belong to this cell.</summary>
    public void Begin(NotebookCell cell)
    {
        lock (_gate)
        {
            FlushText();
            _outputs = cell.Outputs;
            _outputs.Clear();
            _clearBeforeNext = false;
        }
    }

    /// <summary>The cell has ended: its value or its error is its last output.</summary>
    public void End(CellResult result, int executionCount)
    {
        lock (_gate)
        {
            if (result.Value is { } value)
            {
                Add(new JsonObject
                {
                    ["output_type"] = "execute_result",
                    ["data"] = NotebookOutput.InFile(value),
                    ["metadata"] = new JsonObject(),
                    ["execution_count"] = executionCount,
                });
            }
            if (result.Error is { } error)
            {
                Add(new JsonObject
                {
                    ["output_type"] = "error",
                    ["ename"] = error.Name,
                    ["evalue"] = error.Message,
                    ["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)line)]),
                });
            }
            FlushText();
        }
    }

    public void Display(MimeBundle bundle, string? displayId)
    {
        lock (_gate)
        {
            var output = new JsonObject
            {
                ["output_type"] = "display_data",
                ["data"] = NotebookOutput.InFile(bundle),
                ["metadata"] = new JsonObject(),
            };
            Add(output);
            if (displayId is not null)
            {
                _displays[displayId] = output;
            }
        }
    }

    public void Update(string displayId, MimeBundle bundle)
    {
        lock (_gate)
        {
            if (_displays.TryGetValue(displayId, out var output))
            {
                output["data"] = NotebookOutput.InFile(bundle);
            }
        }
    }

    public void Clear(bool wait)
    {
        lock (_gate)
        {
            _clearBeforeNext = wait;
            if (!wait)
            {
                _text.Clear();
                _outputs.Clear();
            }
        }
    }

    public void WriteText(string text, bool isError)
    {
        lock (_gate)
        {
            ClearIfAsked();
            if (isError != _textIsError)
            {
                FlushText();
                _textIsError = isError;
            }
            _text.Append(text);
        }
    }

    public void Progress(string what, double? fraction) => progress(what, fraction);

    private void Add(JsonObject output)
    {
        ClearIfAsked();
        FlushText();
        _outputs.Add((JsonNode)output);
    }

    private void ClearIfAsked()
    {
        if (_clearBeforeNext)
        {
            _clearBeforeNext = false;
            _text.Clear();
            _outputs.Clear();
        }
    }

    private void FlushText()
    {
        if (_text.Length > 0)
        {
            _outputs.Add((JsonNode)new JsonObject
            {
                ["output_type"] = "stream",
                ["name"] = _textIsError ? "stderr" : "stdout",
                ["text"] = MultilineText.Write(_text.ToString()),
            });
            _text.Clear();
        }
    }
}
