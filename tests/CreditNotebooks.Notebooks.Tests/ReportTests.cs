using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CreditNotebooks.Notebooks.Documents;
using CreditNotebooks.Notebooks.Reports;

namespace CreditNotebooks.Notebooks.Tests;

public class ReportTests
{
    [Theory]
    [InlineData("a <script>alert(1)</script> <kbd>x</kbd>", "<p>a &lt;script&gt;alert(1)&lt;/script&gt; <kbd>x</kbd></p>")]
    [InlineData("<div onclick=\"x()\" class=\"note\">t</div>", "<div class=\"note\">t</div>")]
    [InlineData("<img src=\"https://elsewhere/x.png\" alt=\"a\">", "<img alt=\"a\">")]
    [InlineData("<!-- a note -->\ntext", "text")]
    [InlineData("[next](02-next.ipynb#x)", "<p><a href=\"#notebook-2\">next</a></p>")]
    [InlineData("[out](https://elsewhere/)", "<p><a href=\"https://elsewhere/\">out</a></p>")]
    [InlineData("|a|\n|-|\n|1|", "<div class=\"wide\"><table>")]
    public void Prose_stays_inside_the_page(string markdown, string expected) =>
        Assert.Contains(expected, new MarkdownView(".", new Dictionary<string, string> { ["02-next.ipynb"] = "notebook-2" }).Render(markdown));

    [Theory]
    [InlineData("var x = \"a<b\"; // note", "<span class=\"keyword\">var</span> x = <span class=\"string\">&quot;a&lt;b&quot;</span>; <span class=\"comment\">// note</span>")]
    [InlineData("#!time\nawait F(1.5);", "<span class=\"magic\">#!time</span>\n<span class=\"keyword\">await</span> F(<span class=\"number\">1.5</span>);")]
    [InlineData("%%sql -o t\nSELECT 'a' -- b", "<span class=\"magic\">%%sql -o t</span>\n<span class=\"keyword\">SELECT</span> <span class=\"string\">&#39;a&#39;</span> <span class=\"comment\">-- b</span>")]
    public void Code_is_marked_and_complete(string code, string expected)
    {
        var html = CodeHighlighter.Highlight(code);
        Assert.Equal(expected, html);
        Assert.Equal(code, System.Net.WebUtility.HtmlDecode(Regex.Replace(html, "<[^>]*>", "")));
    }

    [Fact]
    public async Task Figures_bring_their_script_once_and_their_picture_and_nothing_is_loaded_from_elsewhere()
    {
        using var place = new Workplace();
        var path = place.Notebook(
            "01.ipynb",
            """
            using CreditNotebooks.Display;
            class Figure : IDisplayable
            {
                public MimeBundle ToMimeBundle() => new(new Dictionary<string, string>
                {
                    [MimeBundle.Plotly] = "{\"data\":[],\"layout\":{\"title\":\"</script>\"}}",
                    [MimeBundle.Svg] = "<svg/>",
                });
            }
            """,
            "display(new Figure());\nnew Figure()");
        var run = await place.RunAsync(paths: path);
        Assert.Null(run.Notebooks[0].Error);
        var report = await File.ReadAllTextAsync(run.ReportPath);
        Assert.Contains("data:image/svg+xml;base64,PHN2Zy8+", report);
        Assert.Contains("\\u003C/script\\u003E", report);
        Assert.Contains("Content-Security-Policy", report);
        Assert.DoesNotMatch("<(script|link|img|iframe)[^>]*(src|href)=\"?(https?:)?//", report);
    }

    [Fact]
    public void Terminal_colours_do_not_reach_the_page()
    {
        var html = new System.Text.StringBuilder();
        new OutputView().Write(html, new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "\u001b[31mred\u001b[0m <b>" }, new MarkdownView(".", new Dictionary<string, string>()));
        Assert.Equal("<pre class=\"output stdout\">red &lt;b&gt;</pre>\n", html.ToString());
    }
}
