using System.Collections.Immutable;
using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts;

public sealed partial class GenericChart
{
    internal static GenericChart Of(Trace trace) => new(new Figure { Panels = [new Panel { Traces = [trace] }] });

    internal GenericChart WithTraces(Func<Trace, Trace> change) =>
        WithPanels(p => p with { Traces = [.. p.Traces.Select(change)] });

    internal GenericChart WithAxes(Func<Axis, Axis> x, Func<Axis, Axis> y) => WithPanels(p => p with { X = x(p.X), Y = y(p.Y) });

    /// <summary>Gives the chart a title.</summary>
    /// <param name="title">The title: what the chart answers. Long ones are broken into lines.</param>
    /// <param name="Subtitle">A smaller line below: where the data are from, what is left out.</param>
    public GenericChart WithTitle(string title, string? Subtitle = null) =>
        new(Figure with { Title = title, Subtitle = Subtitle ?? Figure.Subtitle });

    /// <summary>Sets the size in pixels. Where there is less room the chart becomes narrower.</summary>
    /// <param name="Width">The width; by default 700 in print, on a page all the room there is.</param>
    /// <param name="Height">The height; by default 420.</param>
    public GenericChart WithSize(int? Width = null, int? Height = null)
    {
        if (Width is < 100 or > 10_000 || Height is < 80 or > 10_000)
        {
            throw new ArgumentException($"A size of {Width} × {Height} pixels cannot be drawn: give 100 × 80 to 10000 × 10000.");
        }

        return new GenericChart(Figure with { Width = Width ?? Figure.Width, Height = Height ?? Figure.Height });
    }

    /// <summary>Shows or hides the legend; by default it shows when there is more than one series.</summary>
    /// <param name="showLegend">Whether it shows.</param>
    public GenericChart WithLegend(bool showLegend) => new(Figure with { ShowLegend = showLegend });

    /// <summary>Styles the legend and shows it.</summary>
    /// <param name="Title">Words before the series' names.</param>
    /// <param name="Orientation">Horizontal: above the chart; vertical: on its right.</param>
    public GenericChart WithLegendStyle(string? Title = null, StyleParam.Orientation? Orientation = null) => new(Figure with
    {
        ShowLegend = true,
        LegendTitle = Title ?? Figure.LegendTitle,
        LegendPlace = Orientation switch
        {
            null => Figure.LegendPlace,
            StyleParam.Orientation.Horizontal => LegendPlace.Top,
            _ => LegendPlace.Right,
        },
    });

    /// <summary>Styles the x axis.</summary>
    /// <param name="title">What the axis measures, and in which unit.</param>
    /// <param name="MinMax">The ends; for a log axis the values themselves, not their logarithms.</param>
    /// <param name="AxisType">How values map to places; by default as the data are.</param>
    /// <param name="TickFormat">How numbers are written, in d3's form: <c>,.0f</c> (1,234), <c>.1%</c>, <c>.2s</c> (1.2M), <c>$,.0f</c>;
    /// for dates <c>%b %Y</c>. By default short: 20k, 1.2M.</param>
    /// <param name="TickPrefix">Stands before each number, such as a currency sign.</param>
    /// <param name="TickSuffix">Stands after each number, such as <c> %</c>.</param>
    /// <param name="TickAngle">Turns the labels by degrees; by default only when they are crowded.</param>
    /// <param name="ShowGrid">Whether lines go across; by default where they help reading.</param>
    /// <param name="ShowTicks">Whether the axis has labels.</param>
    /// <param name="Reversed">Whether the axis runs the other way.</param>
    /// <param name="CategoryOrder">The order of categories.</param>
    /// <param name="CategoryArray">The order of categories, listed; others follow.</param>
    public GenericChart WithXAxisStyle(
        string? title = null, (double Min, double Max)? MinMax = null, StyleParam.AxisType? AxisType = null, string? TickFormat = null,
        string? TickPrefix = null, string? TickSuffix = null, int? TickAngle = null, bool? ShowGrid = null, bool? ShowTicks = null,
        bool? Reversed = null, StyleParam.CategoryOrder? CategoryOrder = null, IEnumerable<string>? CategoryArray = null) =>
        WithPanels(p => p with
        {
            X = Styled(p.X, title, MinMax, AxisType, TickFormat, TickPrefix, TickSuffix, TickAngle, ShowGrid, ShowTicks, Reversed,
                CategoryOrder, CategoryArray),
        });

    /// <summary>Styles the y axis.</summary>
    /// <inheritdoc cref="WithXAxisStyle"/>
    public GenericChart WithYAxisStyle(
        string? title = null, (double Min, double Max)? MinMax = null, StyleParam.AxisType? AxisType = null, string? TickFormat = null,
        string? TickPrefix = null, string? TickSuffix = null, int? TickAngle = null, bool? ShowGrid = null, bool? ShowTicks = null,
        bool? Reversed = null, StyleParam.CategoryOrder? CategoryOrder = null, IEnumerable<string>? CategoryArray = null) =>
        WithPanels(p => p with
        {
            Y = Styled(p.Y, title, MinMax, AxisType, TickFormat, TickPrefix, TickSuffix, TickAngle, ShowGrid, ShowTicks, Reversed,
                CategoryOrder, CategoryArray),
        });

    /// <summary>Says what several columns at one position do.</summary>
    /// <param name="barMode">Side by side, stacked or overlaid.</param>
    /// <param name="BarNorm">For stacks: whether each is drawn as parts of a whole.</param>
    /// <param name="BarGap">The free part of each position, 0 to less than 1.</param>
    public GenericChart WithBarMode(StyleParam.BarMode barMode, StyleParam.BarNorm? BarNorm = null, double? BarGap = null)
    {
        if (BarGap is < 0 or >= 1)
        {
            throw new ArgumentException($"BarGap is {BarGap}; it is the free part of a position, from 0 to less than 1.", nameof(BarGap));
        }

        return new GenericChart(Figure with { BarMode = barMode, BarNorm = BarNorm ?? Figure.BarNorm, BarGap = BarGap ?? Figure.BarGap });
    }

    /// <summary>Names the series (all of them, so before combining) and says how they show.</summary>
    /// <param name="Name">The name in the legend.</param>
    /// <param name="ShowLegend">Whether the legend lists it.</param>
    /// <param name="Opacity">0 (invisible) to 1.</param>
    public GenericChart WithTraceInfo(string? Name = null, bool? ShowLegend = null, double? Opacity = null)
    {
        if (Opacity is < 0 or > 1)
        {
            throw new ArgumentException($"Opacity is {Opacity}; it goes from 0 (invisible) to 1.", nameof(Opacity));
        }

        return WithTraces(t => t with { Name = Name ?? t.Name, ShowLegend = ShowLegend ?? t.ShowLegend, Opacity = Opacity ?? t.Opacity });
    }

    /// <summary>Styles points, columns, boxes or slices.</summary>
    /// <param name="Color">One colour for all.</param>
    /// <param name="Size">The diameter of points in pixels.</param>
    /// <param name="MarkerSymbol">The shape of points.</param>
    /// <param name="Colors">A colour for each column, or for each slice.</param>
    /// <param name="OutlineColor">The colour of the edge.</param>
    /// <param name="OutlineWidth">The width of the edge in pixels.</param>
    public GenericChart WithMarkerStyle(
        Color? Color = null, double? Size = null, StyleParam.MarkerSymbol? MarkerSymbol = null, IEnumerable<Color>? Colors = null,
        Color? OutlineColor = null, double? OutlineWidth = null) =>
        WithTraces(t => t with
        {
            Marker = t.Marker with
            {
                Color = Color?.Css ?? t.Marker.Color,
                Size = Size ?? t.Marker.Size,
                Symbol = MarkerSymbol ?? t.Marker.Symbol,
                Colors = Colors is null ? t.Marker.Colors : [.. Colors.Select(c => c.Css)],
                OutlineColor = OutlineColor?.Css ?? t.Marker.OutlineColor,
                OutlineWidth = OutlineWidth ?? t.Marker.OutlineWidth,
            },
        });

    /// <summary>Styles lines; other series stay as they are.</summary>
    /// <param name="Width">The width in pixels.</param>
    /// <param name="Color">The colour.</param>
    /// <param name="Dash">How it is dashed.</param>
    public GenericChart WithLineStyle(double? Width = null, Color? Color = null, StyleParam.DrawingStyle? Dash = null) =>
        WithTraces(t => t is not ScatterTrace line ? t : line with
        {
            Line = new LineStyle { Width = Width ?? line.Line.Width, Color = Color?.Css ?? line.Line.Color, Dash = Dash ?? line.Line.Dash },
        });

    /// <summary>Sets the colours of a heat map.</summary>
    /// <param name="colorscale">A scale of the house.</param>
    /// <param name="Reverse">Whether it runs the other way.</param>
    public GenericChart WithColorScale(StyleParam.Colorscale colorscale, bool Reverse = false) =>
        WithTraces(t => t is HeatmapTrace map ? map with { Scale = Palette.Scale(colorscale), ReverseScale = Reverse } : t);

    /// <summary>Sets the colours of a heat map: two or more, evenly spread from the smallest value to the largest.</summary>
    /// <param name="colors">The colours.</param>
    public GenericChart WithColorScale(params Color[] colors)
    {
        ArgumentNullException.ThrowIfNull(colors);
        ImmutableArray<string> stops = [.. colors.Select(c => c.Css)];
        return stops.Length < 2
            ? throw new ArgumentException("A colour scale has at least two colours.", nameof(colors))
            : WithTraces(t => t is HeatmapTrace map ? map with { Scale = stops, ReverseScale = false } : t);
    }

    /// <summary>Titles the colour bar of a heat map and shows it.</summary>
    /// <param name="title">What the colours measure.</param>
    public GenericChart WithColorBarStyle(string title) =>
        WithTraces(t => t is HeatmapTrace map ? map with { ScaleTitle = title, ShowScale = true } : t);

    /// <summary>Writes words into the chart.</summary>
    /// <param name="x">A number, date or category of the x axis.</param>
    /// <param name="y">A number, date or category of the y axis.</param>
    /// <param name="text">The words.</param>
    /// <param name="ShowArrow">Whether they stand apart, with an arrow to the place.</param>
    public GenericChart WithAnnotation(object x, object y, string text, bool ShowArrow = true) =>
        WithPanels(p => p with
        {
            Annotations = p.Annotations.Add(new Annotation(Values.From(new[] { x }, nameof(x)), Values.From(new[] { y }, nameof(y)), text,
                ShowArrow)),
        });

    /// <summary>Draws a line across the chart at a value of the y axis: a mean, a limit.</summary>
    /// <param name="y">The value.</param>
    /// <param name="Text">A few words on the line.</param>
    /// <param name="Color">The colour.</param>
    /// <param name="Dash">How it is dashed.</param>
    public GenericChart WithHorizontalLine(object y, string? Text = null, Color? Color = null,
        StyleParam.DrawingStyle Dash = StyleParam.DrawingStyle.Dash) =>
        WithReference(true, Values.From(new[] { y }, nameof(y)), Text, Color, Dash);

    /// <summary>Draws a line up the chart at a value of the x axis.</summary>
    /// <param name="x">The value.</param>
    /// <param name="Text">A few words on the line.</param>
    /// <param name="Color">The colour.</param>
    /// <param name="Dash">How it is dashed.</param>
    public GenericChart WithVerticalLine(object x, string? Text = null, Color? Color = null,
        StyleParam.DrawingStyle Dash = StyleParam.DrawingStyle.Dash) =>
        WithReference(false, Values.From(new[] { x }, nameof(x)), Text, Color, Dash);

    private GenericChart WithReference(bool horizontal, Values at, string? text, Color? color, StyleParam.DrawingStyle dash) =>
        WithPanels(p => p with
        {
            Lines = p.Lines.Add(new ReferenceLine(horizontal, at, text,
                new LineStyle { Color = color?.Css ?? Palette.Muted, Width = 1.5, Dash = dash })),
        });

    private GenericChart WithPanels(Func<Panel, Panel> change) => new(Figure with { Panels = [.. Figure.Panels.Select(change)] });

    private static Axis Styled(
        Axis axis, string? title, (double Min, double Max)? minMax, StyleParam.AxisType? type, string? tickFormat, string? tickPrefix,
        string? tickSuffix, int? tickAngle, bool? showGrid, bool? showTicks, bool? reversed, StyleParam.CategoryOrder? order,
        IEnumerable<string>? categories)
    {
        if (minMax is { } ends && !(ends.Min < ends.Max))
        {
            throw new ArgumentException(
                $"The axis would go from {ends.Min} to {ends.Max}: give the smaller end first (Reversed turns it round).", nameof(minMax));
        }

        return axis with
        {
            Title = title ?? axis.Title,
            Min = minMax?.Min ?? axis.Min,
            Max = minMax?.Max ?? axis.Max,
            Type = type ?? axis.Type,
            TickFormat = Svg.NumberFormat.Check(tickFormat) ?? axis.TickFormat,
            TickPrefix = tickPrefix ?? axis.TickPrefix,
            TickSuffix = tickSuffix ?? axis.TickSuffix,
            TickAngle = tickAngle ?? axis.TickAngle,
            ShowGrid = showGrid ?? axis.ShowGrid,
            ShowTicks = showTicks ?? axis.ShowTicks,
            Reversed = reversed ?? axis.Reversed,
            CategoryOrder = order ?? axis.CategoryOrder,
            CategoryArray = categories is null ? axis.CategoryArray : [.. categories],
        };
    }
}
