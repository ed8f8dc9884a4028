using System.Text;

namespace CreditNotebooks.Display;

/// <summary>Keeps secrets out of everything that is shown: text that holds a registered one, as it stands or encoded, has
/// <see cref="Mark"/> in its place. It holds for the whole process. As long as nothing is registered, it costs the reading of one field.</summary>
public static class Redaction
{
    /// <summary>What stands for a secret, as in Databricks.</summary>
    public const string Mark = "[REDACTED]";

    /// <summary>Shorter secrets are not replaced: they would shred every text.</summary>
    public const int ShortestSecret = 4;

    // A line of a secret of several lines, such as a private key, is replaced alone as well.
    private const int ShortestLine = 8;

    private static readonly Lock Gate = new();
    private static readonly HashSet<string> Texts = [];
    private static readonly List<byte[]> Secrets = [];
    private static readonly List<SecretPattern> Patterns = [];
    private static volatile SecretMatcher? s_matcher;

    /// <summary>Whether a secret is registered.</summary>
    public static bool IsActive => s_matcher is not null;

    /// <summary>From now on the secret is replaced in what is shown: as it stands, and as <see cref="Apply(string)"/> tells.</summary>
    /// <returns>False for one that is too short to be replaced, or that is a part of <see cref="Mark"/>.</returns>
    public static bool Register(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var text = secret.Trim();
        if (text.Length < ShortestSecret || Mark.Contains(text, StringComparison.Ordinal))
        {
            return false;
        }
        var lines = text.Split('\n').Select(l => l.Trim()).Where(l => l.Length >= ShortestLine);
        lock (Gate)
        {
            var added = lines.Prepend(text).Where(Texts.Add).ToList();
            if (added.Count > 0)
            {
                added.ForEach(t => Add(Encoding.UTF8.GetBytes(t), t));
                s_matcher = new SecretMatcher(Patterns);
            }
        }
        return true;
    }

    /// <summary>Registers a secret that is no text: it is replaced as base64 and in hexadecimal. Bytes that are text count as that text.</summary>
    /// <returns>False for one that is too short to be replaced.</returns>
    public static bool Register(ReadOnlySpan<byte> secret)
    {
        if (System.Text.Unicode.Utf8.IsValid(secret))
        {
            return Register(Encoding.UTF8.GetString(secret));
        }
        if (secret.Length < ShortestSecret)
        {
            return false;
        }
        lock (Gate)
        {
            if (Texts.Add("bytes " + Convert.ToHexString(secret)))
            {
                Add(secret.ToArray(), null);
                s_matcher = new SecretMatcher(Patterns);
            }
        }
        return true;
    }

    /// <summary>The text with <see cref="Mark"/> for each registered secret: literal, with any of its characters escaped as in URLs, JSON, C#, HTML, SQL
    /// or CSV, in base64 (both alphabets, also inside a longer base64) and in hexadecimal. The same string when it holds none.</summary>
    public static string Apply(string text) => s_matcher is { } matcher ? matcher.Redact(text, isWhole: true, out _) : text;

    /// <summary>The bundle with each of its forms redacted; JSON stays JSON, and pictures of pixels stay as they are.</summary>
    public static MimeBundle Apply(MimeBundle bundle)
    {
        if (s_matcher is null)
        {
            return bundle;
        }
        var data = bundle.Data.ToDictionary(d => d.Key, d => Apply(d.Key, d.Value));
        return data.All(d => ReferenceEquals(d.Value, bundle.Data[d.Key])) ? bundle : new MimeBundle(data);
    }

    /// <summary>Whether the bytes hold a registered secret as it stands.</summary>
    public static bool Holds(ReadOnlySpan<byte> bytes)
    {
        if (s_matcher is null)
        {
            return false;
        }
        lock (Gate)
        {
            foreach (var secret in Secrets)
            {
                if (bytes.IndexOf(secret) >= 0)
                {
                    return true;
                }
            }
            return false;
        }
    }

    /// <summary>As <see cref="Apply(string)"/>, for a text that goes on: it ends at <paramref name="end"/>, where a secret may begin.</summary>
    internal static string ApplyToBeginning(string text, out int end)
    {
        end = text.Length;
        return s_matcher is { } matcher ? matcher.Redact(text, isWhole: false, out end) : text;
    }

    private static string Apply(string mimeType, string content) => mimeType switch
    {
        "application/json" => RedactedJson.Apply(content),
        _ when mimeType.EndsWith("+json", StringComparison.Ordinal) => RedactedJson.Apply(content),
        MimeBundle.Svg => Apply(content),
        // Base64 of pixels: chance would find short secrets in it.
        _ when mimeType.StartsWith("image/", StringComparison.Ordinal) => content,
        _ => Apply(content),
    };

    private static void Add(byte[] secret, string? text)
    {
        Secrets.Add(secret);
        Patterns.AddRange(SecretPattern.Of(secret, text));
    }
}
