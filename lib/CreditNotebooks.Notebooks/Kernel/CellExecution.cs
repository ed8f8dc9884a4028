using System.IO.Enumeration;
using System.Text.Json.Nodes;
using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Documents;
using CreditNotebooks.Notebooks.Evaluation;
using CreditNotebooks.Notebooks.Kernel.Messages;

namespace CreditNotebooks.Notebooks.Kernel;

/// <summary>Runs the cells of execute requests in one session, counts them and remembers their texts.</summary>
internal sealed class CellExecution : IDisposable
{
    private const int CellsBetweenTrims = 50;
    private const long SmallHeap = 256L << 20;

    private readonly Action<string, JsonObject, JsonObject?> _publish;
    private readonly Func<byte[], string, bool, JsonObject, bool> _ask;
    private readonly KernelSink _sink;
    private readonly CellSession _session;
    private readonly List<(int Count, string Code)> _history = [];
    private readonly Lock _gate = new();
    private readonly Lock _asking = new();
    private int _sinceTrim;
    private int _uncounted;
    private JsonObject? _request;
    private CancellationTokenSource? _running;
    private volatile TaskCompletionSource<string>? _answer;
    private byte[]? _asked;

    public CellExecution(string folder, Action<string, JsonObject, JsonObject?> publish, Func<byte[], string, bool, JsonObject, bool> ask)
    {
        (_publish, _ask) = (publish, ask);
        _sink = new KernelSink(publish);
        Context = new CellContext { Sink = _sink, Ask = Ask };
        _session = new CellSession(Context, folder);
        Language = new LanguageReplies(new Language.LanguageService(_session));
    }

    /// <summary>What surrounds the cells.</summary>
    public CellContext Context { get; }

    /// <summary>Completion and help for its cells.</summary>
    public LanguageReplies Language { get; }

    /// <summary>An exception in the cells' own names and lines.</summary>
    public IReadOnlyList<string> Explain(Exception exception) => _session.Explain(exception);

    /// <summary>How many cells have been run and counted.</summary>
    public int Count { get; private set; }

    /// <summary>Runs the request's cell; the content of its reply.</summary>
    public async Task<JsonObject> RunAsync(JupyterMessage request, byte[] identity)
    {
        var content = request.Content;
        var code = (string?)content["code"] ?? "";
        var silent = (bool?)content["silent"] ?? false;
        var isKept = !silent && ((bool?)content["store_history"] ?? true);
        _request = request.Header;
        _asked = (bool?)content["allow_stdin"] ?? true ? identity : null;
        _sink.Begin(request.Header, showsProgress: _asked is not null && !silent);
        if (isKept)
        {
            Count++;
            lock (_gate)
            {
                _history.Add((Count, code));
            }
        }
        // By its name the lines of a cell are found in later errors.
        var name = isKept ? $"cell {Count}" : $"uncounted cell {++_uncounted}";
        if (!silent)
        {
            _publish("execute_input", new JsonObject { ["code"] = code, ["execution_count"] = Count }, request.Header);
        }

        using var stop = new CancellationTokenSource();
        lock (_gate)
        {
            _running = stop;
        }
        try
        {
            return await RunAsync(request, new CellSource(name, code), silent, stop.Token).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _running = null;
            }
        }
    }

    /// <summary>Gives memory back now and then, as long as that is a matter of milliseconds: a notebook stays open for days.</summary>
    public void Trim()
    {
        if (++_sinceTrim >= CellsBetweenTrims && GC.GetTotalMemory(forceFullCollection: false) < SmallHeap)
        {
            _sinceTrim = 0;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }

    private async Task<JsonObject> RunAsync(JupyterMessage request, CellSource cell, bool silent, CancellationToken stop)
    {
        var result = string.IsNullOrWhiteSpace(cell.Text)
            ? new CellResult(CellOutcome.Finished, null, null, TimeSpan.Zero)
            : await _session.RunAsync(cell, stop).ConfigureAwait(false);
        _sink.Flush();
        if (result.Error is { } error)
        {
            var shown = new JsonObject { ["ename"] = error.Name, ["evalue"] = error.Message, ["traceback"] = Traceback(error) };
            _publish("error", (JsonObject)shown.DeepClone(), request.Header);
            shown["status"] = "error";
            shown["execution_count"] = Count;
            return shown;
        }
        if (result.Value is { } value && !silent)
        {
            _publish("execute_result", new JsonObject
            {
                ["data"] = NotebookOutput.InMessage(value), ["metadata"] = new JsonObject(), ["execution_count"] = Count,
            }, request.Header);
        }
        return new JsonObject
        {
            ["status"] = "ok",
            ["execution_count"] = Count,
            ["user_expressions"] = await EvaluateAsync(request.Content["user_expressions"] as JsonObject, stop).ConfigureAwait(false),
            ["payload"] = new JsonArray(),
        };
    }

    /// <summary>Stops the running cell, if any.</summary>
    public void Interrupt()
    {
        lock (_gate)
        {
            if (_running is { } running)
            {
                _ = CancelAsync(running);
            }
        }
    }

    /// <summary>Cancels. What the cell has registered with its token runs elsewhere: it may take its time, or throw.</summary>
    private async Task CancelAsync(CancellationTokenSource running)
    {
        try
        {
            await running.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException e)
        {
            _sink.WriteText($"What the cell does when it is stopped failed: {e.InnerException!.Message}\n", isError: true);
        }
    }

    /// <summary>Asks the user for a line and waits for it; null when the cell's client has nobody to ask. One question at a time.</summary>
    /// <exception cref="OperationCanceledException">The cell was stopped meanwhile.</exception>
    private string? Ask(string prompt, bool isPassword)
    {
        lock (_asking)
        {
            var answer = _answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            try
            {
                _sink.Flush();
                return _asked is not null && _request is not null && _ask(_asked, prompt, isPassword, _request)
                    ? answer.Task.WaitAsync(Context.CancellationToken).GetAwaiter().GetResult()
                    : null;
            }
            finally
            {
                _answer = null;
            }
        }
    }

    /// <summary>What the user typed; dropped when nothing is asked any more.</summary>
    public void Answer(string text) => _answer?.TrySetResult(text);

    /// <summary>The content of a history_reply: the last cells, a range of them, or those that a pattern matches.</summary>
    public JsonObject History(JsonObject request)
    {
        List<(int Count, string Code)> all;
        lock (_gate)
        {
            all = [.. _history];
        }
        var most = (int?)request["n"] ?? int.MaxValue;
        var found = (string?)request["hist_access_type"] switch
        {
            "range" => all.Where(h => h.Count >= ((int?)request["start"] ?? 0) && h.Count < ((int?)request["stop"] ?? int.MaxValue)),
            "search" => Matches(all, (string?)request["pattern"] ?? "*", (bool?)request["unique"] ?? false).TakeLast(most),
            _ => all.TakeLast(most),
        };
        var withOutput = (bool?)request["output"] ?? false;
        return new JsonObject
        {
            ["status"] = "ok",
            ["history"] = new JsonArray([.. found.Select(h => (JsonNode)new JsonArray(0, h.Count, withOutput ? new JsonArray(h.Code, null) : h.Code))]),
        };
    }

    public void Dispose() => _sink.Dispose();

    private static IEnumerable<(int Count, string Code)> Matches(List<(int Count, string Code)> all, string pattern, bool unique)
    {
        var found = all.Where(h => FileSystemName.MatchesSimpleExpression(pattern, h.Code, ignoreCase: false));
        // Of equal cells the last one stays.
        return unique ? found.Reverse().DistinctBy(h => h.Code).Reverse() : found;
    }

    private static JsonArray Traceback(CellError error) => [.. TracebackColors.Paint(error).Select(line => (JsonNode)line)];

    private async Task<JsonObject> EvaluateAsync(JsonObject? expressions, CancellationToken stop)
    {
        var values = new JsonObject();
        foreach (var (name, expression) in expressions ?? [])
        {
            var result = await _session.RunAsync(new CellSource($"expression {name}", (string?)expression ?? ""), stop).ConfigureAwait(false);
            values[name] = result.Error is { } error
                ? new JsonObject { ["status"] = "error", ["ename"] = error.Name, ["evalue"] = error.Message, ["traceback"] = Traceback(error) }
                : new JsonObject { ["status"] = "ok", ["data"] = result.Value is { } value ? NotebookOutput.InMessage(value) : [], ["metadata"] = new JsonObject() };
        }
        return values;
    }
}
