using System.Collections.Concurrent;

namespace CreditNotebooks.Display;

/// <summary>From any object to the forms it is shown in. An <see cref="IDisplayable"/> knows itself, a registered type is asked
/// next, and plain objects get text and, where that reads better, an HTML table.</summary>
public static class Formatter
{
    /// <summary>How many rows of a sequence are shown.</summary>
    public const int MaxRows = 20;

    private static readonly ConcurrentDictionary<Type, Func<object, MimeBundle>> Registered = new();

    /// <summary>Says how objects of type <typeparamref name="T"/>, and of types derived from it, are shown from now on.</summary>
    public static void Register<T>(Func<T, MimeBundle> format) where T : notnull => Registered[typeof(T)] = value => format((T)value);

    /// <summary>The value in every form it can be shown in; <c>text/plain</c> is always among them.</summary>
    public static MimeBundle ToBundle(object? value)
    {
        if (value is IDisplayable displayable)
        {
            var bundle = displayable.ToMimeBundle();
            return bundle.Data.ContainsKey(MimeBundle.PlainText)
                ? bundle
                : new MimeBundle(new Dictionary<string, string>(bundle.Data) { [MimeBundle.PlainText] = value.ToString() ?? "" });
        }
        for (var type = value?.GetType(); type is not null; type = type.BaseType)
        {
            if (Registered.TryGetValue(type, out var format))
            {
                return format(value!);
            }
        }
        var text = ToPlainText(value);
        return HtmlTable.TryWrite(value) is { } html ? new MimeBundle(text, html) : new MimeBundle(text);
    }

    /// <summary>The value as text that is the same in every culture: <c>1.5</c>, <c>2024-01-31</c>, <c>[ a, b ]</c>, <c>&lt;null&gt;</c>.</summary>
    public static string ToPlainText(object? value) => PlainText.Write(value);
}
