using System.Globalization;
using System.Text;

namespace CreditNotebooks.Storage.Tests.Fakes;

internal sealed record FakeRequest(string Method, string Bucket, string Key, IReadOnlyDictionary<string, string> Query,
    IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public bool IsPart => Method == "PUT" && Query.ContainsKey("partNumber");

    public bool IsList => Method == "GET" && Key.Length == 0;

    public static async Task<FakeRequest?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0) return null;
            head.Add(one[0]);
        }

        var lines = Encoding.UTF8.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(':', 2))
            .ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        if (headers.ContainsKey("Expect")) await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken);
        var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, cancellationToken);
        var words = lines[0].Split(' ');
        var target = words[1].Split('?', 2);
        var path = target[0].TrimStart('/').Split('/', 2);
        var query = (target.ElementAtOrDefault(1) ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => Uri.UnescapeDataString(pair[0]), pair => Uri.UnescapeDataString(pair.ElementAtOrDefault(1) ?? ""));
        return new FakeRequest(words[0], path[0], Uri.UnescapeDataString(path.ElementAtOrDefault(1) ?? ""), query, headers, body);
    }

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <param name="Status">The status.</param>
/// <param name="Body">The body.</param>
/// <param name="Headers">The headers but for the length.</param>
/// <param name="Length">The length to announce, when it is not the body's.</param>
internal sealed record FakeAnswer(int Status, byte[] Body, Dictionary<string, string> Headers, long? Length = null)
{
    public static FakeAnswer Xml(string xml) =>
        new(200, Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml),
            new() { ["Content-Type"] = "application/xml" });

    public static FakeAnswer Error(int status, string code) =>
        Xml($"<Error><Code>{code}</Code><Message>It said {code}.</Message></Error>") with { Status = status };

    public static FakeAnswer Empty(int status = 200) => new(status, [], []);
}
