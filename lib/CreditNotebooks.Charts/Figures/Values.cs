using System.Collections;
using System.Globalization;
using System.Numerics;

namespace CreditNotebooks.Charts.Figures;

/// <summary>What the elements of a column are; it decides the type of the axis they stand on.</summary>
internal enum ValueKind { Number, Date, Text }

/// <summary>A column of data as a chart needs it: numbers, moments or words, with gaps.</summary>
internal sealed class Values
{
    private readonly double[] _numbers;
    private readonly string?[]? _texts;
    private double? _largest;

    private Values(ValueKind kind, double[] numbers, string?[]? texts)
    {
        Kind = kind;
        _numbers = numbers;
        _texts = texts;
    }

    public static readonly Values Empty = new(ValueKind.Number, [], null);

    public ValueKind Kind { get; }

    public int Count => _texts?.Length ?? _numbers.Length;

    /// <summary>The number, or for a date its milliseconds since 1970; NaN for a gap and for a word.</summary>
    public double Number(int index) => _texts is null ? _numbers[index] : double.NaN;

    /// <summary>The element as a word, as it stands in a legend or on an axis; null for a gap.</summary>
    public string? Text(int index)
    {
        if (_texts is not null)
        {
            return _texts[index];
        }

        var number = _numbers[index];
        return double.IsNaN(number) ? null : Kind == ValueKind.Date ? Moment.ToText(number)
            : number.ToString("R", CultureInfo.InvariantCulture);
    }

    public bool IsGap(int index) => _texts is null ? double.IsNaN(_numbers[index]) : _texts[index] is null;

    /// <summary>The numbers (dates in milliseconds) without the gaps.</summary>
    public double[] Present() => _texts is null ? Array.FindAll(_numbers, n => !double.IsNaN(n)) : [];

    /// <summary>The largest number; 1 where there is none above zero, since sizes are divided by it.</summary>
    public double Largest => _largest ??= Math.Max(Present().DefaultIfEmpty(0).Max(), 0) is var largest and > 0 ? largest : 1;

    public static Values OfNumbers(params double[] numbers) => new(ValueKind.Number, numbers, null);

    public static Values OfDates(params double[] milliseconds) => new(ValueKind.Date, milliseconds, null);

    public static Values OfTexts(params string?[] texts) => new(ValueKind.Text, [], texts);

    /// <summary>0, 1, 2 …: where the values stand when the caller names no positions.</summary>
    public static Values Indexes(int count)
    {
        var numbers = new double[count];
        for (var i = 0; i < count; i++)
        {
            numbers[i] = i;
        }

        return OfNumbers(numbers);
    }

    /// <summary>The same as words, for cells that have a place but no measure.</summary>
    public static Values IndexTexts(int count) =>
        OfTexts([.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))]);

    /// <summary>Reads a caller's column. All numbers make a number column, all dates a date column, anything else words.</summary>
    public static Values From(IEnumerable source, string parameter)
    {
        ArgumentNullException.ThrowIfNull(source, parameter);
        if (source is string text)
        {
            throw new ArgumentException($"'{text}' is one text; '{parameter}' takes a list of values, as in new[] {{ \"{text}\" }}.",
                parameter);
        }

        var items = new List<object?>();
        foreach (var item in source)
        {
            items.Add(item);
        }

        ValueKind? kind = null;
        foreach (var item in items)
        {
            if (item is null or DBNull)
            {
                continue;
            }

            var itsKind = IsNumber(item) ? ValueKind.Number : Moment.IsMoment(item) ? ValueKind.Date : ValueKind.Text;
            kind = kind is null || kind == itsKind ? itsKind : ValueKind.Text;
        }

        return kind switch
        {
            ValueKind.Text => OfTexts([.. items.Select(ToText)]),
            ValueKind.Date => OfDates([.. items.Select(i => i is null or DBNull ? double.NaN : Moment.ToMilliseconds(i))]),
            _ => OfNumbers([.. items.Select(ToNumber)]),
        };
    }

    public static Values? FromOptional(IEnumerable? source, string parameter) => source is null ? null : From(source, parameter);

    private static bool IsNumber(object item) =>
        item is double or float or decimal or int or long or short or byte or sbyte or uint or ulong or ushort or Half or BigInteger;

    private static double ToNumber(object? item)
    {
        var number = item switch
        {
            null or DBNull => double.NaN,
            Half half => (double)half,
            BigInteger big => (double)big,
            _ => Convert.ToDouble(item, CultureInfo.InvariantCulture),
        };
        return double.IsFinite(number) ? number : double.NaN;
    }

    private static string? ToText(object? item) => item switch
    {
        null or DBNull => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        _ when Moment.IsMoment(item) => Moment.ToText(Moment.ToMilliseconds(item)),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => item.ToString(),
    };
}
