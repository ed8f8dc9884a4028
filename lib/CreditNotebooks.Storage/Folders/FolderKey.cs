using System.Text;

namespace CreditNotebooks.Storage.Folders;

/// <summary>Which keys a folder can hold as plain files, so that any other program finds them under their names.</summary>
internal static class FolderKey
{
    /// <summary>The store's own folder under its root: temporary files and locks, never listed.</summary>
    public const string Reserved = ".credit-store";

    private const int LongestName = 255;
    private const int LongestKey = 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // What Windows forbids in names; elsewhere only NUL is.
    private static readonly char[] Forbidden = OperatingSystem.IsWindows() ? [.. Path.GetInvalidFileNameChars(), '\\'] : ['\0'];

    /// <summary>The file of a key.</summary>
    /// <exception cref="StorageException">InvalidKey: the key cannot be a file below the folder.</exception>
    public static string ToPath(string root, string key)
    {
        if (Refusal(key) is { } reason)
        {
            throw new StorageException(StorageConditions.InvalidKey, root, $"The key '{key}' {reason}. Choose another key.");
        }

        return Path.Combine([root, .. key.Split('/')]);
    }

    private static string? Refusal(string key)
    {
        if (string.IsNullOrEmpty(key)) return "is empty";
        int length;
        try
        {
            length = Strict.GetByteCount(key);
        }
        catch (EncoderFallbackException)
        {
            return "has half a surrogate pair, which has no UTF-8 form";
        }

        if (length > LongestKey) return $"has {length:N0} bytes, and {LongestKey:N0} is the most";
        var segments = key.Split('/');
        if (segments.Any(segment => segment is "" or "." or ".."))
        {
            return "has an empty part, '.' or '..' between slashes, which is no file name";
        }

        if (segments[0].Equals(Reserved, StringComparison.OrdinalIgnoreCase)) return $"starts with {Reserved}, the store's own folder";
        if (segments.Any(segment => segment.AsSpan().IndexOfAny(Forbidden) >= 0)) return "has a character that file names cannot have here";
        return segments.Any(segment => Strict.GetByteCount(segment) > LongestName)
            ? $"has a part of more than {LongestName} bytes, too long for a file name"
            : null;
    }
}
