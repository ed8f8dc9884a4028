using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace CreditNotebooks.LocalS3.Tests;

/// <summary>What came back over the socket.</summary>
public sealed record RawAnswer(int Status, Dictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The Code of an S3 error.</summary>
    public string Code => XElement.Parse(Text).Element("Code")!.Value;

    public string Message => XElement.Parse(Text).Element("Message")!.Value;
}

/// <summary>A request written byte by byte and signed here, without AWS's client and without the server's code.</summary>
public sealed class RawRequest(string method, string target)
{
    private readonly List<(string Name, string Value)> _headers = [];

    public IReadOnlyList<(string Name, string Value)> Headers => _headers;
    public byte[] Body { get; set; } = [];
    public string Host { get; set; } = "127.0.0.1";
    public string? ContentHash { get; set; }
    /// <summary>Headers that are sent and not signed.</summary>
    public List<(string Name, string Value)> Unsigned { get; } = [];
    /// <summary>Whether the client says after its bytes that no more will come.</summary>
    public bool HangsUp { get; set; }

    public RawRequest With(string name, string value)
    {
        _headers.Add((name, value));
        return this;
    }

    public RawRequest Signed(LocalS3User user, DateTime? at = null)
    {
        var time = (at ?? DateTime.UtcNow).ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        ContentHash ??= Convert.ToHexStringLower(SHA256.HashData(Body));
        With("host", Host).With("x-amz-content-sha256", ContentHash).With("x-amz-date", time);
        var signed = _headers.OrderBy(h => h.Name, StringComparer.Ordinal).ToList();
        var names = string.Join(';', signed.Select(h => h.Name));
        var (path, query) = target.Split('?', 2) is [var p, var q] ? (p, q) : (target, "");
        var sorted = string.Join('&', query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(x => x.Contains('=') ? x : x + "=").Order(StringComparer.Ordinal));
        var canonical = $"{method}\n{path}\n{sorted}\n{string.Concat(signed.Select(h => $"{h.Name}:{h.Value}\n"))}\n{names}\n{ContentHash}";
        var scope = $"{time[..8]}/us-east-1/s3/aws4_request";
        var signature = Sign(user, scope, $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}");
        return With("authorization", $"AWS4-HMAC-SHA256 Credential={user.AccessKey}/{scope}, SignedHeaders={names}, Signature={signature}");
    }

    public static string Sign(LocalS3User user, string scope, string text)
    {
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + user.SecretKey), (k, part) => HMACSHA256.HashData(k, Encoding.UTF8.GetBytes(part)));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    public async Task<RawAnswer> SendAsync(Uri endpoint) =>
        await SendAsync(endpoint, ToBytes(), HangsUp) ?? throw new IOException("The server closed the connection without an answer.");

    /// <summary>The request as it goes over the wire.</summary>
    public byte[] ToBytes()
    {
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\nconnection: close\r\n");
        var all = _headers.Concat(Unsigned).ToList();
        if (!all.Any(h => h.Name is "host")) all.Add(("host", Host));
        if (!all.Any(h => h.Name is "content-length" or "transfer-encoding")) all.Add(("content-length", Body.Length.ToString(CultureInfo.InvariantCulture)));
        foreach (var (name, value) in all)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }
        return [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. Body];
    }

    /// <summary>Sends bytes as they are; null when the connection ends without an answer.</summary>
    public static async Task<RawAnswer?> SendAsync(Uri endpoint, byte[] request, bool hangsUp)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(endpoint.Host, endpoint.Port);
        var stream = client.GetStream();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(request, patience.Token);
            if (hangsUp) client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(answer, patience.Token);
        }
        catch (IOException)
        {
            // The server may answer and close before it has read everything.
        }
        var bytes = answer.ToArray();
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0) return null;
        var lines = Encoding.UTF8.GetString(bytes, 0, end).Split("\r\n");
        var headers = lines.Skip(1).Select(l => l.Split(": ", 2)).ToDictionary(l => l[0], l => l.Length > 1 ? l[1] : "", StringComparer.OrdinalIgnoreCase);
        return new(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, bytes[(end + 4)..]);
    }
}
