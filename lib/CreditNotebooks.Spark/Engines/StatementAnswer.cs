using System.Globalization;
using System.Text;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines;

/// <summary>A statement's answer as one JSON line: <c>{"sql", "schema", "rows"}</c> or <c>{"sql", "error", "message"}</c>. Numbers are strings as Spark prints them,
/// timestamps have six digits of fraction, BINARY is hexadecimal, ARRAY and STRUCT are arrays, MAP is an array of pairs sorted by key.</summary>
internal static class StatementAnswer
{
    public static string Of(SparkSession session, string sql, CancellationToken cancellationToken) =>
        Of(session.Engine, sql, () => session.Engine.Sql(sql), cancellationToken);

    /// <summary>The answer to a plan, under the SQL text that says the same.</summary>
    public static string Of(IEngine engine, string sql, Func<Relation> plan, CancellationToken cancellationToken)
    {
        var line = new StringBuilder("{\"sql\":");
        Quote(line, sql);
        var head = line.Length;
        try
        {
            using var result = engine.Execute(plan(), cancellationToken);
            Append(line, result);
            return line.ToString();
        }
        catch (SparkException e)
        {
            return Error(line, head, e.Condition, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A fault of the engine's own: this statement is refused, the next ones are answered.
            return Error(line, head, "UNSUPPORTED_FEATURE", $"[UNSUPPORTED_FEATURE] {(engine.Remote is null ? "The embedded engine failed on this statement; set SPARK_REMOTE to run it on Spark." : $"Reading the answer of {engine.Remote} failed.")} {e.GetType().Name}: {e.Message}");
        }
    }

    /// <summary>A result under the SQL text that was asked.</summary>
    public static string Of(string sql, QueryResult result)
    {
        var line = new StringBuilder("{\"sql\":");
        Quote(line, sql);
        Append(line, result);
        return line.ToString();
    }

    private static void Append(StringBuilder line, QueryResult result)
    {
        line.Append(",\"schema\":");
        Quote(line, result.Schema.ToDdl());
        line.Append(",\"rows\":[");
        var first = true;
        while (result.Next() is { } batch)
        {
            for (var row = 0; row < (batch.Count == 0 ? 0 : batch[0].Count); row++)
            {
                if (!first) line.Append(',');
                first = false;
                Items(line, batch.Select(c => (c[row], c.Type)));
            }
        }
        line.Append("]}");
    }

    private static string Error(StringBuilder line, int head, string condition, string message)
    {
        line.Length = head;
        line.Append(",\"error\":");
        Quote(line, condition);
        line.Append(",\"message\":");
        Quote(line, message.Split('\n')[0]);
        return line.Append('}').ToString();
    }

    private static void Items(StringBuilder line, IEnumerable<(object? Value, DataType Type)> items)
    {
        line.Append('[');
        var first = true;
        foreach (var (value, type) in items)
        {
            if (!first) line.Append(", ");
            first = false;
            Append(line, value, type);
        }
        line.Append(']');
    }

    private static void Append(StringBuilder line, object? value, DataType type)
    {
        switch (value)
        {
            case null: line.Append("null"); break;
            case bool b: line.Append(b ? "true" : "false"); break;
            case double d: Quote(line, NumberText.ToText(d)); break;
            case float f: Quote(line, NumberText.ToText(f)); break;
            case DateOnly { Year: 1582, Month: 10, Day: > 4 and < 15 }: throw Unprintable("A DATE from 1582-10-05 to 1582-10-14");
            case DateOnly d: Quote(line, d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
            case DateTime t: Quote(line, Checked(t, type)); break;
            case string when type is DateType: throw Unprintable("A DATE outside the years 1 to 9999");
            case string s when type.IsTimestamp: Quote(line, WithMicros(s)); break;
            // An interval that no TimeSpan holds comes as text.
            case string s when type is DayTimeIntervalType: Quote(line, Duration(IntervalParsing.DayTime(s, new DayTimeIntervalType()))); break;
            case byte[] bytes: Quote(line, Convert.ToHexString(bytes)); break;
            case YearMonthInterval i: Quote(line, Period(i.Months)); break;
            case TimeSpan span: Quote(line, Duration(span.Ticks / 10)); break;
            case KeyValuePair<object, object?>[] map when type is MapType m:
                var entries = map.Select(e => (Key: Text(e.Key, m.KeyType), Value: Text(e.Value, m.ValueType))).OrderBy(e => e.Key, StringComparer.Ordinal);
                line.Append('[').AppendJoin(", ", entries.Select(e => $"[{e.Key}, {e.Value}]")).Append(']');
                break;
            case object?[] items when type is ArrayType a: Items(line, items.Select(i => (i, a.ElementType))); break;
            case object?[] fields when type is StructType s: Items(line, fields.Select((f, i) => (f, s.Fields[i].DataType))); break;
            case IFormattable n: Quote(line, n.ToString(null, CultureInfo.InvariantCulture)); break;
            default: Quote(line, value.ToString() ?? ""); break;
        }
    }

    // Six digits of fraction, as the others have; before the year 1 the form has no sign for it.
    private static string WithMicros(string timestamp)
    {
        if (timestamp.StartsWith('-') || timestamp.StartsWith("0000", StringComparison.Ordinal)) throw Unprintable("A TIMESTAMP before the year 1");
        var point = timestamp.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? timestamp + ".000000" : timestamp.PadRight(point + 7, '0');
    }

    // Java prints what was before the Gregorian calendar by another one, so that the form has no one text for it.
    private static string Checked(DateTime moment, DataType type) => type is TimestampType && moment < GregorianStart
        ? throw Unprintable("A TIMESTAMP before 1582-10-15")
        : moment.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private static readonly DateTime GregorianStart = new(1582, 10, 15, 0, 0, 0, DateTimeKind.Utc);

    private static SparkException Unprintable(string what) => new("UNSUPPORTED_FEATURE", $"{what} has no form in a line of JSON; cast it to STRING.");

    private static string Text(object? value, DataType type)
    {
        var text = new StringBuilder();
        Append(text, value, type);
        return text.ToString();
    }

    // As java.time.Period and Duration print themselves.
    private static string Period(int months) => months == 0 ? "P0D" : $"P{(months / 12 is var y && y != 0 ? $"{y}Y" : "")}{(months % 12 is var m && m != 0 ? $"{m}M" : "")}";

    private static string Duration(long micros)
    {
        if (micros == 0) return "PT0S";
        var (hours, minutes) = (micros / 3_600_000_000, micros / 60_000_000 % 60);
        var rest = micros % 60_000_000;
        var text = $"PT{(hours != 0 ? $"{hours}H" : "")}{(minutes != 0 ? $"{minutes}M" : "")}";
        if (rest == 0) return text;
        var fraction = Math.Abs(rest % 1_000_000).ToString("000000", CultureInfo.InvariantCulture).TrimEnd('0');
        return $"{text}{(rest < 0 && rest > -1_000_000 ? "-" : "")}{(rest / 1_000_000).ToString(CultureInfo.InvariantCulture)}{(fraction.Length > 0 ? "." + fraction : "")}S";
    }

    private static void Quote(StringBuilder line, string text)
    {
        line.Append('"');
        foreach (var c in text)
        {
            switch (c)
            {
                case '"': line.Append("\\\""); break;
                case '\\': line.Append("\\\\"); break;
                case '\n': line.Append("\\n"); break;
                case '\r': line.Append("\\r"); break;
                case '\t': line.Append("\\t"); break;
                case < ' ': line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"); break;
                default: line.Append(c); break;
            }
        }
        line.Append('"');
    }
}
