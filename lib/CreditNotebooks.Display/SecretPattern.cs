namespace CreditNotebooks.Display;

/// <summary>What may stand between the characters of an encoded secret without ending it.</summary>
[Flags]
internal enum Between
{
    /// <summary>Nothing.</summary>
    Nothing = 0,
    /// <summary>Line breaks, as base64 of mails and keys has them.</summary>
    LineBreaks = 1,
    /// <summary>Spaces, hyphens and colons, as dumps of bytes have them: <c>4A-6F</c>.</summary>
    Separators = 2,
}

/// <summary>A text in which a secret can be read.</summary>
internal readonly record struct SecretPattern(string Text, Between Between)
{
    private const int ShortestPattern = 4;

    /// <summary>The patterns of a secret: itself, when it is text, its base64 and its hexadecimal form.</summary>
    public static IEnumerable<SecretPattern> Of(byte[] secret, string? text)
    {
        if (text is not null)
        {
            yield return new SecretPattern(text, Between.Nothing);
        }
        yield return new SecretPattern(Convert.ToHexString(secret), Between.Separators);
        yield return new SecretPattern(Convert.ToHexStringLower(secret), Between.Separators);
        foreach (var base64 in Base64(secret).Where(b => b.Length >= ShortestPattern))
        {
            yield return new SecretPattern(base64, Between.LineBreaks);
            yield return new SecretPattern(base64.Replace('+', '-').Replace('/', '_'), Between.LineBreaks);
        }
    }

    /// <summary>Base64 turns three bytes into four characters, so a secret inside a longer text has three forms, by how many bytes stand before it.
    /// The characters at its edges that also hold bits of its neighbours differ; they are left out, but for the end of the whole.</summary>
    private static IEnumerable<string> Base64(byte[] secret)
    {
        for (var before = 0; before < 3; before++)
        {
            var encoded = Convert.ToBase64String([.. new byte[before], .. secret]);
            var start = before == 0 ? 0 : before + 1;
            var end = (before + secret.Length) * 8 / 6;
            yield return encoded[start..end];
            if (end < encoded.Length)
            {
                yield return encoded[start..].TrimEnd('=');
                yield return encoded[start..];
            }
        }
    }
}
