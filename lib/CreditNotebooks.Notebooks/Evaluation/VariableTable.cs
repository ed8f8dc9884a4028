using System.Collections;
using System.Globalization;
using System.Text;
using CreditNotebooks.Display;
using Microsoft.CodeAnalysis.Scripting;

namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>What <c>#!who</c> shows: the session's variables with their types, and their values or sizes. It computes nothing: no query, no
/// lazy sequence.</summary>
internal static class VariableTable
{
    private const int MaxText = 60;

    public static MimeBundle Of(IEnumerable<ScriptVariable> variables)
    {
        var rows = variables.Select(v => new[] { v.Name, ReadableTypeName.Of(v.Type), Value(v) }).ToList();
        return rows.Count == 0
            ? new MimeBundle("There are no variables yet.")
            : new MimeBundle(Text(rows), TableHtml.Write([new("name", false), new("type", false), new("value", false)], rows, null));
    }

    private static string? Value(ScriptVariable variable)
    {
        try
        {
            return Describe(variable.Value);
        }
        catch (Exception e)
        {
            // Sizes and texts are the objects' own code.
            return $"{e.GetType().Name}: {e.Message}";
        }
    }

    private static string? Describe(object? value) => value switch
    {
        null => null,
        string text => text,
        IShaped shaped => shaped.Shape,
        Array { Rank: > 1 } array => string.Join(" × ", Enumerable.Range(0, array.Rank).Select(array.GetLength)) + " items",
        ICollection collection => Items(collection.Count),
        IEnumerable sequence when CountOf(sequence) is { } count => Items(count),
        IEnumerable or Delegate or Task => "",
        _ when value.ToString() == value.GetType().ToString() => "",
        _ => Formatter.ToPlainText(value),
    };

    private static string Items(int count) => count == 1 ? "1 item" : string.Create(CultureInfo.InvariantCulture, $"{count:#,0} items");

    /// <summary>The size of a collection whose interfaces are generic alone, such as a HashSet; null for a sequence that would be computed.</summary>
    private static int? CountOf(IEnumerable sequence) => sequence.GetType().GetInterfaces()
        .Where(i => i.IsGenericType && (i.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>) || i.GetGenericTypeDefinition() == typeof(ICollection<>)))
        .Select(i => (int?)i.GetProperty(nameof(ICollection.Count))!.GetValue(sequence)).FirstOrDefault();

    private static string Text(List<string?[]> rows)
    {
        var cells = rows.Select(row => row.Select(Line).ToArray()).Prepend(["name", "type", "value"]).ToList();
        var (names, types) = (cells.Max(c => c[0].Length), cells.Max(c => c[1].Length));
        var text = new StringBuilder();
        foreach (var row in cells)
        {
            text.Append($"{row[0].PadRight(names)}  {row[1].PadRight(types)}  {row[2]}".TrimEnd()).Append('\n');
        }
        return text.ToString().TrimEnd('\n');
    }

    private static string Line(string? text)
    {
        var line = (text ?? "null").ReplaceLineEndings(" ");
        return line.Length <= MaxText ? line : line[..(MaxText - 1)] + "…";
    }
}
