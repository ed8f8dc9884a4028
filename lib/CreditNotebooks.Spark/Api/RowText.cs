using System.Collections;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

/// <summary>Rows as Scala's <c>Row.toString</c> has them: <c>[1,a,null,ArraySeq(1, 2)]</c>.</summary>
internal static class RowText
{
    public static string Write(IEnumerable<object?> values) => $"[{string.Join(",", values.Select(Value))}]";

    private static string Value(object? value) => value switch
    {
        null => "null",
        string text => text,
        IDictionary<object, object?> map => $"Map({string.Join(", ", map.Select(e => $"{Value(e.Key)} -> {Value(e.Value)}"))})",
        byte[] bytes => ValueText.Write(bytes, DataType.Binary),
        Row or GenericRow => value.ToString()!,
        IEnumerable items => $"ArraySeq({string.Join(", ", items.Cast<object?>().Select(Value))})",
        TimeSpan span => System.Xml.XmlConvert.ToString(span),
        _ => ValueText.Write(value, DataType.Null),
    };
}
