using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using System.Text.Unicode;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Functions on text over its UTF-8 bytes; positions and lengths count code points.</summary>
internal static class TextKernels
{
    /// <summary>How many code points there are.</summary>
    public static int Count(ReadOnlySpan<byte> text)
    {
        if (Ascii.IsValid(text)) return text.Length;
        var count = 0;
        foreach (var b in text) count += (b & 0xC0) == 0x80 ? 0 : 1;
        return count;
    }

    /// <summary>The bytes that the code point with this first byte takes.</summary>
    public static int Width(byte first) => first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;

    /// <summary>Where the code point with the index begins, in bytes; the end where there are not so many.</summary>
    public static int Offset(ReadOnlySpan<byte> text, int index, int from = 0)
    {
        var at = from;
        for (; index > 0 && at < text.Length; index--) at += Width(text[at]);
        return at;
    }

    /// <summary>SUBSTRING: from 1, or from the end where negative; 0 counts as 1. A start before the text keeps counting there.</summary>
    public static Utf8 Substring(Utf8 text, int position, int length)
    {
        var start = position > 0 ? position - 1 : position < 0 ? Count(text.Bytes) + position : 0;
        return Between(text, start, Math.Clamp((long)start + length, int.MinValue, int.MaxValue));
    }

    private static Utf8 Between(Utf8 text, int start, long end)
    {
        if (end <= start || start >= text.Length) return Utf8.Empty;
        var from = Offset(text.Bytes, start);
        var count = end - Math.Max(start, 0);
        if (count <= 0) return Utf8.Empty;
        var to = count >= text.Length ? text.Length : Offset(text.Bytes, (int)count, from);
        return text.Slice(from, Math.Min(to, text.Length) - from);
    }

    /// <summary>SUBSTRING of bytes; its arithmetic runs over, as in Spark.</summary>
    public static byte[] SubstringOfBytes(byte[] bytes, int position, int length) => unchecked(position > bytes.Length ? [] : SliceOfBytes(bytes, position, length));

    private static byte[] SliceOfBytes(byte[] bytes, int position, int length)
    {
        unchecked
        {
            var start = position > 0 ? position - 1 : position < 0 ? bytes.Length + position : 0;
            var end = bytes.Length - start < length ? bytes.Length : start + length;
            start = Math.Max(start, 0);
            return start >= end ? [] : bytes[start..end];
        }
    }

    public static Utf8 Right(Utf8 text, int length) => length <= 0 ? Utf8.Empty : Substring(text, -length, int.MaxValue);

    public static Utf8 Repeat(Utf8 text, int times)
    {
        if (times <= 0 || text.Length == 0) return Utf8.Empty;
        var buffer = Utf8Buffer.Begin((long)text.Length * times);
        for (var i = 0; i < times; i++) buffer.Add(text.Bytes);
        return buffer.Done();
    }

    public static Utf8 Space(int count)
    {
        if (count <= 0) return Utf8.Empty;
        var buffer = Utf8Buffer.Begin(count);
        buffer.Take(count).Fill((byte)' ');
        return buffer.Done();
    }

    public static Utf8 Pad(Utf8 text, int length, Utf8 pad, bool left)
    {
        if (length <= 0) return Utf8.Empty;
        var missing = length - Count(text.Bytes);
        if (missing <= 0) return Between(text, 0, length);
        if (pad.Length == 0) return text;
        var width = Count(pad.Bytes);
        var buffer = Utf8Buffer.Begin((long)missing / width * pad.Length + pad.Length + text.Length);
        if (!left) buffer.Add(text.Bytes);
        for (var i = missing / width; i > 0; i--) buffer.Add(pad.Bytes);
        buffer.Add(pad.Bytes[..Offset(pad.Bytes, missing % width)]);
        if (left) buffer.Add(text.Bytes);
        return buffer.Done();
    }

    public static byte[] PadBytes(byte[] bytes, int length, byte[] pad, bool left)
    {
        if (length <= 0) return [];
        var missing = length - bytes.Length;
        if (missing <= 0) return bytes[..length];
        if (pad.Length == 0) return bytes;
        var padding = new byte[missing];
        for (var i = 0; i < missing; i++) padding[i] = pad[i % pad.Length];
        return left ? [.. padding, .. bytes] : [.. bytes, .. padding];
    }

    /// <summary>LOCATE's position, from 1; 0 where it is not there. An empty text is found at once.</summary>
    public static int Locate(Utf8 part, Utf8 text, int start)
    {
        if (start < 1) return 0;
        if (part.Length == 0) return 1;
        var from = Offset(text.Bytes, start - 1);
        if (from >= text.Length) return 0;
        var found = text.Bytes[from..].IndexOf(part.Bytes);
        return found < 0 ? 0 : start + Count(text.Bytes.Slice(from, found));
    }

    public static int? LocateOrNull(Utf8? part, Utf8? text, int? start) =>
        start is not { } from ? 0 : part is { } p && text is { } t ? Locate(p, t, from) : null;

    public static Utf8 Reverse(Utf8 text)
    {
        var source = text.Bytes;
        var target = Utf8Buffer.Begin(text.Length) is var buffer ? buffer.Take(text.Length) : default;
        for (var at = 0; at < source.Length;)
        {
            var width = Width(source[at]);
            source.Slice(at, width).CopyTo(target[(target.Length - at - width)..]);
            at += width;
        }
        return buffer.Done();
    }

    public static int CodeOfFirst(Utf8 text)
    {
        if (text.Length == 0) return 0;
        Rune.DecodeFromUtf8(text.Bytes, out var rune, out _);
        return rune.Value;
    }

    /// <summary>The character of Latin-1 with the code modulo 256.</summary>
    public static Utf8 Character(long code)
    {
        if (code < 0) return Utf8.Empty;
        var buffer = Utf8Buffer.Begin();
        buffer.Add(new Rune((int)(code & 0xFF)));
        return buffer.Done();
    }

    public static int FindInSet(Utf8 word, Utf8 set)
    {
        if (word.Bytes.Contains((byte)',')) return 0;
        var position = 1;
        for (var rest = set.Bytes; ; position++)
        {
            var comma = rest.IndexOf((byte)',');
            if ((comma < 0 ? rest : rest[..comma]).SequenceEqual(word.Bytes)) return position;
            if (comma < 0) return 0;
            rest = rest[(comma + 1)..];
        }
    }

    /// <summary>What stands before the n-th delimiter, or behind the n-th from the end; matches may overlap.</summary>
    public static Utf8 SubstringIndex(Utf8 text, Utf8 delimiter, int count)
    {
        if (delimiter.Length == 0 || count == 0) return Utf8.Empty;
        var bytes = text.Bytes;
        if (count > 0)
        {
            var found = -1;
            for (; count > 0; count--)
            {
                var next = bytes[(found + 1)..].IndexOf(delimiter.Bytes);
                if (next < 0) return text;
                found += 1 + next;
            }
            return text.Slice(0, found);
        }
        if (count == int.MinValue) throw new SparkException("INVALID_PARAMETER_VALUE", $"substring_index takes no count of {count}; use one above it.");
        var end = bytes.Length;
        for (; count < 0; count++)
        {
            var before = bytes[..end].LastIndexOf(delimiter.Bytes);
            if (before < 0) return text;
            end = before + delimiter.Length - 1;
        }
        return text.Slice(end + 1);
    }

    public static Utf8 SplitPart(Utf8 text, Utf8 delimiter, int part)
    {
        if (part == 0) throw new SparkException("INVALID_INDEX_OF_ZERO", "The index 0 is invalid. An index shall be either < 0 or > 0 (the first element has index 1).");
        if (part == int.MinValue) throw new SparkException("INVALID_PARAMETER_VALUE", $"split_part takes no part {part}.");
        var bytes = text.Bytes;
        if (delimiter.Length == 0) return part is 1 or -1 ? text : Utf8.Empty;
        if (part < 0)
        {
            // Delimiters are found from the front, so their number decides where to count from.
            var parts = 1;
            for (var rest = bytes; rest.IndexOf(delimiter.Bytes) is >= 0 and var at; parts++) rest = rest[(at + delimiter.Length)..];
            if (-part > parts) return Utf8.Empty;
            part += parts + 1;
        }
        var start = 0;
        while (true)
        {
            var next = bytes[start..].IndexOf(delimiter.Bytes);
            if (part == 1) return next < 0 ? text.Slice(start) : text.Slice(start, next);
            if (next < 0) return Utf8.Empty;
            start += next + delimiter.Length;
            part--;
        }
    }

    public static Utf8 Overlay(Utf8 text, Utf8 replacement, int position, int length)
    {
        var head = Substring(text, 1, unchecked(position - 1));
        var tail = Substring(text, unchecked(position + (length >= 0 ? length : Count(replacement.Bytes))), int.MaxValue);
        var buffer = Utf8Buffer.Begin((long)head.Length + replacement.Length + tail.Length);
        buffer.Add(head.Bytes);
        buffer.Add(replacement.Bytes);
        buffer.Add(tail.Bytes);
        return buffer.Done();
    }

    public static byte[] OverlayBytes(byte[] bytes, byte[] replacement, int position, int length) =>
        [.. SubstringOfBytes(bytes, 1, unchecked(position - 1)), .. replacement, .. SubstringOfBytes(bytes, unchecked(position + (length >= 0 ? length : replacement.Length)), int.MaxValue)];

    public static Utf8 Trim(Utf8 text, bool left, bool right)
    {
        var bytes = text.Bytes;
        var (start, end) = (0, bytes.Length);
        while (left && start < end && bytes[start] == ' ') start++;
        while (right && end > start && bytes[end - 1] == ' ') end--;
        return text.Slice(start, end - start);
    }

    /// <summary>Takes away the characters of a set at the ends.</summary>
    public static Utf8 TrimSet(Utf8 text, Utf8 set, bool left, bool right)
    {
        var bytes = text.Bytes;
        var characters = set.Bytes;
        var (start, end) = (0, bytes.Length);
        while (left && start < end)
        {
            var width = Width(bytes[start]);
            if (!Has(characters, bytes.Slice(start, width))) break;
            start += width;
        }
        while (right && end > start)
        {
            var last = end - 1;
            while ((bytes[last] & 0xC0) == 0x80) last--;
            if (!Has(characters, bytes[last..end])) break;
            end = last;
        }
        return text.Slice(start, end - start);
    }

    // UTF-8 synchronizes itself: a character's bytes are found nowhere but at that character.
    private static bool Has(ReadOnlySpan<byte> set, ReadOnlySpan<byte> character) => character.Length == 1 ? set.Contains(character[0]) : set.IndexOf(character) >= 0;

    public static Utf8 Soundex(Utf8 text)
    {
        const string Codes = "01230127022455012623017202";
        var bytes = text.Bytes;
        if (bytes.IsEmpty || !char.IsAsciiLetter((char)bytes[0])) return text;
        var buffer = Utf8Buffer.Begin();
        buffer.Add((byte)(bytes[0] & ~0x20));
        var last = Codes[(bytes[0] & ~0x20) - 'A'];
        for (var i = 1; i < bytes.Length && buffer.Length < 4; i++)
        {
            if (!char.IsAsciiLetter((char)bytes[i])) { last = '0'; continue; }
            var code = Codes[(bytes[i] & ~0x20) - 'A'];
            // H and W stand for nothing and part nothing.
            if (code == '7') continue;
            if (code != '0' && code != last) buffer.Add((byte)code);
            last = code;
        }
        while (buffer.Length < 4) buffer.Add((byte)'0');
        return buffer.Done();
    }

    /// <summary>Puts the text between quotation marks; a quotation mark in it gets a backslash, a backslash does not.</summary>
    public static Utf8 Quote(Utf8 text)
    {
        var buffer = Utf8Buffer.Begin(text.Length + 2);
        buffer.Add((byte)'\'');
        foreach (var b in text.Bytes)
        {
            if (b == '\'') buffer.Add((byte)'\\');
            buffer.Add(b);
        }
        buffer.Add((byte)'\'');
        return buffer.Done();
    }

    public static bool Luhn(Utf8 text)
    {
        var bytes = text.Bytes;
        if (bytes.IsEmpty) return false;
        var (sum, doubled) = (0, false);
        for (var i = bytes.Length - 1; i >= 0; i--, doubled = !doubled)
        {
            if (!char.IsAsciiDigit((char)bytes[i])) return false;
            var digit = (bytes[i] - '0') << (doubled ? 1 : 0);
            sum += digit > 9 ? digit - 9 : digit;
        }
        return sum % 10 == 0;
    }

    public static Utf8 Replace(Utf8 text, Utf8 part, Utf8 replacement)
    {
        var bytes = text.Bytes;
        if (part.Length == 0) return text;
        var found = bytes.IndexOf(part.Bytes);
        if (found < 0) return text;
        var buffer = Utf8Buffer.Begin(text.Length);
        while (found >= 0)
        {
            buffer.Add(bytes[..found]);
            buffer.Add(replacement.Bytes);
            bytes = bytes[(found + part.Length)..];
            found = bytes.IndexOf(part.Bytes);
        }
        buffer.Add(bytes);
        return buffer.Done();
    }
}
