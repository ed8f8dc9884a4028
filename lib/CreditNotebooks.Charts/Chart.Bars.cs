using System.Collections;
using System.Collections.Immutable;
using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts;

/// <summary>Makes charts. The names are Plotly.NET's; each method takes lists of numbers, texts or dates (a null is a gap)
/// and answers a chart that <c>With…</c> methods style and <see cref="Combine(GenericChart[])"/> and <see cref="Grid"/> put
/// together.</summary>
public static partial class Chart
{
    /// <summary>Columns that rise from zero to each value.</summary>
    /// <param name="values">The heights. A null draws no column.</param>
    /// <param name="Keys">Where the columns stand: texts, dates or numbers; 0, 1, 2 … when left out.</param>
    /// <param name="Name">The series' name in the legend.</param>
    /// <param name="ShowLegend">Whether the legend lists the series; by default when there is more than one.</param>
    /// <param name="Opacity">0 (invisible) to 1.</param>
    /// <param name="Text">Words on every column.</param>
    /// <param name="MultiText">Words on each column, in the order of the values.</param>
    /// <param name="TextPosition">Where the words stand.</param>
    /// <param name="MarkerColor">One colour for all columns.</param>
    /// <param name="MarkerColors">A colour for each column.</param>
    /// <param name="Width">The columns' width in units of the axis (1 is the distance of two categories).</param>
    public static GenericChart Column(
        IEnumerable values, IEnumerable? Keys = null, string? Name = null, bool? ShowLegend = null, double? Opacity = null,
        string? Text = null, IEnumerable? MultiText = null, StyleParam.TextPosition TextPosition = StyleParam.TextPosition.Auto,
        Color? MarkerColor = null, IEnumerable<Color>? MarkerColors = null, double? Width = null) =>
        Bars(false, values, Keys, Name, ShowLegend, Opacity, Text, MultiText, TextPosition, MarkerColor, MarkerColors, Width);

    /// <summary>Bars that lie: the first one at the bottom, as Plotly has it. Good for long names.</summary>
    /// <inheritdoc cref="Column"/>
    public static GenericChart Bar(
        IEnumerable values, IEnumerable? Keys = null, string? Name = null, bool? ShowLegend = null, double? Opacity = null,
        string? Text = null, IEnumerable? MultiText = null, StyleParam.TextPosition TextPosition = StyleParam.TextPosition.Auto,
        Color? MarkerColor = null, IEnumerable<Color>? MarkerColors = null, double? Width = null) =>
        Bars(true, values, Keys, Name, ShowLegend, Opacity, Text, MultiText, TextPosition, MarkerColor, MarkerColors, Width);

    /// <summary>A column chart that stacks when it is combined with others.</summary>
    /// <inheritdoc cref="Column"/>
    public static GenericChart StackedColumn(
        IEnumerable values, IEnumerable? Keys = null, string? Name = null, bool? ShowLegend = null, double? Opacity = null,
        string? Text = null, IEnumerable? MultiText = null, StyleParam.TextPosition TextPosition = StyleParam.TextPosition.Auto,
        Color? MarkerColor = null, IEnumerable<Color>? MarkerColors = null, double? Width = null) =>
        Column(values, Keys, Name, ShowLegend, Opacity, Text, MultiText, TextPosition, MarkerColor, MarkerColors, Width)
            .WithBarMode(StyleParam.BarMode.Stack);

    /// <summary>A bar chart that stacks when it is combined with others.</summary>
    /// <inheritdoc cref="Column"/>
    public static GenericChart StackedBar(
        IEnumerable values, IEnumerable? Keys = null, string? Name = null, bool? ShowLegend = null, double? Opacity = null,
        string? Text = null, IEnumerable? MultiText = null, StyleParam.TextPosition TextPosition = StyleParam.TextPosition.Auto,
        Color? MarkerColor = null, IEnumerable<Color>? MarkerColors = null, double? Width = null) =>
        Bar(values, Keys, Name, ShowLegend, Opacity, Text, MultiText, TextPosition, MarkerColor, MarkerColors, Width)
            .WithBarMode(StyleParam.BarMode.Stack);

    private static GenericChart Bars(
        bool horizontal, IEnumerable values, IEnumerable? keys, string? name, bool? showLegend, double? opacity, string? text,
        IEnumerable? multiText, StyleParam.TextPosition textPosition, Color? markerColor, IEnumerable<Color>? markerColors, double? width)
    {
        var lengths = Values.From(values, nameof(values));
        RequireNumbers(lengths, nameof(values));
        var positions = Values.FromOptional(keys, "Keys") ?? Values.Indexes(lengths.Count);
        RequireSameCount(positions, "Keys", lengths, nameof(values));
        var texts = Texts(text, multiText, lengths);
        if (width is <= 0)
        {
            throw new ArgumentException($"Width is {width}; the width of a column is more than 0.", nameof(width));
        }

        return GenericChart.Of(new BarTrace(positions, lengths, horizontal)
        {
            Name = name,
            ShowLegend = showLegend,
            Opacity = Share(opacity),
            Texts = texts,
            TextPosition = textPosition,
            Width = width,
            Marker = new Marker { Color = markerColor?.Css, Colors = Colors(markerColors) },
        });
    }

    private static ImmutableArray<string> Colors(IEnumerable<Color>? colors) => colors is null ? [] : [.. colors.Select(c => c.Css)];

    private static Values? Texts(string? text, IEnumerable? multiText, Values values)
    {
        var texts = text is null
            ? Values.FromOptional(multiText, "MultiText")
            : Values.OfTexts([.. Enumerable.Repeat(text, values.Count)]);
        if (texts is not null)
        {
            RequireSameCount(texts, "MultiText", values, "values");
        }

        return texts;
    }

    private static double? Share(double? opacity) => opacity is null or (>= 0 and <= 1)
        ? opacity
        : throw new ArgumentException($"Opacity is {opacity}; it goes from 0 (invisible) to 1.", nameof(opacity));

    private static void RequireNumbers(Values values, string parameter)
    {
        if (values.Kind != ValueKind.Number)
        {
            var first = Enumerable.Range(0, values.Count).Select(values.Text).First(t => t is not null);
            throw new ArgumentException($"'{parameter}' has to be numbers, but '{first}' is none: convert the column first.", parameter);
        }
    }

    private static void RequireSameCount(Values one, string oneName, Values other, string otherName)
    {
        if (one.Count != other.Count)
        {
            throw new ArgumentException($"'{oneName}' has {one.Count} elements and '{otherName}' has {other.Count}: give one for each.",
                oneName);
        }
    }
}
