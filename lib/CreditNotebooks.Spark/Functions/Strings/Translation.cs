using System.Text;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>TRANSLATE: characters replaced one by one. The table of the last call on a thread is kept, for it is mostly a constant.</summary>
internal sealed class Translation
{
    [ThreadStatic] private static Translation? last;

    private readonly byte[] from;
    private readonly byte[] to;
    private readonly Dictionary<int, Rune?> map = [];

    private Translation(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        (this.from, this.to) = (from.ToArray(), to.ToArray());
        var (targets, sources) = (Encoding.UTF8.GetString(to).EnumerateRunes().ToArray(), Encoding.UTF8.GetString(from).EnumerateRunes().ToArray());
        // The first mapping of a character counts. One without a partner, or with NUL for one, is taken away.
        for (var i = 0; i < sources.Length; i++) map.TryAdd(sources[i].Value, i < targets.Length && targets[i].Value != 0 ? targets[i] : null);
    }

    public static Utf8 Apply(Utf8 text, Utf8 from, Utf8 to)
    {
        if (last is null || !from.Bytes.SequenceEqual(last.from) || !to.Bytes.SequenceEqual(last.to)) last = new Translation(from.Bytes, to.Bytes);
        return last.Apply(text);
    }

    private Utf8 Apply(Utf8 text)
    {
        var buffer = Utf8Buffer.Begin(text.Length);
        for (var rest = text.Bytes; !rest.IsEmpty;)
        {
            Rune.DecodeFromUtf8(rest, out var rune, out var width);
            if (!map.TryGetValue(rune.Value, out var target)) buffer.Add(rest[..width]);
            else if (target is { } replacement) buffer.Add(replacement);
            rest = rest[width..];
        }
        return buffer.Done();
    }
}
