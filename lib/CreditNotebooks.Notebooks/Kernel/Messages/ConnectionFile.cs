using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreditNotebooks.Notebooks.Kernel.Messages;

/// <summary>Where a kernel listens and how its messages are signed: the file that a Jupyter client writes and hands to the kernel
/// (Jupyter client documentation, "Connection files").</summary>
/// <param name="Address">The address to listen on.</param>
/// <param name="ShellPort">Requests.</param>
/// <param name="IopubPort">What cells show, to all clients.</param>
/// <param name="StdinPort">Questions to the user.</param>
/// <param name="ControlPort">Requests that do not wait for the running cell.</param>
/// <param name="HeartbeatPort">Echoes.</param>
/// <param name="Key">The signing key; empty when messages are not signed.</param>
public sealed record ConnectionFile(
    IPAddress Address, int ShellPort, int IopubPort, int StdinPort, int ControlPort, int HeartbeatPort, string Key)
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="NotebookKernelException">It is missing, is no connection file, or names a transport or signature that is not spoken here.</exception>
    public static ConnectionFile Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = json.RootElement;
            if (Text(root, "transport") is var transport and not "tcp")
            {
                throw new NotebookKernelException($"The connection file {path} wants the transport '{transport}'; only tcp is spoken here.");
            }
            var key = Text(root, "key");
            if (key.Length > 0 && Text(root, "signature_scheme") is var scheme and not "hmac-sha256")
            {
                throw new NotebookKernelException($"The connection file {path} wants the signature '{scheme}'; only hmac-sha256 is spoken here.");
            }
            return new ConnectionFile(
                Text(root, "ip") is "localhost" ? IPAddress.Loopback : IPAddress.Parse(Text(root, "ip")),
                Port("shell_port"), Port("iopub_port"), Port("stdin_port"), Port("control_port"), Port("hb_port"), key);

            int Port(string name) => Member(root, name).GetInt32() is var port and > 0 and <= IPEndPoint.MaxPort
                ? port
                : throw new FormatException($"its '{name}' is no port.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookKernelException($"The connection file {path} cannot be read: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new NotebookKernelException($"{path} is no connection file of Jupyter: it is not valid JSON (line {e.LineNumber + 1}).", e);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw new NotebookKernelException($"{path} is no connection file of Jupyter: {e.Message}", e);
        }
    }

    /// <summary>For a new kernel on this machine: ports that nobody listens on, and a key of its own.</summary>
    public static ConnectionFile OnFreePorts()
    {
        var listeners = Enumerable.Range(0, 5).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            listeners.ForEach(listener => listener.Start());
            var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
            var key = RandomNumberGenerator.GetHexString(64);
            return new ConnectionFile(IPAddress.Loopback, ports[0], ports[1], ports[2], ports[3], ports[4], key);
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }

    /// <summary>Writes the file, which only this user may read: whoever has the key can run code.</summary>
    public void Write(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using var stream = new FileStream(path, options);
        JsonSerializer.Serialize(stream, new JsonObject
        {
            ["transport"] = "tcp", ["ip"] = Address.ToString(), ["signature_scheme"] = "hmac-sha256", ["key"] = Key,
            ["shell_port"] = ShellPort, ["iopub_port"] = IopubPort, ["stdin_port"] = StdinPort, ["control_port"] = ControlPort,
            ["hb_port"] = HeartbeatPort,
        });
    }

    private static string Text(JsonElement root, string name) => Member(root, name).GetString() ?? "";

    private static JsonElement Member(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) ? value : throw new FormatException($"it has no '{name}'.");
}
