using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace CreditNotebooks.Spark.Types;

/// <summary>Text to values as Spark's CAST converts it. Text is UTF-8; blanks and control characters around it do not count.</summary>
internal static class TextConversion
{
    /// <summary>Whole numbers: digits with an optional sign. With <paramref name="allowFraction"/> (ANSI off) digits behind a point are cut off.</summary>
    public static bool TryParseLong(ReadOnlySpan<byte> text, out long value, bool allowFraction = false)
    {
        value = 0;
        text = TrimAll(text);
        if (text.IsEmpty) return false;
        var negative = text[0] == '-';
        var at = negative || text[0] == '+' ? 1 : 0;
        if (at == text.Length) return false;
        // Counting downwards, since the lowest number has no positive twin.
        for (; at < text.Length; at++)
        {
            if (text[at] == '.' && allowFraction) break;
            var digit = text[at] - '0';
            if ((uint)digit > 9 || value < long.MinValue / 10) return false;
            value *= 10;
            if (value < long.MinValue + digit) return false;
            value -= digit;
        }
        for (at++; at < text.Length; at++)
            if ((uint)(text[at] - '0') > 9) return false;
        if (negative) return true;
        if (value == long.MinValue) return false;
        value = -value;
        return true;
    }

    /// <summary>As <see cref="TryParseLong"/>, within 32 bits.</summary>
    public static bool TryParseInt(ReadOnlySpan<byte> text, out int value, bool allowFraction = false)
    {
        var parsed = TryParseLong(text, out var wide, allowFraction) && wide is >= int.MinValue and <= int.MaxValue;
        value = parsed ? (int)wide : 0;
        return parsed;
    }

    /// <summary>As <see cref="TryParseLong"/>, within 16 bits.</summary>
    public static bool TryParseShort(ReadOnlySpan<byte> text, out short value, bool allowFraction = false)
    {
        var parsed = TryParseLong(text, out var wide, allowFraction) && wide is >= short.MinValue and <= short.MaxValue;
        value = parsed ? (short)wide : (short)0;
        return parsed;
    }

    /// <summary>As <see cref="TryParseLong"/>, within 8 bits.</summary>
    public static bool TryParseByte(ReadOnlySpan<byte> text, out sbyte value, bool allowFraction = false)
    {
        var parsed = TryParseLong(text, out var wide, allowFraction) && wide is >= sbyte.MinValue and <= sbyte.MaxValue;
        value = parsed ? (sbyte)wide : (sbyte)0;
        return parsed;
    }

    /// <summary>t, true, y, yes, 1 and f, false, n, no, 0 in any case.</summary>
    public static bool TryParseBoolean(ReadOnlySpan<byte> text, out bool value)
    {
        value = false;
        text = TrimAll(text);
        if (text.Length is 0 or > 5) return false;
        Span<byte> lower = stackalloc byte[5];
        Ascii.ToLower(text, lower, out _);
        ReadOnlySpan<byte> word = lower[..text.Length];
        value = word.SequenceEqual("t"u8) || word.SequenceEqual("true"u8) || word.SequenceEqual("y"u8) || word.SequenceEqual("yes"u8) || word.SequenceEqual("1"u8);
        return value || word.SequenceEqual("f"u8) || word.SequenceEqual("false"u8) || word.SequenceEqual("n"u8) || word.SequenceEqual("no"u8) || word.SequenceEqual("0"u8);
    }

    /// <summary>Java's floating-point text, and <c>inf</c>, <c>infinity</c>, <c>nan</c> in any case.</summary>
    public static bool TryParseDouble(ReadOnlySpan<byte> text, out double value) => TryParseJavaDouble(text, out value) || TrySpecial(text, out value);

    /// <summary>As <see cref="TryParseDouble"/>, rounded once to 32 bits.</summary>
    public static bool TryParseFloat(ReadOnlySpan<byte> text, out float value)
    {
        if (TryParseJavaFloat(text, out value)) return true;
        var special = TrySpecial(text, out var wide);
        value = (float)wide;
        return special;
    }

    /// <summary>What Java's Double.parseDouble takes: decimal digits with exponent, a trailing f or d, NaN, Infinity, hexadecimal digits with p.</summary>
    public static bool TryParseJavaDouble(ReadOnlySpan<byte> text, out double value)
    {
        switch (JavaNumber(ref text, out var negative))
        {
            case NumberForm.Decimal: return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
            case NumberForm.NaN: value = double.NaN; return true;
            case NumberForm.Infinity: value = negative ? double.NegativeInfinity : double.PositiveInfinity; return true;
            case NumberForm.Hexadecimal: return HexadecimalFloat.TryParse(text, out value);
            default: value = 0; return false;
        }
    }

    public static bool TryParseJavaFloat(ReadOnlySpan<byte> text, out float value)
    {
        switch (JavaNumber(ref text, out var negative))
        {
            case NumberForm.Decimal: return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
            case NumberForm.NaN: value = float.NaN; return true;
            case NumberForm.Infinity: value = negative ? float.NegativeInfinity : float.PositiveInfinity; return true;
            case NumberForm.Hexadecimal:
                var parsed = HexadecimalFloat.TryParse(text, out var wide);
                value = (float)wide;
                return parsed;
            default: value = 0; return false;
        }
    }

    private enum NumberForm { None, Decimal, NaN, Infinity, Hexadecimal }

    private static NumberForm JavaNumber(ref ReadOnlySpan<byte> text, out bool negative)
    {
        text = TrimJava(text);
        negative = !text.IsEmpty && text[0] == '-';
        if (text.IsEmpty) return NumberForm.None;
        var start = negative || text[0] == '+' ? 1 : 0;
        var rest = text[start..];
        if (rest.SequenceEqual("NaN"u8)) return NumberForm.NaN;
        if (rest.SequenceEqual("Infinity"u8)) return NumberForm.Infinity;
        if (rest.Length > 2 && rest[0] == '0' && (rest[1] | 0x20) == 'x') return NumberForm.Hexadecimal;
        var at = 0;
        var digits = 0;
        for (; at < rest.Length && (uint)(rest[at] - '0') <= 9; at++) digits++;
        if (at < rest.Length && rest[at] == '.')
            for (at++; at < rest.Length && (uint)(rest[at] - '0') <= 9; at++) digits++;
        if (digits == 0) return NumberForm.None;
        if (at < rest.Length && (rest[at] | 0x20) == 'e')
        {
            at++;
            if (at < rest.Length && rest[at] is (byte)'+' or (byte)'-') at++;
            var first = at;
            while (at < rest.Length && (uint)(rest[at] - '0') <= 9) at++;
            if (at == first) return NumberForm.None;
        }
        var end = at;
        if (at < rest.Length && (rest[at] | 0x20) is 'f' or 'd') at++;
        if (at != rest.Length) return NumberForm.None;
        text = text[..(start + end)];
        return NumberForm.Decimal;
    }

    private static bool TrySpecial(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        text = TrimJava(text);
        if (text.Length is 0 or > 9) return false;
        Span<byte> lower = stackalloc byte[9];
        Ascii.ToLower(text, lower, out _);
        ReadOnlySpan<byte> word = lower[..text.Length];
        var negative = word[0] == '-';
        if (word.SequenceEqual("nan"u8)) value = double.NaN;
        else if (negative || word[0] == '+' ? IsInfinity(word[1..]) : IsInfinity(word)) value = negative ? double.NegativeInfinity : double.PositiveInfinity;
        else return false;
        return true;
    }

    private static bool IsInfinity(ReadOnlySpan<byte> word) => word.SequenceEqual("inf"u8) || word.SequenceEqual("infinity"u8);

    /// <summary>A date: year, month and day with dashes, of which month and day may be missing; behind the day a blank or T ends it.</summary>
    public static bool TryParseDate(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        text = TrimAll(text);
        if (text.IsEmpty) return false;
        var sign = text[0] == '-' ? -1 : 1;
        var at = text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        Span<int> parts = [1, 1, 1];
        var part = 0;
        var value = 0;
        var digits = 0;
        for (; at < text.Length && text[at] is not ((byte)' ' or (byte)'T'); at++)
        {
            if (part < 2 && text[at] == '-')
            {
                if (!Valid(part, digits)) return false;
                parts[part++] = value;
                value = digits = 0;
                continue;
            }
            var digit = text[at] - '0';
            if ((uint)digit > 9) return false;
            value = value * 10 + digit;
            digits++;
        }
        if (!Valid(part, digits) || part < 2 && at < text.Length) return false;
        parts[part] = value;
        var year = sign * parts[0];
        if (!IsoDate.IsValid(year, parts[1], parts[2])) return false;
        var exact = IsoDate.ToDays(year, parts[1], parts[2]);
        days = (int)exact;
        return days == exact;

        static bool Valid(int part, int digits) => part == 0 ? digits is >= 4 and <= 7 : digits is 1 or 2;
    }

    /// <summary>A timestamp in UTC microseconds; text without a zone is of <paramref name="zone"/>, text without a date of today.</summary>
    public static bool TryParseTimestamp(ReadOnlySpan<byte> text, TimeZoneRules zone, out long micros)
    {
        micros = 0;
        if (!TimestampText.TryParse(text, out var parsed)) return false;
        var rules = parsed.Zone ?? zone;
        var days = parsed.HasDate ? parsed.Days : IsoDate.FloorDiv(rules.ToLocal(Now()), IsoDate.MicrosPerDay);
        if (!IsoDate.TryToMicros(days, parsed.MicrosOfDay, out var local)) return false;
        micros = rules.ToInstant(local);
        return true;
    }

    /// <summary>A timestamp without zone; a zone in the text is ignored, or refused when it is not allowed.</summary>
    public static bool TryParseTimestampNtz(ReadOnlySpan<byte> text, bool allowZone, out long micros)
    {
        micros = 0;
        return TimestampText.TryParse(text, out var parsed) && parsed.HasDate && (allowZone || parsed.Zone is null)
            && IsoDate.TryToMicros(parsed.Days, parsed.MicrosOfDay, out micros);
    }

    private static long Now() => (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / 10;

    /// <summary>Without blanks and control characters at both ends, as Spark's trimAll.</summary>
    public static ReadOnlySpan<byte> TrimAll(ReadOnlySpan<byte> text)
    {
        var start = 0;
        while (start < text.Length && text[start] is <= 0x20 or 0x7F) start++;
        var end = text.Length;
        while (end > start && text[end - 1] is <= 0x20 or 0x7F) end--;
        return text[start..end];
    }

    /// <summary>Without blanks and controls up to U+0020 at both ends, as Java's trim.</summary>
    public static ReadOnlySpan<byte> TrimJava(ReadOnlySpan<byte> text)
    {
        var start = 0;
        while (start < text.Length && text[start] <= 0x20) start++;
        var end = text.Length;
        while (end > start && text[end - 1] <= 0x20) end--;
        return text[start..end];
    }
}
