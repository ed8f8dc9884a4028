using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace CreditNotebooks.Display;

/// <summary>Plain objects as one line of text.</summary>
internal static class PlainText
{
    private const int MaxDepth = 3;

    public static string Write(object? value) => Write(value, 0);

    /// <summary>A value that fits a table's cell as it stands.</summary>
    public static bool IsSimple(object? value) =>
        value is null or string or bool or char or IFormattable or Uri or Type or Delegate or Exception || value.GetType().IsEnum;

    private static string Write(object? value, int depth)
    {
        switch (value)
        {
            case null:
                return "<null>";
            case string text:
                return text;
            case DateTime moment:
                return moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
            case DateTimeOffset moment:
                return moment.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);
            case DateOnly date:
                return date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            case IFormattable formattable:
                return formattable.ToString(null, CultureInfo.InvariantCulture);
            case ITuple tuple:
                return "(" + string.Join(", ", Enumerable.Range(0, tuple.Length).Select(i => Write(tuple[i], depth + 1))) + ")";
            case byte[] bytes when Redaction.Holds(bytes):
                return Redaction.Mark;
            case IDictionary dictionary when depth < MaxDepth:
                return WriteDictionary(dictionary, depth);
            case IEnumerable sequence when depth < MaxDepth:
                return WriteSequence(sequence, depth);
            default:
                return WithoutSubmission(value.ToString() ?? value.GetType().Name);
        }
    }

    // A type that a cell declares is nested in the class that the compiler makes of the cell, which its author has not written.
    private static string WithoutSubmission(string text) =>
        text.StartsWith("Submission#", StringComparison.Ordinal) && text.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus
            ? text[(plus + 1)..]
            : text;

    private static string WriteSequence(IEnumerable sequence, int depth)
    {
        var text = new StringBuilder("[ ");
        var count = 0;
        foreach (var item in sequence)
        {
            if (count == Formatter.MaxRows)
            {
                text.Append(", …");
                break;
            }
            text.Append(count++ == 0 ? "" : ", ").Append(Write(item, depth + 1));
        }
        return count == 0 ? "[]" : text.Append(" ]").ToString();
    }

    private static string WriteDictionary(IDictionary dictionary, int depth)
    {
        var entries = new List<string>();
        foreach (DictionaryEntry entry in dictionary)
        {
            if (entries.Count == Formatter.MaxRows)
            {
                entries.Add("…");
                break;
            }
            entries.Add($"{Write(entry.Key, depth + 1)}: {Write(entry.Value, depth + 1)}");
        }
        return entries.Count == 0 ? "{}" : "{ " + string.Join(", ", entries) + " }";
    }
}
