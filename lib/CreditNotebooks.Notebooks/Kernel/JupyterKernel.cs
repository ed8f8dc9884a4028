using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Evaluation;
using CreditNotebooks.Notebooks.Kernel.Messages;
using CreditNotebooks.Notebooks.Kernel.Wire;
using CreditNotebooks.Notebooks.Language;

namespace CreditNotebooks.Notebooks.Kernel;

/// <summary>A C# kernel for Jupyter's clients (messaging specification 5.4): one session of cells behind five sockets.</summary>
public sealed class JupyterKernel : IAsyncDisposable
{
    private sealed record Request(ZmtpPeer Peer, JupyterMessage Message);

    private readonly MessageCodec _codec;
    private readonly Action<string> _log;
    private readonly ZmtpServer _shell;
    private readonly ZmtpServer _control;
    private readonly ZmtpServer _stdin;
    private readonly ZmtpServer _iopub;
    private readonly ZmtpServer _heartbeat;
    private readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>();
    private readonly TaskCompletionSource _shutdown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CellExecution _execution;
    private readonly byte[] _topicOfIopub = Encoding.ASCII.GetBytes("kernel.iopub");

    /// <summary>Opens the sockets; the kernel answers from now on. Relative paths of cells start at <paramref name="folder"/>.</summary>
    /// <param name="connection">Where to listen and how to sign.</param>
    /// <param name="folder">The notebook's folder.</param>
    /// <param name="log">Told of messages that are dropped.</param>
    /// <exception cref="NotebookKernelException">A port is taken or the address is not this machine's.</exception>
    public JupyterKernel(ConnectionFile connection, string folder, Action<string> log)
    {
        (_codec, _log) = (new MessageCodec(connection.Key), message => log(Redaction.Apply(message)));
        _execution = new CellExecution(folder, (type, content, parent) => Publish(type, content, parent), AskForInput);
        try
        {
            _heartbeat = new ZmtpServer("REP", connection.Address, connection.HeartbeatPort, (peer, frames) => Echo(peer, frames));
            _iopub = new ZmtpServer("PUB", connection.Address, connection.IopubPort, (_, _) => Task.CompletedTask) { Subscribed = Welcome };
            _stdin = new ZmtpServer("ROUTER", connection.Address, connection.StdinPort, (_, frames) => OnInput(frames));
            _control = new ZmtpServer("ROUTER", connection.Address, connection.ControlPort, OnControlAsync);
            _shell = new ZmtpServer("ROUTER", connection.Address, connection.ShellPort, OnShell);
        }
        catch (SocketException e)
        {
            throw new NotebookKernelException($"A port of the connection file cannot be listened on at {connection.Address}: {e.Message}", e);
        }
        _ = WarmUpAsync();
        Publish("status", new JsonObject { ["execution_state"] = "starting" }, null);
    }

    /// <summary>Answers requests until a client shuts the kernel down or <paramref name="stop"/> is cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await using var registration = stop.Register(() => _shutdown.TrySetResult()).ConfigureAwait(false);
        // Requests are answered until the shutdown; an error that ends them sooner is the kernel's own, and ends it.
        await await Task.WhenAny(_shutdown.Task, Task.Run(ServeAsync, CancellationToken.None)).ConfigureAwait(false);
        _execution.Interrupt();
        var drained = TimeSpan.FromSeconds(1);
        await Task.WhenAll(_control.DrainAsync(drained), _shell.DrainAsync(drained), _iopub.DrainAsync(drained)).ConfigureAwait(false);
    }

    /// <summary>Stops the running cell, as the interrupt request does.</summary>
    public void Interrupt() => _execution.Interrupt();

    /// <summary>Serves as the only kernel of this process: an exception on a thread of a cell's is shown and does not end the process, and
    /// what code without a context shows belongs to the cell that ran last.</summary>
    public void OwnProcess()
    {
        CellContext.OfProcess = _execution.Context;
        ExceptionHandling.SetUnhandledExceptionHandler(exception =>
        {
            var lines = string.Join('\n', _execution.Explain(exception));
            _execution.Context.Sink!.WriteText($"An exception ended a thread that a cell started.\n{lines}\n", isError: true);
            return true;
        });
    }

    /// <summary>Closes the sockets.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in new[] { _shell, _control, _stdin, _iopub, _heartbeat })
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }
        _execution.Dispose();
    }

    // What runs a cell comes first; a user types before a list is wanted.
    private static async Task WarmUpAsync()
    {
        await CellSession.WarmUpAsync().ConfigureAwait(false);
        await LanguageService.WarmUpAsync().ConfigureAwait(false);
    }

    private static Task Echo(ZmtpPeer peer, List<byte[]> frames)
    {
        peer.Send([.. frames.Select(f => (ReadOnlyMemory<byte>)f)]);
        return Task.CompletedTask;
    }

    private Task OnShell(ZmtpPeer peer, List<byte[]> frames)
    {
        if (Read(frames) is { } message)
        {
            _requests.Writer.TryWrite(new Request(peer, message));
        }
        return Task.CompletedTask;
    }

    /// <summary>Control requests are answered at once, also while a cell computes.</summary>
    private async Task OnControlAsync(ZmtpPeer peer, List<byte[]> frames)
    {
        if (Read(frames) is not { } message)
        {
            return;
        }
        var request = new Request(peer, message);
        if (message.Type is "execute_request")
        {
            // Cells run one at a time, whichever way they come.
            _requests.Writer.TryWrite(request);
            return;
        }
        await AnswerAsync(request).ConfigureAwait(false);
    }

    private Task OnInput(List<byte[]> frames)
    {
        if (Read(frames) is { Type: "input_reply" } message)
        {
            _execution.Answer((string?)message.Content["value"] ?? "");
        }
        return Task.CompletedTask;
    }

    private JupyterMessage? Read(List<byte[]> frames)
    {
        var message = _codec.TryRead(frames, out var reason);
        if (message is null)
        {
            _log($"A message was dropped. {reason}");
        }
        return message;
    }

    private async Task ServeAsync()
    {
        await foreach (var request in _requests.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            // What was queued behind a failing cell is not run: its author had not seen the error yet.
            var behind = await AnswerAsync(request).ConfigureAwait(false);
            for (var i = 0; i < behind && _requests.Reader.TryRead(out var next); i++)
            {
                if (next.Message.Type is "execute_request")
                {
                    Busy(next.Message);
                    Reply(next, new JsonObject { ["status"] = "aborted", ["execution_count"] = _execution.Count });
                    Idle(next.Message);
                }
                else
                {
                    await AnswerAsync(next).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Answers the request, whatever it brings; how many that had come by its end are to be aborted.</summary>
    private async Task<int> AnswerAsync(Request request)
    {
        var message = request.Message;
        var behind = 0;
        Busy(message);
        try
        {
            if (await ContentAsync(request).ConfigureAwait(false) is { } content)
            {
                var stops = message.Type is "execute_request" && (string?)content["status"] is "error"
                    && ((bool?)message.Content["stop_on_error"] ?? true);
                behind = stops ? _requests.Reader.Count : 0;
                Reply(request, content);
            }
        }
        catch (Exception e)
        {
            // Such as content that is not as the protocol says. The session goes on with the next request.
            _log($"A {message.Type} cannot be answered. {e.Message}");
            var refusal = Refusal(e.GetType().Name, $"The kernel cannot answer this {message.Type}: {e.Message}");
            if (message.Type is "execute_request")
            {
                Publish("error", (JsonObject)refusal.DeepClone(), message.Header);
                refusal["execution_count"] = _execution.Count;
            }
            Reply(request, refusal);
        }
        finally
        {
            Idle(message);
        }
        switch (message.Type)
        {
            case "execute_request":
                _execution.Trim();
                break;
            case "shutdown_request":
                _shutdown.TrySetResult();
                break;
        }
        return behind;
    }

    /// <summary>Does what the request asks for; the content of its reply, null for a message that has none.</summary>
    private async Task<JsonObject?> ContentAsync(Request request)
    {
        var message = request.Message;
        switch (message.Type)
        {
            case "execute_request":
                return await _execution.RunAsync(message, request.Peer.Identity).ConfigureAwait(false);
            case "kernel_info_request":
                return KernelInfo.Content();
            case "is_complete_request":
                return Completeness.Of((string?)message.Content["code"] ?? "");
            case "complete_request":
                return _execution.Language.Complete(message.Content);
            case "inspect_request":
                return _execution.Language.Inspect(message.Content);
            case "history_request":
                return _execution.History(message.Content);
            case "comm_info_request":
                return new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() };
            case "comm_open":
                Publish("comm_close", new JsonObject { ["comm_id"] = message.Content["comm_id"]?.DeepClone(), ["data"] = new JsonObject() }, message.Header);
                return null;
            case "comm_msg" or "comm_close":
                return null;
            case "interrupt_request":
                _execution.Interrupt();
                return new JsonObject { ["status"] = "ok" };
            case "shutdown_request":
                var content = new JsonObject { ["status"] = "ok", ["restart"] = (bool?)message.Content["restart"] ?? false };
                Publish("shutdown_reply", (JsonObject)content.DeepClone(), message.Header);
                return content;
            default:
                return Refusal("NotSupported", $"This kernel does not answer {message.Type}.");
        }
    }

    private static JsonObject Refusal(string name, string reason) =>
        new() { ["status"] = "error", ["ename"] = name, ["evalue"] = reason, ["traceback"] = new JsonArray(reason) };

    private void Busy(JupyterMessage message) => Publish("status", new JsonObject { ["execution_state"] = "busy" }, message.Header);

    private void Idle(JupyterMessage message) => Publish("status", new JsonObject { ["execution_state"] = "idle" }, message.Header);

    /// <summary>Replies to a request; other messages, such as those of comms, have no reply.</summary>
    private void Reply(Request to, JsonObject content)
    {
        const string Asking = "_request";
        if (to.Message.Type.EndsWith(Asking, StringComparison.Ordinal))
        {
            to.Peer.Send(_codec.Write(to.Message.Type[..^Asking.Length] + "_reply", content, to.Message.Header, null, to.Message.Route));
        }
    }

    private void Publish(string type, JsonObject content, JsonObject? parent) =>
        _iopub.Publish(_codec.Write(type, content, parent, null, [Encoding.ASCII.GetBytes("kernel." + type)]));

    /// <summary>Tells a client that its subscription has arrived, so that it misses nothing from here on (JEP 65).</summary>
    private void Welcome(ZmtpPeer peer, byte[] topic) =>
        peer.Send(_codec.Write("iopub_welcome", new JsonObject { ["subscription"] = Encoding.UTF8.GetString(topic) }, null, null, [_topicOfIopub]));

    private bool AskForInput(byte[] identity, string prompt, bool password, JsonObject parent)
    {
        if (_stdin.Find(identity) is not { } peer)
        {
            return false;
        }
        peer.Send(_codec.Write("input_request", new JsonObject { ["prompt"] = prompt, ["password"] = password }, parent, null, []));
        return true;
    }
}
