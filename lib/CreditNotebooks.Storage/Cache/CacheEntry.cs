using System.Security.Cryptography;
using System.Text;

namespace CreditNotebooks.Storage.Cache;

/// <summary>One version of one object: what its file in the cache is named after. The same version is never another content, so a file in
/// the cache is never out of date; a changed object has another ETag and so another file.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The key.</param>
/// <param name="ETag">The version's ETag.</param>
/// <param name="Size">Its bytes.</param>
internal sealed record CacheEntry(string Endpoint, string Bucket, string Key, string ETag, long Size)
{
    private const int LongestExtension = 40;

    /// <summary>The file's name: a hash, and the key's extensions, by which readers tell formats and compression.</summary>
    public string FileName
    {
        get
        {
            // No part can hold a line feed unescaped: the parts' borders are certain.
            var identity = string.Join('\n', new[] { Endpoint, Bucket, Key, ETag }.Select(Uri.EscapeDataString));
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity))) + Extensions();
        }
    }

    private string Extensions()
    {
        var name = Key[(Key.LastIndexOf('/') + 1)..];
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0) return "";
        var extensions = name[dot..];
        if (extensions.Length > LongestExtension) extensions = Path.GetExtension(name);
        return extensions.Length <= LongestExtension && extensions.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            ? extensions : "";
    }
}
