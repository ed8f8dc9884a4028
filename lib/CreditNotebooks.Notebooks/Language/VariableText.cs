using System.Collections;
using CreditNotebooks.Display;

namespace CreditNotebooks.Notebooks.Language;

/// <summary>A variable's value in short. Asks nothing of it that might run a query or code of the user's.</summary>
internal static class VariableText
{
    private const int MaxLength = 200;

    /// <summary>A line or a few; empty for a value that would have to be asked.</summary>
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => $"\"{Shorten(text)}\"",
        IDescribedTable table => Columns(table.DescribeColumns()),
        Array array => Count(array.Length),
        ICollection collection when IsOfFramework(collection) => Count(collection.Count),
        Enum or DateTime or DateTimeOffset or DateOnly or TimeOnly or TimeSpan or Guid or Uri or decimal => Formatter.ToPlainText(value),
        _ when value.GetType().IsPrimitive => Formatter.ToPlainText(value),
        _ => "",
    };

    private static string Columns(IReadOnlyList<DescribedColumn> columns) =>
        $"{columns.Count} columns:\n{string.Join('\n', columns.Select(c => $"  {c.Name}: {c.Type}"))}";

    private static string Count(int count) => count == 1 ? "1 item" : $"{count} items";

    private static bool IsOfFramework(object value) => value.GetType().Namespace?.StartsWith("System", StringComparison.Ordinal) ?? false;

    private static string Shorten(string text) => text.Length > MaxLength ? text[..MaxLength] + "…" : text;
}
