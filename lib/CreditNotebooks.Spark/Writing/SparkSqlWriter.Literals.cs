using System.Globalization;
using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Writing;

// Literals, each of exactly its type.
internal sealed partial class SparkSqlWriter
{
    private void WriteLiteral(Literal literal) => Put((literal.Value, literal.Type) switch
    {
        (null, NullType) => "NULL",
        (null, var type) => $"CAST(NULL AS {type.Sql})",
        (bool b, _) => b ? "TRUE" : "FALSE",
        (sbyte n, _) => Number(n, "Y"),
        (short n, _) => Number(n, "S"),
        (int n, IntegerType) => Number(n, ""),
        (long n, LongType) => Number(n, "L"),
        (float n, _) => float.IsFinite(n) ? Number(n, "F") : $"CAST('{Special(n)}' AS FLOAT)",
        (double n, _) => double.IsFinite(n) ? Number(n, "D") : $"CAST('{Special(n)}' AS DOUBLE)",
        (DecimalValue n, DecimalType type) => Exact(n, type),
        (string s, _) => StringEscapes.Quote(s),
        (Seq<byte> bytes, _) => $"X'{Convert.ToHexString(bytes.ToArray())}'",
        (int days, DateType) => days is >= -719162 and <= 2932896 ? $"DATE '{DateOnly.FromDayNumber(days + 719162):yyyy-MM-dd}'" : $"date_from_unix_date({Number(days, "")})",
        (long micros, TimestampType) => $"timestamp_micros({Number(micros, "L")})",
        (long micros, TimestampNTZType) => $"CAST(to_utc_timestamp(timestamp_micros({Number(micros, "L")}), current_timezone()) AS TIMESTAMP_NTZ)",
        (int months, YearMonthIntervalType type) => YearMonth(months, type),
        (long micros, DayTimeIntervalType type) => DayTime(micros, type),
        var (value, type) => throw Refuse($"A constant of type {type.Sql} ({value.GetType().Name})"),
    });

    private static string Number(IFormattable number, string suffix) => number.ToString(number is float or double ? "R" : null, CultureInfo.InvariantCulture) + suffix;

    private static string Special(double number) => double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";

    private static string Exact(DecimalValue number, DecimalType type)
    {
        var text = number.ToString();
        var digits = text.Count(char.IsAsciiDigit) - (text.TrimStart('-').StartsWith("0.", StringComparison.Ordinal) ? 1 : 0);
        var unscaled = text.TrimStart('-').Replace(".", "", StringComparison.Ordinal).TrimStart('0').Length;
        var own = new DecimalType(Math.Max(Math.Max(1, unscaled), number.Scale), Math.Max(0, number.Scale));
        return digits > 0 && own == type ? text + "BD" : $"CAST({text}BD AS {type.Sql})";
    }

    private static string YearMonth(int months, YearMonthIntervalType type)
    {
        var size = Math.Abs((long)months);
        var text = $"INTERVAL '{(months < 0 ? "-" : "")}{size / 12}-{size % 12}' YEAR TO MONTH";
        return type == new YearMonthIntervalType() ? text : $"CAST({text} AS {type.Sql})";
    }

    private static string DayTime(long micros, DayTimeIntervalType type)
    {
        var size = Int128.Abs(micros);
        var seconds = size / 1_000_000;
        var text = string.Create(CultureInfo.InvariantCulture,
            $"INTERVAL '{(micros < 0 ? "-" : "")}{seconds / 86400} {(int)(seconds / 3600 % 24):00}:{(int)(seconds / 60 % 60):00}:{(int)(seconds % 60):00}.{(int)(size % 1_000_000):000000}' DAY TO SECOND");
        return type == new DayTimeIntervalType() ? text : $"CAST({text} AS {type.Sql})";
    }

    private void WriteInterval(IntervalLiteral interval)
    {
        Put("INTERVAL");
        foreach (var part in interval.Parts)
        {
            Put(" ");
            if (part.Value is Literal { Value: DecimalValue or long } number) Put(((IFormattable?)(number.Value as long?))?.ToString(null, CultureInfo.InvariantCulture) ?? number.Value!.ToString()!);
            else WriteSignedText(part.Value);
            if (part.Unit is not null) Put(" ").Put(part.Unit);
        }
        if (interval.To is not null) Put(" TO ").Put(interval.To);
    }

    /// <summary>A number or text; in intervals a minus may stand in front of a text.</summary>
    private void WriteSignedText(Expression value)
    {
        if (value is Unary { Operator: UnaryOperator.Minus, Operand: Literal { Value: string text } }) Put("-").Put(StringEscapes.Quote(text));
        else WriteExpression(value);
    }
}
