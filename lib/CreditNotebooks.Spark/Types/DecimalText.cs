namespace CreditNotebooks.Spark.Types;

/// <summary>Out of range: more digits before the point than the type has; out of supported range: more than any decimal has.</summary>
internal enum DecimalOutcome { Parsed, Malformed, OutOfRange, OutOfSupportedRange }

/// <summary>Text to decimals: digits with a point and an exponent, as Java's BigDecimal takes them, rounded half up to the type's scale.</summary>
internal static class DecimalText
{
    private static readonly UInt128[] Powers = CreatePowers();

    /// <summary>10^n for n from 0 to 38.</summary>
    public static UInt128 Power(int n) => Powers[n];

    /// <summary>As CAST: blanks at both ends do not count.</summary>
    public static DecimalOutcome TryParse(ReadOnlySpan<byte> text, DecimalType type, out Int128 unscaled) =>
        TryParseExact(TextConversion.TrimJava(text), type, out unscaled);

    /// <summary>Without trimming, as <c>new BigDecimal(text)</c> does.</summary>
    public static DecimalOutcome TryParseExact(ReadOnlySpan<byte> text, DecimalType type, out Int128 unscaled)
    {
        unscaled = 0;
        if (!TryRead(text, out var number)) return DecimalOutcome.Malformed;
        // The digit at `cut` decides the rounding; digits before it stay.
        var cut = number.IntegralDigits + type.Scale;
        // A zero counts as one digit.
        if (Math.Max(1, number.Digits) - number.Scale > DecimalType.MaxPrecision) return DecimalOutcome.OutOfSupportedRange;
        if (number.Digits != 0 && number.IntegralDigits > type.Precision - type.Scale) return DecimalOutcome.OutOfRange;
        if (number.Digits == 0 || cut < 0) return DecimalOutcome.Parsed;
        UInt128 value = 0;
        var taken = 0;
        var round = false;
        foreach (var c in text[number.First..])
        {
            if (c == '.') continue;
            if ((uint)(c - '0') > 9) break;
            if (taken == cut) { round = c >= '5'; break; }
            value = value * 10 + (uint)(c - '0');
            taken++;
        }
        if (cut > taken) value *= Powers[(int)(cut - taken)];
        if (round) value++;
        if (value >= Powers[type.Precision]) return DecimalOutcome.OutOfRange;
        unscaled = number.Negative ? -(Int128)value : (Int128)value;
        return DecimalOutcome.Parsed;
    }

    /// <summary>What inference asks: the number's precision and scale as BigDecimal counts them; false when it is no such number.</summary>
    public static bool TryMeasure(ReadOnlySpan<byte> text, out long precision, out long scale)
    {
        precision = scale = 0;
        if (!TryRead(text, out var number)) return false;
        precision = Math.Max(1, number.Digits);
        scale = number.Scale;
        return true;
    }

    // First: where the first digit that is not zero stands. Digits: from it on.
    // IntegralDigits: how many of them stand before the point; negative when zeros follow the point.
    private readonly record struct Number(bool Negative, int First, long Digits, long IntegralDigits, long Scale);

    private static bool TryRead(ReadOnlySpan<byte> text, out Number number)
    {
        number = default;
        if (text.IsEmpty) return false;
        var negative = text[0] == '-';
        var at = negative || text[0] == '+' ? 1 : 0;
        var first = -1;
        int digits = 0, significant = 0, fraction = 0;
        var point = false;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '.')
            {
                if (point) return false;
                point = true;
                continue;
            }
            if ((uint)(c - '0') > 9) break;
            digits++;
            if (point) fraction++;
            if (c != '0' && first < 0) first = at;
            if (first >= 0) significant++;
        }
        if (digits == 0) return false;
        var exponent = 0L;
        if (at < text.Length)
        {
            if ((text[at] | 0x20) != 'e' || !TryExponent(text[(at + 1)..], out exponent)) return false;
        }
        var scale = fraction - exponent;
        if (scale is > int.MaxValue or < int.MinValue) return false;
        number = new Number(negative, Math.Max(first, 0), significant, significant - scale, scale);
        return true;
    }

    private static bool TryExponent(ReadOnlySpan<byte> text, out long exponent)
    {
        exponent = 0;
        var negative = !text.IsEmpty && text[0] == '-';
        if (negative || !text.IsEmpty && text[0] == '+') text = text[1..];
        while (text.Length > 1 && text[0] == '0') text = text[1..];
        if (text.Length is 0 or > 10) return false;
        foreach (var c in text)
        {
            if ((uint)(c - '0') > 9) return false;
            exponent = exponent * 10 + (c - '0');
        }
        if (negative) exponent = -exponent;
        return true;
    }

    private static UInt128[] CreatePowers()
    {
        var powers = new UInt128[DecimalType.MaxPrecision + 1];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
