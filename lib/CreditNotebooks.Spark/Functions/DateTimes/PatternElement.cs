using System.Globalization;
using System.Text;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue.DateTimes;

/// <summary>One part of a date and time pattern: it reads its text into fields and writes fields as text.</summary>
internal abstract class PatternElement
{
    /// <summary>The position behind the text that was read, or the complement of the position where it is wrong.</summary>
    public abstract int Parse(ReadOnlySpan<char> text, int at, ref DateTimeFields fields);

    /// <summary>False when a field is not there: a date has no hour.</summary>
    public abstract bool Format(in DateTimeFields fields, StringBuilder target);

    protected static int Store(ref DateTimeFields fields, DateTimeField field, long value, int begin, int end) => fields.Set(field, value) ? end : ~begin;

    protected static bool StartsWith(ReadOnlySpan<char> text, int at, string word) =>
        text.Length - at >= word.Length && text.Slice(at, word.Length).Equals(word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Text that stands for itself.</summary>
internal sealed class LiteralElement(string literal) : PatternElement
{
    public override int Parse(ReadOnlySpan<char> text, int at, ref DateTimeFields fields) => StartsWith(text, at, literal) ? at + literal.Length : ~at;

    public override bool Format(in DateTimeFields fields, StringBuilder target)
    {
        target.Append(literal);
        return true;
    }
}

/// <summary>What stands in [ ]: it may be missing.</summary>
internal sealed class OptionalElement(PatternElement[] elements) : PatternElement
{
    public override int Parse(ReadOnlySpan<char> text, int at, ref DateTimeFields fields)
    {
        var attempt = fields;
        var end = at;
        foreach (var element in elements)
        {
            end = element.Parse(text, end, ref attempt);
            if (end < 0) return at;
        }
        fields = attempt;
        return end;
    }

    public override bool Format(in DateTimeFields fields, StringBuilder target)
    {
        var length = target.Length;
        foreach (var element in elements)
        {
            if (element.Format(fields, target)) continue;
            target.Length = length;
            break;
        }
        return true;
    }
}

internal enum SignStyle { Normal, NotNegative, ExceedsPad }

/// <summary>A number. Next to other numbers without anything between, widths are fixed and one of variable width leaves the others their digits.</summary>
internal class NumberElement(DateTimeField field, int minWidth, int maxWidth, SignStyle sign) : PatternElement
{
    protected DateTimeField Field { get; } = field;

    /// <summary>Digits that numbers directly behind this one need; -1 when this one's width is fixed.</summary>
    public int SubsequentWidth { get; private set; }

    public int MaxWidth => maxWidth;

    public bool IsFixedWidthNumber => minWidth == maxWidth && sign == SignStyle.NotNegative;

    public void LeaveDigits(int width) => SubsequentWidth += width;

    public void FixWidth() => SubsequentWidth = -1;

    public override int Parse(ReadOnlySpan<char> text, int at, ref DateTimeFields fields)
    {
        if (at == text.Length) return ~at;
        var begin = at;
        var negative = text[at] == '-';
        var positive = text[at] == '+';
        if (negative && sign == SignStyle.NotNegative || positive && sign != SignStyle.ExceedsPad) return ~at;
        if (negative || positive) at++;
        var minEnd = at + minWidth;
        if (minEnd > text.Length) return ~at;
        var available = maxWidth + Math.Max(SubsequentWidth, 0);
        var end = at;
        while (end < text.Length && end - at < available && char.IsAsciiDigit(text[end])) end++;
        if (end < minEnd) return ~at;
        if (SubsequentWidth > 0) end = at + Math.Min(end - at, Math.Max(minWidth, end - at - SubsequentWidth));
        if (end - at > 18) return ~at;
        var value = long.Parse(text[at..end], NumberStyles.None, CultureInfo.InvariantCulture);
        if (negative)
        {
            if (value == 0) return ~begin;
            value = -value;
        }
        else if (sign == SignStyle.ExceedsPad && positive != end - at > minWidth)
        {
            return ~begin;
        }
        return StoreNumber(ref fields, value, begin, end);
    }

    protected virtual int StoreNumber(ref DateTimeFields fields, long value, int begin, int end) => Store(ref fields, Field, value, begin, end);

    public override bool Format(in DateTimeFields fields, StringBuilder target)
    {
        if (!fields.Has(Field)) return false;
        var value = Shown(fields[Field]);
        var digits = Math.Abs(value).ToString(CultureInfo.InvariantCulture);
        if (digits.Length > maxWidth || value < 0 && sign == SignStyle.NotNegative)
            throw new SparkException("DATETIME_FIELD_OUT_OF_BOUNDS", $"{value} does not fit into {maxWidth} digits of the pattern; use more letters.");
        if (value < 0) target.Append('-');
        else if (sign == SignStyle.ExceedsPad && digits.Length > minWidth) target.Append('+');
        target.Append('0', Math.Max(0, minWidth - digits.Length)).Append(digits);
        return true;
    }

    protected virtual long Shown(long value) => value;
}

/// <summary>A year of two digits: 2000 to 2099.</summary>
internal sealed class ShortYearElement(DateTimeField field) : NumberElement(field, 2, 2, SignStyle.NotNegative)
{
    protected override int StoreNumber(ref DateTimeFields fields, long value, int begin, int end) => Store(ref fields, Field, 2000 + value, begin, end);

    protected override long Shown(long value) => Math.Abs(value) % 100;
}

/// <summary>Digits of a second: .5 is half a second, whatever the number of letters.</summary>
internal sealed class FractionElement(int minWidth, int maxWidth) : NumberElement(DateTimeField.Nano, minWidth, maxWidth, SignStyle.NotNegative)
{
    private readonly int min = minWidth;
    private readonly int max = maxWidth;

    public override int Parse(ReadOnlySpan<char> text, int at, ref DateTimeFields fields)
    {
        var end = at;
        var nanos = 0L;
        while (end < text.Length && end - at < max && char.IsAsciiDigit(text[end])) nanos = nanos * 10 + text[end++] - '0';
        if (end - at < min) return ~at;
        for (var i = end - at; i < 9; i++) nanos *= 10;
        return Store(ref fields, DateTimeField.Nano, nanos, at, end);
    }

    public override bool Format(in DateTimeFields fields, StringBuilder target)
    {
        if (!fields.Has(DateTimeField.Nano)) return false;
        target.Append(fields[DateTimeField.Nano].ToString("000000000", CultureInfo.InvariantCulture).AsSpan(0, max));
        return true;
    }
}

/// <summary>Names: of months, days of the week, quarters, eras, halves of the day.</summary>
internal sealed class NameElement(DateTimeField field, string[] names, int firstValue) : PatternElement
{
    private readonly int[] longestFirst = [.. Enumerable.Range(0, names.Length).OrderByDescending(i => names[i].Length)];

    public override int Parse(ReadOnlySpan<char> text, int at, ref DateTimeFields fields)
    {
        foreach (var i in longestFirst)
            if (StartsWith(text, at, names[i])) return Store(ref fields, field, i + firstValue, at, at + names[i].Length);
        return ~at;
    }

    public override bool Format(in DateTimeFields fields, StringBuilder target)
    {
        if (!fields.Has(field)) return false;
        target.Append(names[fields[field] - firstValue]);
        return true;
    }
}
