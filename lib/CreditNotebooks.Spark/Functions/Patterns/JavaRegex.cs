using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>A regular expression of Java, run by .NET's. There are two translations: a fast one for texts of ASCII without line ends, and one for all others.</summary>
internal sealed class JavaRegex
{
    private const int CompileAfter = 5_000;
    private const int MostKept = 256;

    private static readonly ConcurrentDictionary<string, JavaRegex> Known = new();
    [ThreadStatic] private static JavaRegex? last;
    [ThreadStatic] private static char[]? buffer;

    private readonly byte[] source;
    private readonly RegexNode root;
    private readonly JavaRegexParser parser;
    private Regex? plain;
    private Regex? wide;
    private int uses;

    private JavaRegex(string pattern)
    {
        source = Encoding.UTF8.GetBytes(pattern);
        (root, parser) = JavaRegexParser.Parse(pattern);
    }

    /// <summary>How many groups capture.</summary>
    public int Groups => parser.Groups;

    /// <summary>The group of a name; null where there is none.</summary>
    public int? GroupOf(string name) => parser.GroupOf(name);

    public static JavaRegex For(Utf8 pattern)
    {
        if (last is not null && pattern.Bytes.SequenceEqual(last.source)) return last;
        return last = For(pattern.ToString());
    }

    public static JavaRegex For(string pattern)
    {
        if (Known.Count > MostKept) Known.Clear();
        return Known.GetOrAdd(pattern, p => new JavaRegex(p));
    }

    /// <summary>The first match in a text that is short.</summary>
    public Match Match(string text)
    {
        Check(text);
        return (wide ??= Create(true, RegexOptions.None)).Match(text);
    }

    /// <summary>The text as UTF-16, in a buffer that the thread's next call takes again, and the regular expression for it.</summary>
    public (Regex Regex, ReadOnlyMemory<char> Text) Prepare(Utf8 text)
    {
        if (buffer is null || buffer.Length < text.Length) buffer = new char[Math.Max(256, text.Length * 2)];
        var isPlain = Ascii.IsValid(text.Bytes) && text.Bytes.IndexOfAny((byte)'\n', (byte)'\r') < 0;
        var length = Encoding.UTF8.GetChars(text.Bytes, buffer);
        if (!isPlain) Check(buffer.AsSpan(0, length));
        return (isPlain ? Plain() : wide ??= Create(true, RegexOptions.None), buffer.AsMemory(0, length));
    }

    private Regex Plain()
    {
        // Compiling to code pays for itself on many rows only.
        if (uses <= CompileAfter && ++uses > CompileAfter) plain = Create(false, RegexOptions.Compiled);
        return plain ??= Create(false, RegexOptions.None);
    }

    private Regex Create(bool forAll, RegexOptions options)
    {
        var pattern = new StringBuilder();
        root.Write(pattern, forAll);
        return new Regex(pattern.ToString(), options | RegexOptions.CultureInvariant);
    }

    // Java's words know letters of two UTF-16 units and marks, and its searches may stop between the units: no rows of such texts are guessed at.
    private void Check(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAnyInRange('\uD800', '\uDFFF') >= 0 && (root.CanBeEmpty || parser.UsesBoundary))
            throw SparkException.Unsupported($"The regular expression '{Encoding.UTF8.GetString(source)}' on a text with characters beyond U+FFFF");
        if (!parser.UsesBoundary) return;
        foreach (var c in text)
            if (c > 0x7F && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
                throw SparkException.Unsupported($"The regular expression '{Encoding.UTF8.GetString(source)}' on a text with combining marks");
    }
}
