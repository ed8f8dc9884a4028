using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>FORMAT_STRING: java.util.Formatter's %d %x %o %f %e %s %b %c %n %%; its other conversions are refused.</summary>
internal static partial class JavaFormat
{
    private sealed record Specifier(string Text, string Flags, int Width, int Precision, char Conversion)
    {
        public bool Has(char flag) => Flags.Contains(flag);
    }

    public static string? Format(object?[] values)
    {
        if (values[0] is not string format) return null;
        var result = new StringBuilder(format.Length);
        var (ordinary, last) = (0, -1);
        for (var at = 0; at < format.Length;)
        {
            if (format[at] != '%')
            {
                result.Append(format[at++]);
                continue;
            }
            var match = Pattern().Match(format, at);
            if (!match.Success) throw Invalid(format, $"the conversion at position {at + 1} is unknown");
            at += match.Length;
            var spec = new Specifier(match.Value, match.Groups[2].Value.Replace("<", ""), Number(match.Groups[3].Value), Number(match.Groups[4].Value.TrimStart('.')), match.Groups[5].Value[0]);
            if (spec.Conversion is '%' or 'n')
            {
                if (spec.Conversion == 'n' && spec.Text != "%n" || spec.Precision >= 0 || spec.Flags.Length > 0) throw Invalid(format, $"{spec.Text} takes no flags");
                result.Append(spec.Conversion == 'n' ? "\n" : Pad("%", spec));
                continue;
            }
            var index = match.Groups[2].Value.Contains('<') ? last : match.Groups[1].Success ? Number(match.Groups[1].Value.TrimEnd('$')) - 1 : ordinary++;
            if (index < 0 || index >= values.Length - 1) throw Invalid(format, $"{spec.Text} has no argument");
            last = index;
            result.Append(One(values[index + 1], spec, format));
        }
        return result.ToString();
    }

    private static string One(object? value, Specifier spec, string format)
    {
        if (spec.Flags.Distinct().Count() != spec.Flags.Length || spec.Has('-') && spec.Has('0') || spec.Has('+') && spec.Has(' ')) throw Invalid(format, $"the flags of {spec.Text} exclude each other");
        if (spec.Width < 0 && (spec.Has('-') || spec.Has('0'))) throw Invalid(format, $"{spec.Text} has no width");
        if (spec.Has('#')) throw Unsupported(spec);
        var lower = char.ToLowerInvariant(spec.Conversion);
        var allowed = lower switch { 'd' => "-+ 0,(", 'f' => "-+ 0,(", 'e' => "-+ 0(", 'x' or 'o' => "-0", 's' or 'b' or 'c' => "-", _ => throw Unsupported(spec) };
        if (char.IsUpper(spec.Conversion) && lower is 'd' or 'o' or 'f' && spec.Conversion != lower) throw Invalid(format, $"the conversion {spec.Text} is unknown");
        if (spec.Flags.Any(f => !allowed.Contains(f))) throw Invalid(format, $"{spec.Text} does not take these flags");
        if (spec.Precision >= 0 && lower is 'd' or 'x' or 'o' or 'c' && spec.Precision >= 0) throw Invalid(format, $"{spec.Text} takes no precision");
        var text = (lower, value) switch
        {
            ('b', null) => Cut("false", spec),
            ('b', bool b) => Cut(b ? "true" : "false", spec),
            ('b', _) => Cut("true", spec),
            (_, null) => Cut("null", spec),
            ('s', _) => Cut(Show(value, spec), spec),
            ('c', int or sbyte or short) when Convert.ToInt32(value, CultureInfo.InvariantCulture) is >= 0 and <= 0x10FFFF and not (>= 0xD800 and <= 0xDFFF) and var c => char.ConvertFromUtf32(c),
            ('d', int or long or sbyte or short) => Signed(Convert.ToInt64(value, CultureInfo.InvariantCulture) < 0, BigInteger.Abs(Convert.ToInt64(value, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture), spec),
            ('x', int or long or sbyte or short) => Zeros(((IFormattable)value).ToString("x", CultureInfo.InvariantCulture), spec),
            ('o', int n) => Zeros(Convert.ToString(n, 8), spec),
            ('o', long n) => Zeros(Convert.ToString(n, 8), spec),
            ('f' or 'e', double d) => Floating(d, lower, spec),
            ('f' or 'e', float f) => Floating(f, lower, spec),
            _ => throw Invalid(format, $"{spec.Text} does not take an argument of this type"),
        };
        if (char.IsUpper(spec.Conversion)) text = Ascii.IsValid(text) ? text.ToUpperInvariant() : throw Unsupported(spec);
        return Pad(text, spec);
    }

    // Spark hands its own values over: a date shows as its days, a timestamp as its microseconds.
    private static string Show(object? value, Specifier spec) => value switch
    {
        string s => s,
        bool b => b ? "true" : "false",
        double d => NumberText.ToText(d),
        float f => NumberText.ToText(f),
        DecimalValue d => Scientific(d),
        sbyte or short or int or long => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        _ => throw Unsupported(spec),
    };

    // BigDecimal.toString: an exponent where the number begins with more than five zeros behind the point.
    private static string Scientific(DecimalValue d)
    {
        var digits = BigInteger.Abs(d.Unscaled).ToString(CultureInfo.InvariantCulture);
        var exponent = digits.Length - 1 - d.Scale;
        if (exponent >= -6) return d.ToString();
        var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
        return string.Create(CultureInfo.InvariantCulture, $"{(d.Unscaled < 0 ? "-" : "")}{mantissa}E{exponent}");
    }

    private static string Cut(string text, Specifier spec)
    {
        if (spec.Precision < 0 || spec.Precision >= text.Length) return text;
        return text.Any(char.IsSurrogate) ? throw Unsupported(spec) : text[..spec.Precision];
    }

    private static string Floating(double number, char conversion, Specifier spec)
    {
        if (!double.IsFinite(number))
        {
            var special = double.IsNaN(number) ? "NaN" : (number < 0, spec.Has('('), spec.Has('+'), spec.Has(' ')) switch
            {
                (true, true, _, _) => "(Infinity)", (true, _, _, _) => "-Infinity", (_, _, true, _) => "+Infinity", (_, _, _, true) => " Infinity", _ => "Infinity",
            };
            return special;
        }
        var precision = spec.Precision < 0 ? 6 : spec.Precision;
        // Java rounds the shortest digits half up.
        var shortest = BigDecimal.Parse(NumberText.ToText(Math.Abs(number)));
        var negative = double.IsNegative(number);
        if (conversion == 'f') return Signed(negative, new BigDecimal(shortest.Round(precision), precision) is var fixedPoint && precision == 0 ? fixedPoint.Unscaled.ToString(CultureInfo.InvariantCulture) : fixedPoint.ToString(), spec);
        var (digits, exponent) = (shortest.Unscaled.ToString(CultureInfo.InvariantCulture), 0);
        if (!shortest.Unscaled.IsZero)
        {
            exponent = digits.Length - 1 - shortest.Scale;
            digits = new BigDecimal(shortest.Unscaled, digits.Length - 1).Round(precision).ToString(CultureInfo.InvariantCulture);
            if (digits.Length > precision + 1) (digits, exponent) = (digits[..^1], exponent + 1);
        }
        digits = digits.PadRight(precision + 1, '0')[..(precision + 1)];
        var mantissa = precision == 0 ? digits : $"{digits[0]}.{digits[1..]}";
        return Signed(negative, string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}"), spec);
    }

    private static string Signed(bool negative, string digits, Specifier spec)
    {
        if (spec.Has(','))
        {
            var point = digits.IndexOf('.', StringComparison.Ordinal) is >= 0 and var p ? p : digits.Length;
            for (var i = point - 3; i > 0; i -= 3) digits = digits.Insert(i, ",");
        }
        var (before, after) = (negative, spec.Has('(')) switch
        {
            (true, true) => ("(", ")"), (true, false) => ("-", ""), _ => (spec.Has('+') ? "+" : spec.Has(' ') ? " " : "", ""),
        };
        if (spec.Has('0')) digits = digits.PadLeft(spec.Width - before.Length - after.Length is > 0 and var width ? width : 0, '0');
        return before + digits + after;
    }

    private static string Zeros(string digits, Specifier spec) => spec.Has('0') ? digits.PadLeft(spec.Width, '0') : digits;

    private static string Pad(string text, Specifier spec) => spec.Width < 0 ? text : spec.Has('-') ? text.PadRight(spec.Width) : text.PadLeft(spec.Width);

    private static int Number(string digits) => digits.Length == 0 ? -1
        : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 1_000_000 ? number : throw SparkException.Unsupported($"A width of {digits} in format_string");

    private static SparkException Invalid(string format, string why) => new("INVALID_PARAMETER_VALUE.PATTERN", $"The format '{format}' of format_string is invalid: {why}.");

    private static SparkException Unsupported(Specifier spec) => SparkException.Unsupported($"{spec.Text} in format_string");

    [GeneratedRegex(@"\G%(\d+\$)?([-#+ 0,(<]*)(\d+)?(\.\d+)?([a-zA-Z%])", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
