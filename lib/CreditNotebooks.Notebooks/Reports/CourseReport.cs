using System.Globalization;
using System.Net;
using System.Text;
using CreditNotebooks.Charts;
using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Documents;
using CreditNotebooks.Notebooks.Evaluation;
using CreditNotebooks.Notebooks.Runner;

namespace CreditNotebooks.Notebooks.Reports;

/// <summary>A course's run as one HTML page that needs nothing from elsewhere.</summary>
internal static class CourseReport
{
    // Whatever a cell shows, the page asks no server for anything.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'unsafe-eval'; img-src data: blob:; font-src data:";

    public static string Write(CourseRun run)
    {
        var anchors = run.Notebooks.Select((n, i) => (Path.GetFileName(n.Path), Anchor: $"notebook-{i + 1}"))
            .DistinctBy(n => n.Item1).ToDictionary(n => n.Item1, n => n.Anchor);
        var body = new StringBuilder();
        var outputs = new OutputView();
        WriteHeader(body, run);
        foreach (var (i, notebook) in run.Notebooks.Index())
        {
            WriteNotebook(body, notebook, i + 1, anchors, outputs);
        }
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">\n")
            .Append($"<title>{Encode(run.Course.Name)} · report</title>\n")
            .Append("<link rel=\"icon\" href=\"data:,\">\n<style>\n").Append(Resource("report.css")).Append("</style>\n</head>\n<body>\n")
            .Append(body);
        if (outputs.HasFigures)
        {
            page.Append("<script>").Append(PlotlyJs.Source.Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase)).Append("</script>\n")
                .Append("<script>\nconst drawFigure = ").Append(PlotlyJs.DrawFunction).Append(";\n").Append(Resource("report.js")).Append("</script>\n");
        }
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void WriteHeader(StringBuilder html, CourseRun run)
    {
        var elapsed = TimeSpan.FromTicks(run.Notebooks.Sum(n => n.Elapsed.Ticks));
        html.Append($"<header>\n<h1>{Encode(run.Course.Name)}</h1>\n");
        html.Append(CultureInfo.InvariantCulture, $"<p class=\"meta\">{run.Notebooks.Count} of {run.Course.Notebooks.Count} notebooks, ")
            .Append(CultureInfo.InvariantCulture, $"run in {elapsed.TotalSeconds:0.0} s on {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC</p>\n");
        if (run.Notebooks is [.., { Outcome: not CellOutcome.Finished } last])
        {
            var verb = last.Outcome == CellOutcome.Failed ? "failed" : "was stopped";
            html.Append($"<p class=\"verdict\">Cell {last.FailedCell} of {Encode(Path.GetFileName(last.Path))} {verb}: {Encode(last.Error?.Message ?? "")}</p>\n");
        }
        html.Append("<nav aria-label=\"Notebooks\"><ol>\n");
        foreach (var (i, notebook) in run.Notebooks.Index())
        {
            var mark = notebook.Outcome == CellOutcome.Finished ? "" : " <span class=\"bad\">✗</span>";
            html.Append(CultureInfo.InvariantCulture,
                $"<li><a href=\"#notebook-{i + 1}\">{Encode(TitleOf(notebook))}</a> <small>{notebook.Elapsed.TotalSeconds:0.0} s</small>{mark}</li>\n");
        }
        foreach (var path in run.Course.Notebooks.Skip(run.Notebooks.Count))
        {
            html.Append($"<li class=\"not-run\">{Encode(Path.GetFileNameWithoutExtension(path))} <small>not run</small></li>\n");
        }
        html.Append("</ol></nav>\n</header>\n");
    }

    private static void WriteNotebook(StringBuilder html, NotebookRun run, int number, Dictionary<string, string> anchors, OutputView outputs)
    {
        var markdown = new MarkdownView(Path.GetDirectoryName(run.Path)!, anchors);
        html.Append(CultureInfo.InvariantCulture, $"<section class=\"notebook\" id=\"notebook-{number}\" aria-label=\"{Encode(TitleOf(run))}\">\n");
        html.Append($"<p class=\"file\">{Encode(Path.GetFileName(run.Path))}</p>\n");
        if (run.Notebook.Title is null)
        {
            html.Append($"<h1>{Encode(TitleOf(run))}</h1>\n");
        }
        foreach (var cell in run.Notebook.Cells)
        {
            switch (cell.Kind)
            {
                case CellKind.Markdown:
                    html.Append("<div class=\"prose\">\n").Append(Redaction.Apply(markdown.Render(cell))).Append("</div>\n");
                    break;
                case CellKind.Code when !string.IsNullOrWhiteSpace(cell.Source):
                    var label = cell.ExecutionCount is { } count ? $"[{count}]" : "[ ]";
                    html.Append($"<div class=\"cell\"><div class=\"label\">{label}</div><pre class=\"code\"><code>")
                        .Append(CodeHighlighter.Highlight(Redaction.Apply(cell.Source))).Append("</code></pre>\n");
                    foreach (var output in cell.Outputs)
                    {
                        outputs.Write(html, output!.AsObject(), markdown);
                    }
                    html.Append("</div>\n");
                    break;
                default:
                    break;
            }
        }
        html.Append("</section>\n");
    }

    private static string TitleOf(NotebookRun run) => run.Notebook.Title ?? Path.GetFileNameWithoutExtension(run.Path);

    private static string Encode(string text) => WebUtility.HtmlEncode(Redaction.Apply(text));

    private static string Resource(string name)
    {
        using var stream = typeof(CourseReport).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
