using CreditNotebooks.Spark.Engines.Connect.Protocol;
using Google.Protobuf;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>The SQL texts in a message: an error's position is in one of them.</summary>
internal static class SqlTexts
{
    public static IReadOnlyList<string> Of(IMessage message)
    {
        var texts = new List<string>();
        Collect(message, texts);
        return [.. texts.Distinct()];
    }

    private static void Collect(IMessage message, List<string> texts)
    {
        if (message is SQL sql)
        {
            texts.Add(sql.Query);
        }
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.FieldType != Google.Protobuf.Reflection.FieldType.Message || field.IsMap)
            {
                continue;
            }
            if (field.Accessor.GetValue(message) is IMessage one)
            {
                Collect(one, texts);
            }
            else if (field.IsRepeated)
            {
                foreach (IMessage each in (System.Collections.IEnumerable)field.Accessor.GetValue(message))
                {
                    Collect(each, texts);
                }
            }
        }
    }
}
