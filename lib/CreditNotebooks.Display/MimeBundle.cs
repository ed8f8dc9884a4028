namespace CreditNotebooks.Display;

/// <summary>One thing to show, in every form it can be shown in: MIME type to text. JSON types (<c>…+json</c>) hold JSON text,
/// <c>image/png</c> holds base64, all else is text as it stands. A front end shows the richest form it knows.</summary>
/// <remarks>The same shape as a Jupyter message's <c>data</c> (messaging specification, "display_data").</remarks>
public sealed class MimeBundle
{
    /// <summary>Plain text; every bundle should carry it.</summary>
    public const string PlainText = "text/plain";
    /// <summary>An HTML fragment that needs nothing from elsewhere.</summary>
    public const string Html = "text/html";
    /// <summary>Markdown.</summary>
    public const string Markdown = "text/markdown";
    /// <summary>A static picture of the same thing.</summary>
    public const string Svg = "image/svg+xml";
    /// <summary>A Plotly figure as JSON: <c>data</c>, <c>layout</c>, <c>config</c>.</summary>
    public const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>A bundle of the given forms.</summary>
    public MimeBundle(IReadOnlyDictionary<string, string> data) => Data = data;

    /// <summary>A bundle of plain text alone.</summary>
    public MimeBundle(string plainText) : this(new Dictionary<string, string> { [PlainText] = plainText }) { }

    /// <summary>A bundle of plain text and HTML.</summary>
    public MimeBundle(string plainText, string html) : this(new Dictionary<string, string> { [PlainText] = plainText, [Html] = html }) { }

    /// <summary>MIME type to content.</summary>
    public IReadOnlyDictionary<string, string> Data { get; }
}
