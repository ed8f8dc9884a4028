using System.Text.Json.Nodes;
using CreditNotebooks.Notebooks.Documents;
using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CreditNotebooks.Notebooks.Reports;

/// <summary>Prose as HTML that stays inside the page: links between the course's notebooks become anchors, pictures beside the
/// notebook are embedded, and raw HTML is reduced to harmless elements.</summary>
internal sealed class MarkdownView(string folder, IReadOnlyDictionary<string, string> anchors)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseGridTables().UseEmphasisExtras().UseTaskLists().UseFootnotes().UseAutoLinks().UseDefinitionLists().Build();

    public string Render(NotebookCell cell) => Render(cell.Source, cell.Json["attachments"] as JsonObject);

    public string Render(string markdown, JsonObject? attachments = null)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>())
        {
            link.Url = link.IsImage ? Embed(link.Url ?? "", attachments) : Anchor(link.Url ?? "");
        }
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HtmlBlockRenderer>(new CleanBlock());
        renderer.ObjectRenderers.Replace<Markdig.Renderers.Html.Inlines.HtmlInlineRenderer>(new CleanInline());
        renderer.Render(document);
        // Wide tables scroll in a box of their own.
        return writer.ToString()
            .Replace("<table", "<div class=\"wide\"><table", StringComparison.Ordinal)
            .Replace("</table>", "</table></div>", StringComparison.Ordinal);
    }

    private string Anchor(string url)
    {
        var path = url.Split('#')[0];
        return path.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase) && anchors.TryGetValue(Path.GetFileName(Uri.UnescapeDataString(path)), out var anchor)
            ? "#" + anchor
            : url;
    }

    private string Embed(string url, JsonObject? attachments)
    {
        if (url.StartsWith("attachment:", StringComparison.Ordinal)
            && attachments?[Uri.UnescapeDataString(url["attachment:".Length..])] is JsonObject bundle && bundle.FirstOrDefault() is { Key: { } type, Value: { } data })
        {
            return $"data:{type};base64,{MultilineText.Read(data).ReplaceLineEndings("")}";
        }
        if (url.Contains(':', StringComparison.Ordinal))
        {
            return url;
        }
        var path = Path.Combine(folder, Uri.UnescapeDataString(url));
        var mime = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".png" => "image/png",
            ".jpg" or ".jpeg" => "image/jpeg",
            ".gif" => "image/gif",
            ".svg" => "image/svg+xml",
            _ => null,
        };
        return mime is not null && File.Exists(path) ? $"data:{mime};base64,{Convert.ToBase64String(File.ReadAllBytes(path))}" : url;
    }

    private sealed class CleanBlock : HtmlObjectRenderer<HtmlBlock>
    {
        protected override void Write(HtmlRenderer renderer, HtmlBlock block) => renderer.WriteLine(RawHtml.Clean(block.Lines.ToString()));
    }

    private sealed class CleanInline : HtmlObjectRenderer<HtmlInline>
    {
        protected override void Write(HtmlRenderer renderer, HtmlInline inline) => renderer.Write(RawHtml.Clean(inline.Tag));
    }
}
