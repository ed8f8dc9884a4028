using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace CreditNotebooks.Display;

/// <summary>Sequences, dictionaries and objects with properties as an HTML table of at most <see cref="Formatter.MaxRows"/> rows.</summary>
internal static class HtmlTable
{
    /// <summary>The table, or null where text says it all.</summary>
    public static string? TryWrite(object? value) => value switch
    {
        _ when PlainText.IsSimple(value) => null,
        byte[] bytes when Redaction.Holds(bytes) => null,
        IDictionary dictionary => Write(["key", "value"], Entries(dictionary), dictionary.Count),
        IEnumerable sequence => WriteSequence(sequence),
        ITuple => null,
        _ => WriteObject(value!),
    };

    // Enumerated as a sequence, a generic dictionary would answer KeyValuePairs.
    private static IEnumerable<object?[]> Entries(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            yield return [entry.Key, entry.Value];
        }
    }

    private static string? WriteSequence(IEnumerable sequence)
    {
        var items = sequence.Cast<object?>().Take(Formatter.MaxRows + 1).ToList();
        if (items.Count == 0)
        {
            return null;
        }
        int? total = sequence is ICollection collection ? collection.Count : items.Count <= Formatter.MaxRows ? items.Count : null;
        var type = items.FirstOrDefault(i => i is not null)?.GetType();
        var properties = type is null || items.Any(i => i is null || i.GetType() != type) ? [] : Properties(type, items[0]);
        return properties.Count == 0
            ? Write(["index", "value"], items.Select((item, i) => new[] { i, item }), total)
            : Write(properties.Select(p => p.Name), items.Select(item => properties.Select(p => Read(p, item!)).ToArray()), total);
    }

    private static string? WriteObject(object value)
    {
        var properties = Properties(value.GetType(), value);
        var ownText = value.GetType().GetMethod(nameof(ToString), Type.EmptyTypes)?.DeclaringType != typeof(object);
        return properties.Count == 0 || (ownText && !IsRecord(value.GetType()))
            ? null
            : Write(["property", "value"], properties.Select(p => new[] { p.Name, Read(p, value) }), properties.Count);
    }

    /// <summary>Records and anonymous types write their own text, and still read better as a table.</summary>
    private static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$") is not null
        || type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null
        || type.Name.Contains("AnonymousType", StringComparison.Ordinal);

    private static List<PropertyInfo> Properties(Type type, object? sample) => PlainText.IsSimple(sample) || sample is IEnumerable or ITuple
        ? []
        : type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(p => p.CanRead && p.GetIndexParameters().Length == 0 && !p.PropertyType.IsByRefLike).ToList();

    private static object? Read(PropertyInfo property, object item)
    {
        try
        {
            return property.GetValue(item);
        }
        catch (TargetInvocationException e)
        {
            return $"{e.InnerException?.GetType().Name}: {e.InnerException?.Message}";
        }
    }

    private static string Write(IEnumerable<string> header, IEnumerable<object?[]> rows, int? total)
    {
        var shown = rows.Take(Formatter.MaxRows).ToList();
        var columns = header.Select((name, i) => new TableColumn(name, IsNumbers(shown.Select(row => row[i])))).ToList();
        var footer = total <= Formatter.MaxRows ? null : TableHtml.RowCount(shown.Count, total);
        return TableHtml.Write(columns, shown.Select(row => row.Select(cell => cell is null ? null : PlainText.Write(cell))), footer);
    }

    private static bool IsNumbers(IEnumerable<object?> cells)
    {
        var values = cells.OfType<object>().ToList();
        return values.Count > 0
            && values.All(v => v is sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal);
    }
}
