namespace CreditNotebooks.Spark.Catalogue;

/// <summary>A pattern of LIKE, matched over UTF-8: <c>_</c> is any character, <c>%</c> any number of them. The last one of a thread is kept, for it is mostly a constant.</summary>
internal sealed class LikePattern
{
    private const short AnyOne = -1;
    private const short AnyMany = -2;

    [ThreadStatic] private static LikePattern? last;

    private readonly byte[] source;
    private readonly byte[] escape;
    private readonly short[] tokens;

    private LikePattern(ReadOnlySpan<byte> source, ReadOnlySpan<byte> escape)
    {
        (this.source, this.escape) = (source.ToArray(), escape.ToArray());
        tokens = Parse(source, escape);
    }

    public static bool Matches(Utf8 text, Utf8 pattern, ReadOnlySpan<byte> escape)
    {
        if (last is null || !pattern.Bytes.SequenceEqual(last.source) || !escape.SequenceEqual(last.escape)) last = new LikePattern(pattern.Bytes, escape);
        return Matches(text.Bytes, last.tokens);
    }

    /// <summary>Fails where the pattern's escapes are wrong.</summary>
    public static void Check(string pattern, string escape) => Parse(System.Text.Encoding.UTF8.GetBytes(pattern), System.Text.Encoding.UTF8.GetBytes(escape));

    private static short[] Parse(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> escape)
    {
        var tokens = new List<short>(pattern.Length);
        for (var i = 0; i < pattern.Length;)
        {
            if (pattern[i..].StartsWith(escape))
            {
                i += escape.Length;
                if (i == pattern.Length) throw Invalid("ESC_AT_THE_END", pattern, "The escape character is not allowed to end with.");
                var next = pattern.Slice(i, TextKernels.Width(pattern[i]));
                if (next[0] is not ((byte)'_' or (byte)'%') && !next.SequenceEqual(escape))
                    throw Invalid("ESC_IN_THE_MIDDLE", pattern, $"The escape character is not allowed to precede '{System.Text.Encoding.UTF8.GetString(next)}'.");
                foreach (var b in next) tokens.Add(b);
                i += next.Length;
                continue;
            }
            if (pattern[i] == '%') { if (tokens.Count == 0 || tokens[^1] != AnyMany) tokens.Add(AnyMany); }
            else tokens.Add(pattern[i] == '_' ? AnyOne : pattern[i]);
            i++;
        }
        return [.. tokens];
    }

    private static SparkException Invalid(string kind, ReadOnlySpan<byte> pattern, string why) =>
        new($"INVALID_FORMAT.{kind}", $"The format is invalid: '{System.Text.Encoding.UTF8.GetString(pattern)}'. {why}");

    // After a % that was tried too short, it takes one character more: no other needs to be tried again.
    private static bool Matches(ReadOnlySpan<byte> text, short[] tokens)
    {
        var (at, token, retryAt, retryToken) = (0, 0, -1, -1);
        while (true)
        {
            if (token < tokens.Length && tokens[token] == AnyMany)
            {
                if (++token == tokens.Length) return true;
                (retryAt, retryToken) = (at, token);
                continue;
            }
            if (token == tokens.Length)
            {
                if (at == text.Length) return true;
            }
            else if (at < text.Length)
            {
                if (tokens[token] == AnyOne) { at += TextKernels.Width(text[at]); token++; continue; }
                if (tokens[token] == text[at]) { at++; token++; continue; }
            }
            if (retryToken < 0 || retryAt >= text.Length) return false;
            retryAt += TextKernels.Width(text[retryAt]);
            (at, token) = (retryAt, retryToken);
        }
    }
}
