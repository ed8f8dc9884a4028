namespace CreditNotebooks.LocalS3.Requests;

/// <summary>The decoded parameters of a query, in their order.</summary>
internal sealed class S3Query
{
    private readonly List<KeyValuePair<string, string>> _pairs = [];

    /// <exception cref="S3Exception">InvalidURI.</exception>
    public static S3Query Parse(string text)
    {
        var query = new S3Query();
        foreach (var part in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=');
            query._pairs.Add(equals < 0
                ? new(UriText.Decode(part, plusIsSpace: true), "")
                : new(UriText.Decode(part[..equals], plusIsSpace: true), UriText.Decode(part[(equals + 1)..], plusIsSpace: true)));
        }
        return query;
    }

    /// <summary>The first value of that name; null without one. Names are case-sensitive.</summary>
    public string? this[string name] => _pairs.FirstOrDefault(p => p.Key == name).Value;

    public bool Has(string name) => _pairs.Any(p => p.Key == name);

    public IEnumerable<string> Names => _pairs.Select(p => p.Key);

    /// <summary>The query as it is signed: encoded, in order of names and values, without the one parameter.</summary>
    public string Canonical(string? without = null) => string.Join('&', _pairs.Where(p => p.Key != without)
        .Select(p => (Name: UriText.Encode(p.Key), Value: UriText.Encode(p.Value)))
        .OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Value, StringComparer.Ordinal)
        .Select(p => p.Name + "=" + p.Value));

    /// <exception cref="S3Exception">InvalidArgument: not a number in that range.</exception>
    public int Number(string name, int otherwise, int least, int most)
    {
        if (this[name] is not { Length: > 0 } text) return otherwise;
        return int.TryParse(text, out var number) && number >= least && number <= most
            ? number
            : throw S3Exception.Argument($"Argument {name} must be an integer between {least} and {most}", name, text);
    }
}
