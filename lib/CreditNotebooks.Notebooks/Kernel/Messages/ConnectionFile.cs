using System.Net;
using System.Text.Json;

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

            int Port(string name) => Member(root, name).GetInt32();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookKernelException($"The connection file {path} cannot be read: {e.Message}", e);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new NotebookKernelException($"{path} is no connection file of Jupyter: {e.Message}", e);
        }
    }

    private static string Text(JsonElement root, string name) => Member(root, name).GetString() ?? "";

    private static JsonElement Member(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) ? value : throw new FormatException($"it has no '{name}'.");
}
