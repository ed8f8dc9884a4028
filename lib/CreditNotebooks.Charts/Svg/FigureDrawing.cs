using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts.Svg;

/// <summary>Draws a whole figure: title, legend, panels.</summary>
internal static class FigureDrawing
{
    private const int DefaultWidth = 700, DefaultHeight = 420;
    private const double Margin = 14, TitleSize = 17, SubtitleSize = 12.5;

    public static string Draw(Figure figure)
    {
        double width = figure.Width ?? (figure.Columns > 1 ? 900 : DefaultWidth);
        double height = figure.Height ?? DefaultHeight;
        var svg = new SvgWriter();
        svg.Open(width, height, new GenericChart(figure).ToString());
        var top = Titles(svg, figure, width);
        var right = width - Margin;
        if (LegendNames.Shows(figure) && LegendNames.Entries(figure).Count > 0)
        {
            if (LegendNames.IsRight(figure))
            {
                var room = LegendDrawing.WidthOnRight(figure, width);
                LegendDrawing.OnRight(svg, figure, new Box(right - room, top, room, height - top - Margin));
                right -= room + 12;
            }
            else
            {
                LegendDrawing.Above(svg, figure, Margin + 2, top, width - (2 * Margin));
                top += LegendDrawing.HeightAbove(figure, width - (2 * Margin));
            }
        }

        Panels(svg, figure, new Box(Margin, top, Math.Max(40, right - Margin), Math.Max(40, height - top - 10)));
        return svg.Close();
    }

    private static double Titles(SvgWriter svg, Figure figure, double width)
    {
        var y = Margin;
        if (figure.Title is { } title)
        {
            foreach (var line in SvgText.Lines(title, TitleSize * 1.04, width - (2 * Margin), 3))
            {
                y += 19;
                svg.Text(line, Margin, y - 3, TitleSize, Palette.Ink, bold: true, kind: "title", whole: title.ReplaceLineEndings(" "));
            }

            y += 4;
        }

        if (figure.Subtitle is { } subtitle)
        {
            foreach (var line in SvgText.Lines(subtitle, SubtitleSize, width - (2 * Margin), 3))
            {
                y += 16;
                svg.Text(line, Margin, y - 3, SubtitleSize, Palette.Muted, kind: "subtitle", whole: subtitle.ReplaceLineEndings(" "));
            }

            y += 4;
        }

        return y + 2;
    }

    private static void Panels(SvgWriter svg, Figure figure, Box box)
    {
        const double Gap = 22;
        var width = (box.Width - (Gap * (figure.Columns - 1))) / figure.Columns;
        var height = (box.Height - (Gap * (figure.Rows - 1))) / figure.Rows;
        for (var i = 0; i < figure.Panels.Length; i++)
        {
            var left = box.Left + (i % figure.Columns * (width + Gap));
            var top = box.Top + (i / figure.Columns * (height + Gap));
            PanelDrawing.Draw(svg, figure, i, new Box(left, top, width, height));
        }
    }
}
