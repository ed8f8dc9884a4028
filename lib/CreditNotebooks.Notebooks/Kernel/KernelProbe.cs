using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using CreditNotebooks.Notebooks.Kernel.Messages;
using CreditNotebooks.Notebooks.Kernel.Wire;

namespace CreditNotebooks.Notebooks.Kernel;

/// <summary>Tries an installed kernel as a Jupyter client would: starts it, asks what it is, and shuts it down.</summary>
public static class KernelProbe
{
    /// <summary>What the kernel said of itself, and how long its start and answer took. Its process has ended when this returns,
    /// also when it throws.</summary>
    /// <param name="argv">The command of its <c>kernel.json</c>.</param>
    /// <param name="variables">The environment variables of its <c>kernel.json</c>.</param>
    /// <param name="patience">How long the start, the answer and the shutdown may take together.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="NotebookKernelException">It does not start, ends by itself, or does not answer or leave in time.</exception>
    public static async Task<KernelAnswer> AskAsync(
        IReadOnlyList<string> argv, IReadOnlyDictionary<string, string> variables, TimeSpan patience, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("credit-kernel-");
        try
        {
            var connection = ConnectionFile.OnFreePorts();
            var path = Path.Combine(folder.FullName, "connection.json");
            connection.Write(path);
            var command = argv.Select(word => word.Replace("{connection_file}", path, StringComparison.Ordinal));
            using var process = Start([.. command], variables);
            try
            {
                return await AskAsync(process, connection, patience, stop).ConfigureAwait(false);
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }
                await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<KernelAnswer> AskAsync(Process process, ConnectionFile connection, TimeSpan patience, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(patience);
        var codec = new MessageCodec(connection.Key);
        var missing = "answer";
        try
        {
            using var shell = await ConnectAsync(process, errors, connection.ShellPort, deadline.Token).ConfigureAwait(false);
            var info = await RequestAsync(shell, codec, "kernel_info", deadline.Token).ConfigureAwait(false);
            var answer = new KernelAnswer(
                (string?)info["implementation"] ?? "?", (string?)info["implementation_version"] ?? "?", watch.Elapsed);

            missing = "leave";
            using var control = await ConnectAsync(process, errors, connection.ControlPort, deadline.Token).ConfigureAwait(false);
            await RequestAsync(control, codec, "shutdown", deadline.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
            return answer;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new NotebookKernelException($"It did not {missing} within {patience.TotalSeconds:0} s.");
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            throw new NotebookKernelException($"It did not {missing} as Jupyter's protocol says: {e.Message}", e);
        }
    }

    private static Process Start(string[] argv, IReadOnlyDictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(argv[0], argv[1..])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }
        if (!OperatingSystem.IsWindows())
        {
            // If this process is killed, the kernel leaves by itself.
            start.Environment["JPY_PARENT_PID"] = $"{Environment.ProcessId}";
        }
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new NotebookKernelException($"{argv[0]} cannot be started: {e.Message}.", e);
        }
    }

    /// <summary>Knocks until the kernel listens.</summary>
    private static async Task<ZmtpConnection> ConnectAsync(Process process, Task<string> errors, int port, CancellationToken stop)
    {
        while (true)
        {
            var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port, stop).ConfigureAwait(false);
                var connection = new ZmtpConnection(client);
                await connection.HandshakeAsync("DEALER", stop).ConfigureAwait(false);
                return connection;
            }
            catch (SocketException) when (!process.HasExited)
            {
                client.Dispose();
                await Task.Delay(20, stop).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                client.Dispose();
                var last = (await errors.WaitAsync(stop).ConfigureAwait(false)).Trim().Split('\n')[^1];
                throw new NotebookKernelException(
                    $"It ended with exit code {process.ExitCode} as soon as it was started. {last}".TrimEnd());
            }
            catch
            {
                client.Dispose();
                throw;
            }
        }
    }

    /// <summary>The content of the reply.</summary>
    private static async Task<JsonObject> RequestAsync(ZmtpConnection to, MessageCodec codec, string what, CancellationToken stop)
    {
        await to.SendAsync(codec.Write(what + "_request", [], null, null, []), stop).ConfigureAwait(false);
        var frames = new List<byte[]>();
        while (true)
        {
            var frame = await to.ReadFrameAsync(stop).ConfigureAwait(false);
            if (frame.IsCommand)
            {
                continue;
            }
            frames.Add(frame.Body);
            if (!frame.More)
            {
                var reply = codec.TryRead(frames, out var reason) ?? throw new IOException(reason);
                return reply.Type == what + "_reply" ? reply.Content : throw new IOException($"it sent {reply.Type}.");
            }
        }
    }
}
