using System.Globalization;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>The parts of a URI as java.net.URI finds them (RFC 2396, with characters beyond ASCII); all as they are written.</summary>
internal sealed class JavaUri
{
    private const string Marks = "-_.!~*'()";
    private const string Reserved = ";/?:@&=+$,[]";
    private const string InUserInfo = Marks + ";:&=+$,";
    private const string InRegistryName = Marks + "$,;:@&=+";
    private const string InServer = InUserInfo + ".:@[]-";
    private const string InPath = Marks + ":@&=+$,;/";
    private const string InUric = Marks + Reserved;

    private readonly string text;

    private JavaUri(string text) => this.text = text;

    public string? Scheme { get; private set; }
    public string? Authority { get; private set; }
    public string? UserInfo { get; private set; }
    public string? Host { get; private set; }
    public string? Path { get; private set; }
    public string? Query { get; private set; }
    public string? Fragment { get; private set; }

    /// <summary>The URI; null where it is none.</summary>
    public static JavaUri? Parse(string text)
    {
        var uri = new JavaUri(text);
        return uri.Read() ? uri : null;
    }

    private bool Read()
    {
        var at = 0;
        var end = text.Length;
        var stop = text.AsSpan().IndexOfAny("/?#:");
        if (stop >= 0 && text[stop] == ':')
        {
            if (stop == 0 || !char.IsAsciiLetter(text[0]) || !Valid(0, stop, "+-.", false)) return false;
            Scheme = text[..stop];
            at = stop + 1;
            if (at == end || text[at] != '/')
            {
                // Opaque, such as mailto:a@b: it has no other part.
                var last = Find(at, "#");
                if (last <= at || !Valid(at, last, InUric)) return false;
                return ReadFragment(last);
            }
        }
        if (string.CompareOrdinal(text, at, "//", 0, 2) == 0)
        {
            at += 2;
            var last = Find(at, "/?#");
            if (last > at)
            {
                if (!ReadAuthority(at, last)) return false;
                at = last;
            }
            else if (last == end) return false;
        }
        var pathEnd = Find(at, "?#");
        if (!Valid(at, pathEnd, InPath)) return false;
        Path = text[at..pathEnd];
        at = pathEnd;
        if (at < end && text[at] == '?')
        {
            var queryEnd = Find(at + 1, "#");
            if (!Valid(at + 1, queryEnd, InUric)) return false;
            Query = text[(at + 1)..queryEnd];
            at = queryEnd;
        }
        return ReadFragment(at);
    }

    private bool ReadFragment(int at)
    {
        if (at >= text.Length) return true;
        if (!Valid(at + 1, text.Length, InUric)) return false;
        Fragment = text[(at + 1)..];
        return true;
    }

    private int Find(int from, string stops)
    {
        var found = text.AsSpan(from).IndexOfAny(stops);
        return found < 0 ? text.Length : from + found;
    }

    private bool ReadAuthority(int from, int to)
    {
        if (text.AsSpan(from, to - from).Contains('[')) throw SparkException.Unsupported($"A URL with an IPv6 address ({text})");
        var registry = Valid(from, to, InRegistryName);
        Authority = text[from..to];
        if (!Valid(from, to, InServer)) return registry;
        if (ReadServer(from, to)) return true;
        UserInfo = Host = null;
        return registry;
    }

    private bool ReadServer(int from, int to)
    {
        var at = text.IndexOf('@', from, to - from);
        if (at >= 0)
        {
            if (!Valid(from, at, InUserInfo)) return false;
            UserInfo = text[from..at];
            from = at + 1;
        }
        var colon = text.IndexOf(':', from, to - from);
        var hostEnd = colon < 0 ? to : colon;
        if (!IsHost(text.AsSpan(from, hostEnd - from))) return false;
        Host = text[from..hostEnd];
        return colon < 0 || colon + 1 == to || int.TryParse(text.AsSpan(colon + 1, to - colon - 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }

    private static bool IsHost(ReadOnlySpan<char> host)
    {
        if (host.IsEmpty) return false;
        var labels = host.ToString().Split('.');
        if (labels.Length == 4 && labels.All(l => l.Length > 0 && l.All(char.IsAsciiDigit) && int.TryParse(l, CultureInfo.InvariantCulture, out var n) && n <= 255)) return true;
        // One point may close a full name.
        if (labels.Length > 1 && labels[^1].Length == 0) labels = labels[..^1];
        if (!labels.All(l => l.Length > 0 && char.IsAsciiLetterOrDigit(l[0]) && char.IsAsciiLetterOrDigit(l[^1]) && l.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))) return false;
        return labels.Length == 1 || char.IsAsciiLetter(labels[^1][0]);
    }

    private bool Valid(int from, int to, string others, bool escapes = true)
    {
        for (var i = from; i < to; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetterOrDigit(c) || others.Contains(c)) continue;
            if (!escapes) return false;
            if (c == '%')
            {
                if (i + 2 >= to || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2])) return false;
                i += 2;
            }
            else if (c < 0x80 || char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) return false;
        }
        return true;
    }
}
