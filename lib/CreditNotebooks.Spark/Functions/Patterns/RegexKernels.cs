using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>What the functions on regular expressions compute.</summary>
internal static class RegexKernels
{
    // A pattern without these is the text that it finds.
    private static readonly SearchValues<byte> Metacharacters = SearchValues.Create("\\^$.|?*+()[]{}"u8);

    public static bool IsMatch(Utf8 text, Utf8 pattern)
    {
        var (regex, characters) = JavaRegex.For(pattern).Prepare(text);
        return regex.IsMatch(characters.Span);
    }

    public static Utf8 Extract(Utf8 text, Utf8 pattern, int group)
    {
        var java = JavaRegex.For(pattern);
        var (regex, characters) = java.Prepare(text);
        if (group == 0)
        {
            foreach (var found in regex.EnumerateMatches(characters.Span)) return Of(characters.Span.Slice(found.Index, found.Length));
            return Utf8.Empty;
        }
        var match = regex.Match(characters.ToString());
        if (!match.Success) return Utf8.Empty;
        CheckGroup("regexp_extract", java, group);
        return Of(match.Groups[group].ValueSpan);
    }

    public static object?[] ExtractAll(Utf8 text, Utf8 pattern, int group)
    {
        var java = JavaRegex.For(pattern);
        var (regex, characters) = java.Prepare(text);
        var found = new List<object?>();
        for (var match = regex.Match(characters.ToString()); match.Success; match = match.NextMatch())
        {
            CheckGroup("regexp_extract_all", java, group);
            found.Add(match.Groups[group].Value);
        }
        return [.. found];
    }

    public static int Count(Utf8 text, Utf8 pattern)
    {
        var (regex, characters) = JavaRegex.For(pattern).Prepare(text);
        return regex.Count(characters.Span);
    }

    /// <summary>The first match's place from 1, in UTF-16 units as in Spark; 0 where there is none.</summary>
    public static int Position(Utf8 text, Utf8 pattern)
    {
        var (regex, characters) = JavaRegex.For(pattern).Prepare(text);
        foreach (var found in regex.EnumerateMatches(characters.Span)) return found.Index + 1;
        return 0;
    }

    public static Utf8? FirstNotEmpty(Utf8 text, Utf8 pattern) => Extract(text, pattern, 0) is { Length: > 0 } found ? found : null;

    public static Utf8 Replace(Utf8 text, Utf8 pattern, Utf8 replacement, int position)
    {
        var java = JavaRegex.For(pattern);
        var (regex, characters) = java.Prepare(text);
        var start = position - 1;
        if (start > 0 && start >= characters.Length) return text;
        var span = characters.Span;
        if (start > 0 && char.IsLowSurrogate(span[start])) throw SparkException.Unsupported("A position within a character beyond U+FFFF");
        // What is before the position is no part of the search: ^ matches at it, and nothing looks back beyond it.
        var searched = span[start..];
        if (RegexReplacement.IsConstant(replacement.Bytes))
        {
            Utf8Buffer? result = null;
            var done = 0;
            foreach (var match in regex.EnumerateMatches(searched))
            {
                result ??= Utf8Buffer.Begin(text.Length);
                if (done == 0) Add(result, span[..start]);
                Add(result, searched[done..match.Index]);
                result.Add(replacement.Bytes);
                done = match.Index + match.Length;
            }
            if (result is null) return text;
            Add(result, searched[done..]);
            return result.Done();
        }
        return ReplaceByGroups(java, regex, span[..start].ToString(), searched.ToString(), replacement.ToString()) is { } replaced ? Of(replaced) : text;
    }

    private static string? ReplaceByGroups(JavaRegex java, Regex regex, string head, string text, string replacement)
    {
        var match = regex.Match(text);
        if (!match.Success) return null;
        var result = new StringBuilder(head);
        var done = 0;
        for (; match.Success; match = match.NextMatch())
        {
            result.Append(text, done, match.Index - done);
            RegexReplacement.Append(result, replacement, match, java);
            done = match.Index + match.Length;
        }
        return result.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>SPLIT: at most as many parts as the limit where it is positive; empty parts at the end stay.</summary>
    public static object?[] Split(Utf8 text, Utf8 pattern, int limit)
    {
        if (text.Length > 0 && pattern.Length == 0) return Characters(text, limit);
        if (pattern.Length > 0 && pattern.Bytes.IndexOfAny(Metacharacters) < 0) return SplitAtText(text.Bytes, pattern.Bytes, limit);
        var (regex, characters) = JavaRegex.For(pattern).Prepare(text);
        var span = characters.Span;
        var parts = new List<object?>();
        var done = 0;
        foreach (var match in regex.EnumerateMatches(span))
        {
            if (limit > 0 && parts.Count == limit - 1) break;
            // An empty match at the front begins no part.
            if (match.Length == 0 && match.Index == 0) continue;
            parts.Add(span[done..match.Index].ToString());
            done = match.Index + match.Length;
        }
        parts.Add(span[done..].ToString());
        return [.. parts];
    }

    private static object?[] SplitAtText(ReadOnlySpan<byte> text, ReadOnlySpan<byte> separator, int limit)
    {
        var parts = new List<object?>();
        for (int found; parts.Count != limit - 1 && (found = text.IndexOf(separator)) >= 0; text = text[(found + separator.Length)..])
        {
            parts.Add(Encoding.UTF8.GetString(text[..found]));
        }
        parts.Add(Encoding.UTF8.GetString(text));
        return [.. parts];
    }

    private static object?[] Characters(Utf8 text, int limit)
    {
        var count = TextKernels.Count(text.Bytes);
        var parts = new object?[limit > count || limit <= 0 ? count : limit];
        var at = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var end = i == parts.Length - 1 ? text.Length : at + TextKernels.Width(text.Bytes[at]);
            parts[i] = Encoding.UTF8.GetString(text.Bytes[at..end]);
            at = end;
        }
        return parts;
    }

    private static void CheckGroup(string function, JavaRegex regex, int group)
    {
        if (group >= 0 && group <= regex.Groups) return;
        throw new SparkException("INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX",
            $"The value of parameter(s) `idx` in `{function}` is invalid: Expects group index between 0 and {regex.Groups}, but got {group}.");
    }

    private static Utf8 Of(ReadOnlySpan<char> characters)
    {
        var buffer = Utf8Buffer.Begin(characters.Length);
        Add(buffer, characters);
        return buffer.Done();
    }

    private static void Add(Utf8Buffer buffer, ReadOnlySpan<char> characters) =>
        Encoding.UTF8.GetBytes(characters, buffer.Take(Encoding.UTF8.GetByteCount(characters)));
}
