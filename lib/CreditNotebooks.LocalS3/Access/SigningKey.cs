using System.Security.Cryptography;
using System.Text;

namespace CreditNotebooks.LocalS3.Access;

/// <summary>The key of one day, region and service that Signature Version 4 derives from a secret.</summary>
internal sealed class SigningKey
{
    public const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private readonly byte[] _key;

    public SigningKey(string secret, string date, string region, string service)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var step in new[] { date, region, service, "aws4_request" })
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(step));
        }
        _key = key;
    }

    public string Sign(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static bool Same(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}

/// <summary>A request's signature that was found right; the chunks of its body are signed in a chain that begins with it.</summary>
internal sealed record SeedSignature(SigningKey Key, string Time, string Scope, string Signature)
{
    public string OfChunk(string previous, string chunkHash) =>
        Key.Sign($"AWS4-HMAC-SHA256-PAYLOAD\n{Time}\n{Scope}\n{previous}\n{SigningKey.EmptyHash}\n{chunkHash}");

    public string OfTrailer(string previous, string trailer) => Key.Sign($"AWS4-HMAC-SHA256-TRAILER\n{Time}\n{Scope}\n{previous}\n{SigningKey.Hash(trailer)}");
}
