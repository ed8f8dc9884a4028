using System.Globalization;
using System.Text.RegularExpressions;
using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts.Svg;

/// <summary>Numbers and dates in words: short ones by default, or by a format of d3 (the part of d3-format and d3-time-format that
/// charts of this kind need; the same text goes to plotly.js).</summary>
internal static partial class NumberFormat
{
    private static readonly (double Unit, string Letter)[] Units = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")];

    /// <summary>The format itself, when it is one that both forms of a chart understand.</summary>
    public static string? Check(string? format)
    {
        if (format is null || NumberPattern().IsMatch(format) || (DatePattern().IsMatch(format) && !UnknownDatePart().IsMatch(format)))
        {
            return format;
        }

        throw new ArgumentException(
            $"'{format}' is no number or date format that charts know: " +
            "write for example ,.0f  .1%  .2s  $,.2f  d  or  %b %Y  %d.%m.%Y  %H:%M.");
    }

    /// <summary>The values of ticks, all with one unit and as many decimals as their distance needs.</summary>
    public static Func<double, string> ForTicks(double largest, double step, Axis axis)
    {
        if (axis.TickFormat is { } format && NumberPattern().IsMatch(format))
        {
            return v => axis.TickPrefix + Format(v, format) + axis.TickSuffix;
        }

        var (unit, letter) = largest >= 1e4 ? Units.FirstOrDefault(u => largest >= u.Unit, (1, "")) : (1, "");
        var decimals = Decimals(step / unit);
        if (largest >= 1e16 || (largest > 0 && largest < 1e-5))
        {
            return v => axis.TickPrefix + (v == 0 ? "0" : v.ToString("0.##e0", CultureInfo.InvariantCulture)) + axis.TickSuffix;
        }

        return v =>
        {
            var text = (v / unit).ToString(decimals == 0 ? "#,0" : "#,0." + new string('0', decimals), CultureInfo.InvariantCulture);
            var isZero = text.All(c => c is '0' or '.' or '-');
            return axis.TickPrefix + Minus(isZero ? "0" : text + letter) + axis.TickSuffix;
        };
    }

    /// <summary>A single number, short: 1,234.5 or 20k or 1.2M.</summary>
    public static string Short(double value)
    {
        var size = Math.Abs(value);
        if (size >= 1e16 || (size > 0 && size < 1e-4))
        {
            return Minus(value.ToString("0.##e0", CultureInfo.InvariantCulture));
        }

        if (size < 1e4)
        {
            return Minus(value.ToString(size >= 100 ? "#,0.#" : size >= 1 ? "0.##" : "0.####", CultureInfo.InvariantCulture));
        }

        var (unit, letter) = Units.First(u => size >= u.Unit);
        return Minus((value / unit).ToString(size / unit >= 100 ? "0" : "0.#", CultureInfo.InvariantCulture) + letter);
    }

    public static string Format(double value, string? format)
    {
        if (format is null)
        {
            return Short(value);
        }

        var parts = NumberPattern().Match(format);
        var comma = parts.Groups["comma"].Success ? "#,0" : "0";
        var precision = parts.Groups["precision"].Success ? int.Parse(parts.Groups["precision"].Value, CultureInfo.InvariantCulture)
            : (int?)null;
        var text = parts.Groups["type"].Value switch
        {
            "%" => Fixed(value * 100, precision ?? 6) + "%",
            "s" => Prefixed(value, precision ?? 6),
            "e" => value.ToString("0." + new string('0', precision ?? 6) + "e+0", CultureInfo.InvariantCulture),
            "d" => Math.Round(value, MidpointRounding.AwayFromZero).ToString(comma, CultureInfo.InvariantCulture),
            "f" => Fixed(value, precision ?? 6),
            _ => precision is { } digits ? value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
                : value.ToString(comma + ".############", CultureInfo.InvariantCulture),
        };
        if (parts.Groups["trim"].Success && text.Contains('.', StringComparison.Ordinal))
        {
            text = TrailingZeros().Replace(text, "");
        }

        return Minus(parts.Groups["currency"].Success ? text.StartsWith('-') ? "-$" + text[1..] : "$" + text : text);

        string Fixed(double number, int decimals) =>
            number.ToString(decimals == 0 ? comma : comma + "." + new string('0', decimals), CultureInfo.InvariantCulture);
    }

    public static string FormatDate(double milliseconds, string format)
    {
        var time = Moment.ToDateTime(milliseconds);
        return DatePart().Replace(format, part => part.Value switch
        {
            "%Y" => time.ToString("yyyy", CultureInfo.InvariantCulture),
            "%y" => time.ToString("yy", CultureInfo.InvariantCulture),
            "%m" => time.ToString("MM", CultureInfo.InvariantCulture),
            "%-m" => time.Month.ToString(CultureInfo.InvariantCulture),
            "%b" => time.ToString("MMM", CultureInfo.InvariantCulture),
            "%B" => time.ToString("MMMM", CultureInfo.InvariantCulture),
            "%d" => time.ToString("dd", CultureInfo.InvariantCulture),
            "%e" or "%-d" => time.Day.ToString(CultureInfo.InvariantCulture),
            "%a" => time.ToString("ddd", CultureInfo.InvariantCulture),
            "%A" => time.ToString("dddd", CultureInfo.InvariantCulture),
            "%H" => time.ToString("HH", CultureInfo.InvariantCulture),
            "%M" => time.ToString("mm", CultureInfo.InvariantCulture),
            "%S" => time.ToString("ss", CultureInfo.InvariantCulture),
            "%q" => ((time.Month + 2) / 3).ToString(CultureInfo.InvariantCulture),
            "%%" => "%",
            _ => throw new InvalidOperationException($"The date part {part.Value} is unknown."),
        });
    }

    public static bool IsDateFormat(string? format) => format is not null && !NumberPattern().IsMatch(format);

    /// <summary>How many decimals a step needs: 0.25 needs 2.</summary>
    public static int Decimals(double step)
    {
        for (var decimals = 0; decimals < 12; decimals++)
        {
            var scaled = step * Math.Pow(10, decimals);
            if (Math.Abs(scaled - Math.Round(scaled)) < 1e-6 * Math.Max(1, scaled))
            {
                return decimals;
            }
        }

        return 12;
    }

    // d3's prefixes, with G for a thousand million.
    private static string Prefixed(double value, int digits)
    {
        if (value == 0)
        {
            return "0";
        }

        var power = Math.Clamp((int)Math.Floor(Math.Log10(Math.Abs(value)) / 3), -4, 4);
        var scaled = value / Math.Pow(1000, power);
        var before = Math.Max(1, (int)Math.Floor(Math.Log10(Math.Abs(scaled))) + 1);
        return scaled.ToString("F" + Math.Max(0, digits - before).ToString(CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture) + "pnµm kMGT"[power + 4].ToString().Trim();
    }

    // What is rounded to zero has no sign, as in d3.
    private static string Minus(string text) => text.Replace("-", text.AsSpan().ContainsAnyInRange('1', '9') ? "−" : "", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?<currency>\$)?(?<comma>,)?(\.(?<precision>\d{1,2}))?(?<trim>~)?(?<type>[fsde%])?$")]
    private static partial Regex NumberPattern();

    [GeneratedRegex("%-?[A-Za-z]")]
    private static partial Regex DatePattern();

    [GeneratedRegex("%%|%-[md]|%[YymbBdeaAHMSq]")]
    private static partial Regex DatePart();

    [GeneratedRegex("%(?!%|-[md]|[YymbBdeaAHMSq])")]
    private static partial Regex UnknownDatePart();

    [GeneratedRegex(@"\.?0+(?=\D*$)")]
    private static partial Regex TrailingZeros();
}
