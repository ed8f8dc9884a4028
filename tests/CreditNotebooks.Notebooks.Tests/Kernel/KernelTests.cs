using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using CreditNotebooks.Notebooks.Kernel;
using CreditNotebooks.Notebooks.Kernel.Messages;
using CreditNotebooks.Notebooks.Kernel.Wire;

namespace CreditNotebooks.Notebooks.Tests.Kernel;

/// <summary>A client's view of the kernel, over real sockets.</summary>
public sealed class KernelTests : IAsyncLifetime
{
    private const string Key = "a key";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly MessageCodec _codec = new(Key);
    private JupyterKernel _kernel = null!;
    private ZmtpConnection _shell = null!;
    private ZmtpConnection _control = null!;
    private ZmtpConnection _iopub = null!;
    private Task _running = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        var file = ConnectionFile.OnFreePorts();
        _kernel = new JupyterKernel(file with { Key = Key }, ".", _ => { });
        _running = _kernel.RunAsync(CancellationToken.None);
        (_shell, _iopub, _control) = (await Connect(file.ShellPort, "DEALER"), await Connect(file.IopubPort, "SUB"), await Connect(file.ControlPort, "DEALER"));
        await _iopub.SendCommandAsync("SUBSCRIBE", [], CancellationToken.None);
        Assert.Equal("iopub_welcome", (await Receive(_iopub)).Type);
    }

    public async Task DisposeAsync()
    {
        _shell.Dispose();
        _control.Dispose();
        _iopub.Dispose();
        await _kernel.DisposeAsync();
    }

    [Fact]
    public async Task It_tells_what_it_is()
    {
        await Send(_shell, "kernel_info_request", []);
        var reply = await Receive(_shell);
        Assert.Equal("kernel_info_reply", reply.Type);
        Assert.Equal("C#", (string?)reply.Content["language_info"]!["name"]);
    }

    [Fact]
    public async Task A_cell_shows_its_text_and_its_value_between_busy_and_idle()
    {
        var reply = await Execute("Console.WriteLine(\"hello\"); 6 * 7");
        Assert.Equal("ok", (string?)reply.Content["status"]);
        Assert.Equal(["busy", "execute_input", "stream", "execute_result", "idle"], await Shown());
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 0)]
    public async Task Progress_is_for_a_client_that_somebody_sits_at(bool allowsInput, int messages)
    {
        var cell = Cell("var sink = CreditNotebooks.Display.CellContext.Current.Sink; sink.Progress(\"computing\", null); sink.Progress(\"computing\", 1);");
        cell["allow_stdin"] = allowsInput;
        await Send(_shell, "execute_request", cell);
        await Receive(_shell);
        Assert.Equal(messages, (await Shown()).Count(type => type is "display_data" or "clear_output"));
    }

    [Fact]
    public async Task An_error_is_coloured_and_its_name_and_message_are_not()
    {
        var error = (await Execute("throw new InvalidOperationException(\"no\");")).Content;
        Assert.Equal("System.InvalidOperationException", (string?)error["ename"]);
        Assert.Equal("no", (string?)error["evalue"]);
        Assert.Equal("\e[1;31mSystem.InvalidOperationException\e[0m: no", (string?)error["traceback"]![0]);
    }

    [Fact]
    public async Task What_waits_behind_a_failing_cell_is_aborted()
    {
        await Send(_shell, "execute_request", Cell("System.Threading.Thread.Sleep(300); throw new Exception(\"no\");"));
        await Send(_shell, "execute_request", Cell("1"));
        Assert.Equal("error", (string?)(await Receive(_shell)).Content["status"]);
        Assert.Equal("aborted", (string?)(await Receive(_shell)).Content["status"]);
        Assert.Equal("ok", (string?)(await Execute("2")).Content["status"]);
    }

    [Fact]
    public async Task The_stop_button_ends_a_loop_and_the_variables_stay()
    {
        await Execute("var kept = 5;");
        await Send(_shell, "execute_request", Cell("Console.WriteLine(\"runs\"); while (true) { }"));
        await Until("stream");
        await Send(_control, "interrupt_request", []);
        Assert.Equal("interrupt_reply", (await Receive(_control)).Type);
        Assert.Equal("Stopped", (string?)(await Receive(_shell)).Content["ename"]);
        Assert.Equal("ok", (string?)(await Execute("kept + 1")).Content["status"]);
    }

    [Fact]
    public async Task The_stop_button_works_when_what_the_cell_does_on_it_throws()
    {
        const string OnStop = "CreditNotebooks.Display.CellContext.Current.CancellationToken.Register(() => throw new Exception(\"mine\"));";
        await Send(_shell, "execute_request", Cell($"{OnStop} Console.WriteLine(\"runs\"); while (true) {{ }}"));
        await Until("stream");
        await Send(_control, "interrupt_request", []);
        Assert.Equal("interrupt_reply", (await Receive(_control)).Type);
        Assert.Equal("Stopped", (string?)(await Receive(_shell)).Content["ename"]);
    }

    [Theory]
    [InlineData("execute", """{"code":"1","code":"2"}""")]
    [InlineData("execute", """{"code":1}""")]
    [InlineData("execute", """{"code":"1","user_expressions":{"a":1}}""")]
    [InlineData("complete", """{"code":"x","cursor_pos":1.5}""")]
    [InlineData("history", """{"n":99999999999}""")]
    public async Task Content_that_is_not_as_the_protocol_says_is_answered_with_an_error(string request, string content)
    {
        await Send(_shell, request + "_request", (JsonObject)JsonNode.Parse(content)!);
        var reply = await Receive(_shell);
        Assert.Equal((request + "_reply", "error"), (reply.Type, (string?)reply.Content["status"]));
        Assert.Equal("ok", (string?)(await Execute("1")).Content["status"]);
    }

    [Fact]
    public async Task A_value_that_cannot_be_shown_is_an_error_that_is_seen()
    {
        var reply = await Execute("""
            class Broken : CreditNotebooks.Display.IDisplayable
            {
                public CreditNotebooks.Display.MimeBundle ToMimeBundle() => new(new Dictionary<string, string> { ["application/json"] = "{" });
            }
            new Broken()
            """);
        Assert.Equal("error", (string?)reply.Content["status"]);
        Assert.Equal(["busy", "execute_input", "error", "idle"], await Shown());
        Assert.Equal("ok", (string?)(await Execute("1")).Content["status"]);
    }

    [Fact]
    public async Task Its_history_is_searched_and_tells_equal_cells_once_when_asked_to()
    {
        foreach (var code in new[] { "1 + 1", "2", "1 + 1", "1 + 2" })
        {
            await Execute(code);
        }
        Assert.Equal("[[0,1,\"1 + 1\"],[0,3,\"1 + 1\"],[0,4,\"1 + 2\"]]", await Search(unique: false));
        Assert.Equal("[[0,3,\"1 + 1\"],[0,4,\"1 + 2\"]]", await Search(unique: true));

        async Task<string> Search(bool unique)
        {
            await Send(_shell, "history_request", new JsonObject { ["hist_access_type"] = "search", ["pattern"] = "1 + *", ["unique"] = unique });
            return (await Receive(_shell)).Content["history"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        }
    }

    [Fact]
    public async Task Errors_tell_the_lines_of_the_cell_that_was_counted()
    {
        await Execute("void Fail() => throw new Exception();");
        var silent = Cell("var other = 1;");
        silent["silent"] = true;
        await Send(_shell, "execute_request", silent);
        await Receive(_shell);
        var error = (await Execute("Fail();")).Content["traceback"]!.ToJsonString();
        Assert.Contains("void Fail()", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_signature_and_a_broken_peer_are_ignored()
    {
        var forged = new MessageCodec("another key").Write("shutdown_request", [], null, null, []);
        await _shell.SendAsync(forged, CancellationToken.None);
        await _shell.SendAsync([new byte[] { 1, 2, 3 }], CancellationToken.None);
        Assert.Equal("ok", (string?)(await Execute("1")).Content["status"]);
    }

    [Theory]
    [InlineData("execute_request", "{\"code\": 5}")]
    [InlineData("execute_request", "{\"code\": \"1\", \"silent\": \"no\"}")]
    [InlineData("complete_request", "{\"code\": []}")]
    [InlineData("inspect_request", "{\"code\": \"x\", \"cursor_pos\": \"1\"}")]
    [InlineData("is_complete_request", "{\"code\": {}}")]
    [InlineData("history_request", "{\"hist_access_type\": \"tail\", \"n\": \"three\"}")]
    public async Task A_request_that_is_not_as_the_protocol_says_is_answered_with_an_error(string type, string content)
    {
        await Send(_shell, type, JsonNode.Parse(content)!.AsObject());
        var reply = await Receive(_shell);
        Assert.Equal(type.Replace("request", "reply", StringComparison.Ordinal), reply.Type);
        Assert.Equal("error", (string?)reply.Content["status"]);
        Assert.StartsWith($"The kernel cannot answer this {type}: ", (string?)reply.Content["evalue"]);
        Assert.Equal("ok", (string?)(await Execute("1")).Content["status"]);
    }

    [Fact]
    public async Task A_peer_that_subscribes_without_end_is_left()
    {
        await _iopub.SendCommandAsync("SUBSCRIBE", new byte[60_000], CancellationToken.None);
        Assert.Equal("iopub_welcome", (await Receive(_iopub)).Type);
        await _iopub.SendCommandAsync("SUBSCRIBE", new byte[60_000], CancellationToken.None);
        await Assert.ThrowsAsync<EndOfStreamException>(() => Receive(_iopub));
        Assert.Equal("ok", (string?)(await Execute("1")).Content["status"]);
    }

    [Fact]
    public async Task It_leaves_when_it_is_asked_to()
    {
        await Send(_control, "shutdown_request", new JsonObject { ["restart"] = false });
        Assert.Equal("shutdown_reply", (await Receive(_control)).Type);
        await _running.WaitAsync(Patience);
    }

    [Theory]
    [InlineData("var x = 1;", "complete")]
    [InlineData("void F() {", "incomplete")]
    [InlineData("var = ;", "invalid")]
    [InlineData("var s = \"abc", "invalid")]
    [InlineData("var c = '", "invalid")]
    [InlineData("var s = @\"abc", "incomplete")]
    [InlineData("var s = \"\"\"\n    abc", "incomplete")]
    [InlineData("var s = $\"\"\"\n    {1}", "incomplete")]
    [InlineData("%%sql\nSELECT 1;", "complete")]
    [InlineData("%%sql\nSELECT 1", "incomplete")]
    public async Task It_tells_whether_a_text_goes_on(string code, string status)
    {
        await Send(_shell, "is_complete_request", new JsonObject { ["code"] = code });
        Assert.Equal(status, (string?)(await Receive(_shell)).Content["status"]);
    }

    [Fact]
    public async Task It_completes_and_explains_what_a_cell_has_declared()
    {
        await Execute("var kept = new List<string>();");
        await Send(_shell, "complete_request", new JsonObject { ["code"] = "kept.Cou", ["cursor_pos"] = 8 });
        Assert.Equal("Count", (string?)(await Receive(_shell)).Content["matches"]![0]);
        await Send(_shell, "inspect_request", new JsonObject { ["code"] = "kept", ["cursor_pos"] = 2, ["detail_level"] = 0 });
        Assert.StartsWith("List<string> kept", (string?)(await Receive(_shell)).Content["data"]!["text/plain"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "it has no 'transport'.")]
    [InlineData("[]", "is no connection file of Jupyter")]
    [InlineData("", "it is not valid JSON (line 1).")]
    [InlineData("""{"transport": "tcp", "ip": "127.0.0.1", "key": "", "shell_port": 99999}""", "its 'shell_port' is no port.")]
    [InlineData("{\"transport\": \"ipc\"}", "only tcp is spoken here.")]
    public void What_is_no_connection_file_is_said_in_a_sentence(string text, string message)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            Assert.Contains(message, Assert.Throws<NotebookKernelException>(() => ConnectionFile.Read(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task Until(string type)
    {
        while ((await Receive(_iopub)).Type != type)
        {
        }
    }

    private static JsonObject Cell(string code) => new() { ["code"] = code, ["silent"] = false, ["store_history"] = true, ["allow_stdin"] = false };

    private static async Task<ZmtpConnection> Connect(int port, string type)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var connection = new ZmtpConnection(client);
        await connection.HandshakeAsync(type, CancellationToken.None);
        return connection;
    }

    private Task Send(ZmtpConnection to, string type, JsonObject content) =>
        to.SendAsync(_codec.Write(type, content, null, null, []), CancellationToken.None);

    private async Task<JupyterMessage> Receive(ZmtpConnection from)
    {
        var frames = new List<byte[]>();
        while (true)
        {
            var frame = await from.ReadFrameAsync(CancellationToken.None).WaitAsync(Patience);
            frames.Add(frame.Body);
            if (!frame.More)
            {
                return _codec.TryRead(frames, out var reason) ?? throw new InvalidOperationException(reason);
            }
        }
    }

    private async Task<JupyterMessage> Execute(string code)
    {
        await Send(_shell, "execute_request", Cell(code));
        return await Receive(_shell);
    }

    /// <summary>What the next request shows, up to its idle.</summary>
    private async Task<List<string>> Shown()
    {
        var shown = new List<string>();
        while (shown is not [.., "idle"])
        {
            var message = await Receive(_iopub);
            shown.Add(message.Type is "status" ? (string)message.Content["execution_state"]! : message.Type);
        }
        return shown;
    }
}
