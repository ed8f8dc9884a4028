using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreditNotebooks.Notebooks.Kernel.Messages;

/// <summary>Jupyter's messages as frames: route, delimiter, signature, header, parent header, metadata, content.</summary>
internal sealed class MessageCodec(string key)
{
    private const string ProtocolVersion = "5.4";
    private const int MaxKnownSignatures = 64 * 1024;
    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();
    // Characters are written as they are: no page reads this as HTML.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64 };

    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);
    private readonly string _session = Guid.NewGuid().ToString("N");
    private readonly HashSet<string> _known = [];
    private readonly Queue<string> _knownInOrder = new();
    private long _sent;

    /// <summary>The message; null, with the reason, for one that is malformed, wrongly signed or a repetition.</summary>
    public JupyterMessage? TryRead(IReadOnlyList<byte[]> frames, out string? reason)
    {
        var at = 0;
        while (at < frames.Count && !frames[at].AsSpan().SequenceEqual(Delimiter))
        {
            at++;
        }
        if (frames.Count < at + 6)
        {
            reason = "It is cut short.";
            return null;
        }
        if (!IsSigned(frames, at))
        {
            reason = "Its signature is wrong.";
            return null;
        }
        if (_key.Length > 0 && !IsNew(Encoding.ASCII.GetString(frames[at + 1])))
        {
            reason = "It was sent before.";
            return null;
        }
        try
        {
            if (Parse(frames[at + 2]) is { } header && Parse(frames[at + 5]) is { } content && (string?)header["msg_type"] is { Length: > 0 } type)
            {
                reason = null;
                return new JupyterMessage(type, header, content) { Route = frames.Take(at).ToList() };
            }
            reason = "Its header or its content is no JSON object.";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or DecoderFallbackException or ArgumentException)
        {
            reason = "It is no JSON: " + e.Message;
        }
        return null;
    }

    /// <summary>The frames of a message that answers or accompanies <paramref name="parent"/>; null for one of the kernel's own.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Write(string type, JsonObject content, JsonObject? parent, JsonObject? metadata, IEnumerable<byte[]> route)
    {
        var header = new JsonObject
        {
            ["msg_id"] = $"{_session}_{Interlocked.Increment(ref _sent)}",
            ["session"] = _session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["msg_type"] = type,
            ["version"] = ProtocolVersion,
        };
        var parts = new[] { Bytes(header), Bytes(parent ?? []), Bytes(metadata ?? []), Bytes(content) };
        return [.. route.Select(r => (ReadOnlyMemory<byte>)r), Delimiter, Signature(parts), .. parts];
    }

    private static ReadOnlyMemory<byte> Bytes(JsonObject json)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Compact))
        {
            json.WriteTo(writer);
        }
        return bytes.WrittenMemory;
    }

    private static JsonObject? Parse(byte[] utf8) => JsonNode.Parse(utf8, documentOptions: Strict) as JsonObject;

    private bool IsSigned(IReadOnlyList<byte[]> frames, int delimiter) => _key.Length == 0 || CryptographicOperations.FixedTimeEquals(
        Signature([frames[delimiter + 2], frames[delimiter + 3], frames[delimiter + 4], frames[delimiter + 5]]), frames[delimiter + 1]);

    private byte[] Signature(ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        if (_key.Length == 0)
        {
            return [];
        }
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        foreach (var part in parts)
        {
            hmac.AppendData(part.Span);
        }
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hmac.GetHashAndReset()));
    }

    private bool IsNew(string signature)
    {
        lock (_known)
        {
            if (!_known.Add(signature))
            {
                return false;
            }
            _knownInOrder.Enqueue(signature);
            if (_knownInOrder.Count > MaxKnownSignatures)
            {
                _known.Remove(_knownInOrder.Dequeue());
            }
            return true;
        }
    }
}
