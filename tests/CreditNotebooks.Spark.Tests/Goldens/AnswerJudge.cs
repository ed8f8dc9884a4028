using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Tests.Goldens;

internal enum Verdict { Same, Schema, ErrorName, Refused, Wrong }

/// <summary>Compares an answer with real Spark's, both as the JSON lines of <c>credit sql --json</c>. Rows are a bag unless the statement has the comment
/// <c>/* ordered */</c>; doubles and floats are the same within a relative 1e-9.</summary>
internal static partial class AnswerJudge
{
    private const double Tolerance = 1e-9;

    public static (Verdict Verdict, string Why) Judge(JsonElement want, JsonElement got)
    {
        var (wantError, gotError) = (Text(want, "error"), Text(got, "error"));
        // Spark itself calls some errors by a Java class.
        if (gotError is not null && (gotError != wantError && IsUncleanName(gotError) || IsUnclean(Text(got, "message") ?? ""))) return (Verdict.Wrong, $"unclean error {gotError}: {Text(got, "message")}");
        if (wantError is not null)
        {
            if (gotError is null) return (Verdict.Wrong, $"an answer where Spark says {wantError}");
            // Where Spark's own name is no condition (a Java class) any clean refusal is the same.
            var isCondition = Condition().IsMatch(wantError) && !wantError.StartsWith("INTERNAL_ERROR", StringComparison.Ordinal) && !wantError.StartsWith("_LEGACY", StringComparison.Ordinal);
            return gotError == wantError || !isCondition ? (Verdict.Same, "") : (Verdict.ErrorName, $"{gotError}, Spark says {wantError}");
        }
        if (gotError is not null) return (Verdict.Refused, $"{gotError}: {Text(got, "message")}");
        var types = SqlParser.ParseSchema(Text(want, "schema")!).Fields.Select(f => f.DataType).ToList();
        var (wantRows, gotRows) = (Rows(want, types), Rows(got, types));
        if (!SameRows(wantRows, gotRows, types, Text(want, "sql")!.Contains("/* ordered */", StringComparison.Ordinal)))
            return (Verdict.Wrong, $"rows {got.GetProperty("rows")}, Spark: {want.GetProperty("rows")}");
        return Text(want, "schema") == Text(got, "schema") ? (Verdict.Same, "") : (Verdict.Schema, $"{Text(got, "schema")}, Spark: {Text(want, "schema")}");
    }

    private static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static bool IsUncleanName(string name) =>
        name.Length == 0 || name.StartsWith("INTERNAL_ERROR", StringComparison.Ordinal) || name.EndsWith("Exception", StringComparison.Ordinal);

    private static bool IsUnclean(string message) => EngineText().IsMatch(message)
        || message.Contains("The embedded engine failed on this statement", StringComparison.Ordinal);

    private static List<JsonElement[]> Rows(JsonElement line, List<DataType> types) =>
        SqlParser.ParseSchema(Text(line, "schema")!).Fields.Count == types.Count ? [.. line.GetProperty("rows").EnumerateArray().Select(r => r.EnumerateArray().ToArray())] : [];

    private static bool SameRows(List<JsonElement[]> want, List<JsonElement[]> got, List<DataType> types, bool ordered)
    {
        if (want.Count != got.Count) return false;
        bool Same(JsonElement[] a, JsonElement[] b) => a.Length == b.Length && a.Zip(b).Select((p, i) => SameValue(p.First, p.Second, types[i])).All(x => x);
        if (want.Zip(got).All(p => Same(p.First, p.Second))) return true;
        if (ordered) return false;
        var left = got.ToList();
        foreach (var row in want)
        {
            var match = left.FindIndex(r => Same(row, r));
            if (match < 0) return false;
            left.RemoveAt(match);
        }
        return true;
    }

    private static bool SameValue(JsonElement a, JsonElement b, DataType type)
    {
        if (a.ValueKind == JsonValueKind.Null || b.ValueKind == JsonValueKind.Null) return a.ValueKind == b.ValueKind;
        switch (type)
        {
            case ArrayType t: return SameItems(a, b, (x, y, _) => SameValue(x, y, t.ElementType));
            case StructType t: return SameItems(a, b, (x, y, i) => SameValue(x, y, t.Fields[i].DataType));
            case MapType t: return SameItems(a, b, (x, y, _) => SameValue(x[0], y[0], t.KeyType) && SameValue(x[1], y[1], t.ValueType));
            case FloatType or DoubleType: return Close(double.Parse(a.GetString()!, CultureInfo.InvariantCulture), double.Parse(b.GetString()!, CultureInfo.InvariantCulture));
            case BooleanType: return a.ValueKind == b.ValueKind;
            case DecimalType: return a.GetString() == b.GetString() || Number(a.GetString()!) == Number(b.GetString()!);
            default: return a.GetString() == b.GetString();
        }
    }

    private static bool SameItems(JsonElement a, JsonElement b, Func<JsonElement, JsonElement, int, bool> same) =>
        a.ValueKind == JsonValueKind.Array && b.ValueKind == JsonValueKind.Array && a.GetArrayLength() == b.GetArrayLength()
        && a.EnumerateArray().Zip(b.EnumerateArray()).Select((p, i) => same(p.First, p.Second, i)).All(x => x);

    private static bool Close(double a, double b) =>
        double.IsNaN(a) || double.IsNaN(b) ? double.IsNaN(a) && double.IsNaN(b) : a.Equals(b) || a == b || Math.Abs(a - b) <= Tolerance * Math.Max(Math.Abs(a), Math.Abs(b));

    // Digits without the point and trailing zeros of the fraction.
    private static (BigInteger, int) Number(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var trimmed = point < 0 ? text : text.TrimEnd('0').TrimEnd('.');
        point = trimmed.IndexOf('.', StringComparison.Ordinal);
        return (BigInteger.Parse(trimmed.Replace(".", ""), CultureInfo.InvariantCulture), point < 0 ? 0 : trimmed.Length - point - 1);
    }

    [GeneratedRegex(@"^[A-Z][A-Z0-9_]*(\.[A-Z0-9_]+)*$")]
    private static partial Regex Condition();

    [GeneratedRegex(@"\b(Binder|Catalog|Parser|Conversion|Invalid Input|Out of Range|Constraint|INTERNAL|Internal|Not implemented) Error:|\n\s+at [\w.<>]+\(")]
    private static partial Regex EngineText();
}
