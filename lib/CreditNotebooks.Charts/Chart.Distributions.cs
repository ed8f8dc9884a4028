using System.Collections;
using System.Collections.Immutable;
using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts;

public static partial class Chart
{
    /// <summary>How often values occur: numbers and dates in bins with round edges, texts one column each. Nulls are left out.</summary>
    /// <param name="X">The values, one for each row of data.</param>
    /// <param name="Name">The series' name in the legend.</param>
    /// <param name="ShowLegend">Whether the legend lists the series; by default when there is more than one.</param>
    /// <param name="Opacity">0 (invisible) to 1.</param>
    /// <param name="NBinsX">At most about so many bins; the edges stay round.</param>
    /// <param name="BinStart">Where the first bin begins; goes with <paramref name="BinSize"/>.</param>
    /// <param name="BinSize">The width of a bin.</param>
    /// <param name="HistNorm">What the heights say.</param>
    /// <param name="Cumulative">Whether each column also counts all bins before it.</param>
    /// <param name="Orientation">Whether columns rise or bars lie.</param>
    /// <param name="MarkerColor">The columns' colour.</param>
    public static GenericChart Histogram(
        IEnumerable X, string? Name = null, bool? ShowLegend = null, double? Opacity = null, int? NBinsX = null, double? BinStart = null,
        double? BinSize = null, StyleParam.HistNorm HistNorm = StyleParam.HistNorm.None, bool Cumulative = false,
        StyleParam.Orientation Orientation = StyleParam.Orientation.Vertical, Color? MarkerColor = null)
    {
        if (NBinsX is < 1)
        {
            throw new ArgumentException($"NBinsX is {NBinsX}; a histogram has at least one bin.", nameof(NBinsX));
        }

        if (BinSize is <= 0)
        {
            throw new ArgumentException($"BinSize is {BinSize}; a bin is wider than 0.", nameof(BinSize));
        }

        return GenericChart.Of(new HistogramTrace(Values.From(X, nameof(X)), Orientation == StyleParam.Orientation.Horizontal)
        {
            Name = Name,
            ShowLegend = ShowLegend,
            Opacity = Share(Opacity),
            BinCount = NBinsX,
            BinStart = BinStart,
            BinSize = BinSize,
            Norm = HistNorm,
            Cumulative = Cumulative,
            Marker = new Marker { Color = MarkerColor?.Css },
        });
    }

    /// <summary>A box from the first to the third quartile with the median in it; whiskers end at the last value within 1.5 box
    /// lengths.</summary>
    /// <param name="Y">The values, one for each row of data; nulls are left out.</param>
    /// <param name="X">The group of each value; left out, all are one group that bears the series' name.</param>
    /// <param name="Name">The series' name.</param>
    /// <param name="ShowLegend">Whether the legend lists the series; by default when there is more than one.</param>
    /// <param name="Opacity">0 (invisible) to 1.</param>
    /// <param name="BoxPoints">Which single values show.</param>
    /// <param name="BoxMean">Whether a dashed line shows the mean.</param>
    /// <param name="Orientation">Whether the boxes stand or lie.</param>
    /// <param name="MarkerColor">The boxes' colour.</param>
    public static GenericChart BoxPlot(
        IEnumerable Y, IEnumerable? X = null, string? Name = null, bool? ShowLegend = null, double? Opacity = null,
        StyleParam.BoxPoints BoxPoints = StyleParam.BoxPoints.Outliers, bool BoxMean = false,
        StyleParam.Orientation Orientation = StyleParam.Orientation.Vertical, Color? MarkerColor = null)
    {
        var data = Values.From(Y, nameof(Y));
        RequireNumbers(data, nameof(Y));
        var groups = Values.FromOptional(X, nameof(X));
        if (groups is not null)
        {
            RequireSameCount(groups, nameof(X), data, nameof(Y));
        }

        return GenericChart.Of(new BoxTrace(data, groups, Orientation == StyleParam.Orientation.Horizontal)
        {
            Name = Name,
            ShowLegend = ShowLegend,
            Opacity = Share(Opacity),
            Points = BoxPoints,
            ShowMean = BoxMean,
            Marker = new Marker { Color = MarkerColor?.Css },
        });
    }

    /// <summary>A table of numbers as colours.</summary>
    /// <param name="zData">The rows, each a list of numbers; a null leaves its cell empty. The first row is drawn on top.</param>
    /// <param name="X">A name (or number, or date) for each column.</param>
    /// <param name="Y">A name for each row.</param>
    /// <param name="Name">The series' name.</param>
    /// <param name="ColorScale">From value to colour.</param>
    /// <param name="ReverseScale">Whether the scale runs the other way.</param>
    /// <param name="ShowScale">Whether a colour bar explains the scale.</param>
    /// <param name="ZMin">The value of the scale's first colour; by default the smallest.</param>
    /// <param name="ZMax">The value of the scale's last colour; by default the largest.</param>
    /// <param name="ShowText">Whether each cell says its number.</param>
    /// <param name="TextFormat">How: <c>.2f</c>, <c>,.0f</c>, <c>.0%</c> … as on axes.</param>
    public static GenericChart Heatmap(
        IEnumerable<IEnumerable> zData, IEnumerable? X = null, IEnumerable? Y = null, string? Name = null,
        StyleParam.Colorscale ColorScale = StyleParam.Colorscale.Blues, bool ReverseScale = false, bool ShowScale = true,
        double? ZMin = null, double? ZMax = null, bool ShowText = false, string? TextFormat = null)
    {
        ArgumentNullException.ThrowIfNull(zData);
        ImmutableArray<Values> rows = [.. zData.Select(row => Values.From(row, nameof(zData)))];
        foreach (var row in rows)
        {
            RequireNumbers(row, nameof(zData));
            if (row.Count != rows[0].Count)
            {
                throw new ArgumentException(
                    $"A row of 'zData' has {row.Count} numbers and the first has {rows[0].Count}: give each row as many.", nameof(zData));
            }
        }

        var width = rows.IsEmpty ? 0 : rows[0].Count;
        var xs = Values.FromOptional(X, nameof(X)) ?? Values.IndexTexts(width);
        var ys = Values.FromOptional(Y, nameof(Y)) ?? Values.IndexTexts(rows.Length);
        if (xs.Count != width || ys.Count != rows.Length)
        {
            throw new ArgumentException(
                $"'zData' has {rows.Length} rows of {width} numbers, but X names {xs.Count} columns and Y names {ys.Count} rows.",
                    nameof(zData));
        }

        var trace = new HeatmapTrace(rows, xs, ys)
        {
            Name = Name,
            Scale = Palette.Scale(ColorScale),
            ReverseScale = ReverseScale,
            ShowScale = ShowScale,
            Min = ZMin,
            Max = ZMax,
            ShowTexts = ShowText,
            TextFormat = Svg.NumberFormat.Check(TextFormat),
        };
        return GenericChart.Of(trace).WithAxes(x => x with { ShowGrid = false }, y => y with { ShowGrid = false, Reversed = true });
    }

    /// <summary>A heat map with words of your own in the cells.</summary>
    /// <param name="zData">The rows, each a list of numbers.</param>
    /// <param name="annotationText">As many rows of as many words.</param>
    /// <param name="X">A name for each column.</param>
    /// <param name="Y">A name for each row.</param>
    /// <param name="Name">The series' name.</param>
    /// <param name="ColorScale">From value to colour.</param>
    /// <param name="ReverseScale">Whether the scale runs the other way.</param>
    /// <param name="ShowScale">Whether a colour bar explains the scale.</param>
    public static GenericChart AnnotatedHeatmap(
        IEnumerable<IEnumerable> zData, IEnumerable<IEnumerable> annotationText, IEnumerable? X = null, IEnumerable? Y = null,
        string? Name = null, StyleParam.Colorscale ColorScale = StyleParam.Colorscale.Blues, bool ReverseScale = false,
        bool ShowScale = true)
    {
        ArgumentNullException.ThrowIfNull(annotationText);
        ImmutableArray<Values> texts = [.. annotationText.Select(row => Values.From(row, nameof(annotationText)))];
        return Heatmap(zData, X, Y, Name, ColorScale, ReverseScale, ShowScale).WithTraces(t =>
        {
            var map = (HeatmapTrace)t;
            if (!texts.Select(r => r.Count).SequenceEqual(map.Rows.Select(r => r.Count)))
            {
                throw new ArgumentException("'annotationText' has to have as many rows of as many words as 'zData' has numbers.",
                    nameof(annotationText));
            }

            return map with { Texts = texts, ShowTexts = true };
        });
    }
}
