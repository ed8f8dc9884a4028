using System.Text;

namespace CreditNotebooks.Charts.Tests;

public class GalleryPage
{
    /// <summary>With CREDIT_NOTEBOOKS_GALLERY=FILE set, writes a page that shows each chart drawn and interactive, to be looked
    /// at.</summary>
    [SkippableFact]
    public void Writes_a_page_of_all_charts_when_asked()
    {
        var path = Environment.GetEnvironmentVariable("CREDIT_NOTEBOOKS_GALLERY");
        Skip.If(string.IsNullOrEmpty(path), "CREDIT_NOTEBOOKS_GALLERY names no file");
        var page = new StringBuilder(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><style>")
            .Append("body{margin:8px;font:13px sans-serif}.pair>*{min-width:0}")
            .Append(".pair{display:grid;grid-template-columns:1fr 1fr;gap:12px;border-top:1px solid #bbb}")
            .Append("@media(max-width:600px){.pair{grid-template-columns:1fr}}</style></head><body>");
        foreach (var (name, chart) in Gallery.Charts)
        {
            page.Append("<div class=\"pair\"><div>").Append(name).Append(chart().ToSvg()).Append("</div><div>").Append(chart().ToHtml())
                .Append("</div></div>");
        }

        File.WriteAllText(path!, page.Append(PlotlyJs.ScriptElement).Append("</body></html>").ToString());
    }
}
