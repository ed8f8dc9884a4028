using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using System.Text;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>A pattern of java.text.DecimalFormat for format_number: digits, grouping, a point, and text before and behind. Rounds half to even.</summary>
internal sealed class DecimalPattern
{
    private static readonly ConcurrentDictionary<string, DecimalPattern> Known = new();

    private string prefix = "";
    private string suffix = "";
    private int leastWhole;
    private int leastFraction;
    private int mostFraction;
    private int grouping;
    private bool pointAlways;

    public static DecimalPattern For(string pattern) => Known.GetOrAdd(pattern.Length == 0 ? "#,##0" : pattern, Parse);

    public static DecimalPattern For(int decimals) => new() { leastWhole = 1, leastFraction = decimals, mostFraction = decimals, grouping = 3 };

    private static DecimalPattern Parse(string pattern)
    {
        var start = pattern.AsSpan().IndexOfAny("#0,.") is >= 0 and var s ? s : pattern.Length;
        var end = start;
        var (left, zeros, right, point, group) = (0, 0, 0, -1, -1);
        for (; end < pattern.Length && pattern[end] is '#' or '0' or ',' or '.'; end++)
        {
            switch (pattern[end])
            {
                case '#':
                    if (zeros > 0) right++;
                    else left++;
                    if (group >= 0 && point < 0) group++;
                    break;
                case '0':
                    if (right > 0) throw Unsupported(pattern);
                    zeros++;
                    if (group >= 0 && point < 0) group++;
                    break;
                case ',':
                    if (point >= 0) throw Unsupported(pattern);
                    group = 0;
                    break;
                default:
                    if (point >= 0) throw Unsupported(pattern);
                    point = left + zeros + right;
                    break;
            }
        }
        var (before, after) = (pattern[..start], pattern[end..]);
        if ((before + after).AsSpan().IndexOfAny("%‰¤';-#0,.") >= 0 || after.StartsWith('E') || group == 0) throw Unsupported(pattern);
        if (point > left && right > 0 && point > left + zeros || point >= 0 && point < left && zeros > 0) throw Unsupported(pattern);
        if (zeros == 0 && left > 0 && point >= 0)
        {
            // #.## is read as 0.##, and .## as .0#.
            var n = Math.Max(1, point);
            (right, left, zeros) = (left - n, n - 1, 1);
        }
        var total = left + zeros + right;
        return new DecimalPattern
        {
            prefix = before,
            suffix = after,
            leastWhole = (point >= 0 ? point : total) - left,
            leastFraction = point >= 0 ? left + zeros - point : 0,
            mostFraction = point >= 0 ? total - point : 0,
            grouping = Math.Max(0, group),
            pointAlways = point == 0 || point == total && point >= 0,
        };
    }

    private static SparkException Unsupported(string pattern) => SparkException.Unsupported($"The number pattern '{pattern}' of format_number");

    public string Write(double number)
    {
        if (double.IsNaN(number)) return "NaN";
        var sign = double.IsNegative(number) ? "-" : "";
        if (double.IsInfinity(number)) return $"{sign}{prefix}∞{suffix}";
        // The shortest digits count; where they end in a tie the exact value decides.
        var shortest = BigDecimal.Parse(NumberText.ToText(Math.Abs(number)));
        return Write(sign.Length > 0, shortest.Scale <= mostFraction ? shortest : new BigDecimal(RoundHalfEven(Exact(Math.Abs(number)), mostFraction), mostFraction));
    }

    public string Write(DecimalValue number) => Write(number.Unscaled < 0, new BigDecimal(BigInteger.Abs(number.Unscaled), number.Scale));

    private string Write(bool negative, BigDecimal number)
    {
        var rounded = number.Scale > mostFraction ? RoundHalfEven(number, mostFraction) : number.Unscaled * BigInteger.Pow(10, mostFraction - number.Scale);
        var digits = rounded.ToString(CultureInfo.InvariantCulture).PadLeft(mostFraction + 1, '0');
        var fraction = digits[^mostFraction..].TrimEnd('0').PadRight(leastFraction, '0');
        var whole = digits[..^mostFraction].TrimStart('0').PadLeft(leastWhole, '0');
        if (whole.Length == 0 && fraction.Length == 0) whole = "0";
        var text = new StringBuilder(negative ? "-" : "").Append(prefix);
        for (var i = 0; i < whole.Length; i++)
        {
            if (i > 0 && grouping > 0 && (whole.Length - i) % grouping == 0) text.Append(',');
            text.Append(whole[i]);
        }
        if (fraction.Length > 0 || pointAlways) text.Append('.');
        return text.Append(fraction).Append(suffix).ToString();
    }

    private static BigDecimal Exact(double number)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        var exponent = (int)(bits >> 52 & 0x7FF);
        var fraction = (BigInteger)(bits & 0xFFFFFFFFFFFFF | (exponent == 0 ? 0 : 1L << 52));
        exponent = Math.Max(1, exponent) - 1075;
        return exponent >= 0 ? new BigDecimal(fraction << exponent, 0) : new BigDecimal(fraction * BigInteger.Pow(5, -exponent), -exponent);
    }

    private static BigInteger RoundHalfEven(BigDecimal number, int scale)
    {
        if (number.Scale <= scale) return number.Unscaled * BigInteger.Pow(10, scale - number.Scale);
        var divisor = BigInteger.Pow(10, number.Scale - scale);
        var quotient = BigInteger.DivRem(number.Unscaled, divisor, out var rest);
        var half = (rest * 2).CompareTo(divisor);
        return half > 0 || half == 0 && !quotient.IsEven ? quotient + 1 : quotient;
    }
}
