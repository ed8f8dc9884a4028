using System.Collections;
using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts;

public static partial class Chart
{
    /// <summary>Single points.</summary>
    /// <param name="x">Numbers, dates or texts.</param>
    /// <param name="y">As many values as <paramref name="x"/> has; a null is left out.</param>
    /// <param name="Name">The series' name in the legend.</param>
    /// <param name="ShowLegend">Whether the legend lists the series; by default when there is more than one.</param>
    /// <param name="Opacity">0 (invisible) to 1; many points read better at about 0.4.</param>
    /// <param name="MultiText">Words for each point, seen on hovering.</param>
    /// <param name="ShowText">Whether the words stand beside the points.</param>
    /// <param name="MarkerColor">The points' colour.</param>
    /// <param name="MarkerSymbol">The points' shape.</param>
    /// <param name="MarkerSize">Their diameter in pixels.</param>
    public static GenericChart Point(
        IEnumerable x, IEnumerable y, string? Name = null, bool? ShowLegend = null, double? Opacity = null, IEnumerable? MultiText = null,
        bool ShowText = false, Color? MarkerColor = null, StyleParam.MarkerSymbol MarkerSymbol = StyleParam.MarkerSymbol.Circle,
        double? MarkerSize = null) =>
        GenericChart.Of(Scatter(x, y, Name, ShowLegend, Opacity) with
        {
            ShowMarkers = true,
            Texts = Values.FromOptional(MultiText, nameof(MultiText)),
            ShowTexts = ShowText,
            Marker = new Marker { Color = MarkerColor?.Css, Symbol = MarkerSymbol, Size = MarkerSize },
        });

    /// <summary>Points whose area says a third number.</summary>
    /// <param name="x">Numbers, dates or texts.</param>
    /// <param name="y">As many values.</param>
    /// <param name="sizes">As many numbers: each bubble's area; the largest becomes 40 pixels wide.</param>
    /// <param name="Name">The series' name in the legend.</param>
    /// <param name="ShowLegend">Whether the legend lists the series; by default when there is more than one.</param>
    /// <param name="Opacity">0 (invisible) to 1.</param>
    /// <param name="MultiText">Words for each bubble, seen on hovering.</param>
    /// <param name="ShowText">Whether the words stand on the bubbles.</param>
    /// <param name="MarkerColor">The bubbles' colour.</param>
    public static GenericChart Bubble(
        IEnumerable x, IEnumerable y, IEnumerable sizes, string? Name = null, bool? ShowLegend = null, double? Opacity = null,
        IEnumerable? MultiText = null, bool ShowText = false, Color? MarkerColor = null)
    {
        var trace = Scatter(x, y, Name, ShowLegend, Opacity ?? 0.7);
        var areas = Values.From(sizes, nameof(sizes));
        RequireNumbers(areas, nameof(sizes));
        RequireSameCount(areas, nameof(sizes), trace.X, nameof(x));
        return GenericChart.Of(trace with
        {
            ShowMarkers = true,
            Texts = Values.FromOptional(MultiText, nameof(MultiText)),
            ShowTexts = ShowText,
            Marker = new Marker { Color = MarkerColor?.Css, Sizes = areas },
        });
    }

    /// <summary>A line from point to point, in the order given. A null breaks it.</summary>
    /// <param name="x">Numbers, dates or texts.</param>
    /// <param name="y">As many values as <paramref name="x"/> has.</param>
    /// <param name="ShowMarkers">Whether the points show.</param>
    /// <param name="Name">The series' name in the legend.</param>
    /// <param name="ShowLegend">Whether the legend lists the series; by default when there is more than one.</param>
    /// <param name="Opacity">0 (invisible) to 1.</param>
    /// <param name="LineColor">The line's colour.</param>
    /// <param name="LineWidth">Its width in pixels.</param>
    /// <param name="LineDash">How it is dashed.</param>
    /// <param name="ConnectGaps">Whether the line goes on across a null.</param>
    public static GenericChart Line(
        IEnumerable x, IEnumerable y, bool ShowMarkers = false, string? Name = null, bool? ShowLegend = null, double? Opacity = null,
        Color? LineColor = null, double LineWidth = 2, StyleParam.DrawingStyle LineDash = StyleParam.DrawingStyle.Solid,
            bool ConnectGaps = false) =>
        GenericChart.Of(Scatter(x, y, Name, ShowLegend, Opacity) with
        {
            ShowLine = true,
            ShowMarkers = ShowMarkers,
            ConnectGaps = ConnectGaps,
            Line = new LineStyle { Color = LineColor?.Css, Width = LineWidth, Dash = LineDash },
        });

    /// <summary>A line with the area down to zero filled.</summary>
    /// <inheritdoc cref="Line"/>
    public static GenericChart Area(
        IEnumerable x, IEnumerable y, bool ShowMarkers = false, string? Name = null, bool? ShowLegend = null, double? Opacity = null,
        Color? LineColor = null) =>
        GenericChart.Of(Scatter(x, y, Name, ShowLegend, Opacity) with
        {
            ShowLine = true, ShowMarkers = ShowMarkers, Fill = true, Line = new LineStyle { Color = LineColor?.Css },
        });

    /// <summary>An area that stands on the areas it is combined with; a null counts as zero.</summary>
    /// <inheritdoc cref="Line"/>
    public static GenericChart StackedArea(
        IEnumerable x, IEnumerable y, string? Name = null, bool? ShowLegend = null, double? Opacity = null, Color? LineColor = null) =>
        GenericChart.Of(Scatter(x, y, Name, ShowLegend, Opacity) with
        {
            ShowLine = true, Fill = true, Stacked = true, Line = new LineStyle { Color = LineColor?.Css, Width = 1.5 },
        });

    private static ScatterTrace Scatter(IEnumerable x, IEnumerable y, string? name, bool? showLegend, double? opacity)
    {
        var xs = Values.From(x, nameof(x));
        var ys = Values.From(y, nameof(y));
        RequireSameCount(xs, nameof(x), ys, nameof(y));
        return new ScatterTrace(xs, ys) { Name = name, ShowLegend = showLegend, Opacity = Share(opacity) };
    }
}
