using System.Collections.Immutable;
using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts;

public static partial class Chart
{
    /// <summary>Several charts on one pair of axes. Where their styles disagree, the first that says something counts.</summary>
    /// <param name="charts">Single charts, no grids.</param>
    public static GenericChart Combine(params GenericChart[] charts) => Combine((IEnumerable<GenericChart>)charts);

    /// <inheritdoc cref="Combine(GenericChart[])"/>
    public static GenericChart Combine(IEnumerable<GenericChart> charts)
    {
        var figures = FiguresOf(charts);
        if (figures.Any(f => f.Panels.Length != 1))
        {
            throw new ArgumentException("A grid cannot be combined with another chart: combine first, then put the results in a grid.",
                nameof(charts));
        }

        if (figures.Any(f => f.Panels[0].IsPie) && figures.Length > 1)
        {
            throw new ArgumentException("Pies have no axes to share: put them side by side with Chart.Grid.", nameof(charts));
        }

        var panels = figures.Select(f => f.Panels[0]).ToList();
        return new GenericChart(Shared(figures) with
        {
            Panels =
            [
                new Panel
                {
                    Traces = [.. panels.SelectMany(p => p.Traces)],
                    X = panels.Select(p => p.X).Aggregate(Merge),
                    Y = panels.Select(p => p.Y).Aggregate(Merge),
                    Annotations = [.. panels.SelectMany(p => p.Annotations)],
                    Lines = [.. panels.SelectMany(p => p.Lines)],
                },
            ],
        });
    }

    /// <summary>Charts side by side, row by row, each with its own axes; a chart's title stands over its part.</summary>
    /// <param name="charts">Single charts, at most <paramref name="nRows"/> × <paramref name="nCols"/>.</param>
    /// <param name="nRows">How many rows.</param>
    /// <param name="nCols">How many charts stand in a row.</param>
    public static GenericChart Grid(IEnumerable<GenericChart> charts, int nRows, int nCols)
    {
        var figures = FiguresOf(charts);
        if (nRows < 1 || nCols < 1 || figures.Length > (long)nRows * nCols)
        {
            throw new ArgumentException($"{figures.Length} charts do not fit into {nRows} rows of {nCols}.", nameof(charts));
        }

        if (figures.Any(f => f.Panels.Length != 1))
        {
            throw new ArgumentException("A grid cannot stand in a grid: list its charts singly.", nameof(charts));
        }

        if (figures.Select(f => f.BarMode).Where(m => m is not null).Distinct().Count() > 1)
        {
            throw new ArgumentException(
                "The charts of a grid share one bar mode, but some stack and others do not: show them one by one.", nameof(charts));
        }

        return new GenericChart(Shared(figures) with
        {
            Panels = [.. figures.Select(f => f.Panels[0] with { Title = f.Title })],
            Columns = nCols,
            Title = null,
            Subtitle = null,
            Width = null,
            Height = nRows * (nCols == 1 ? 320 : 340),
            ShowLegend = figures.Any(f => f.ShowLegend == true) ? true : figures.All(f => f.ShowLegend == false) ? false : null,
        });
    }

    private static ImmutableArray<Figure> FiguresOf(IEnumerable<GenericChart> charts)
    {
        ArgumentNullException.ThrowIfNull(charts);
        ImmutableArray<Figure> figures = [.. charts.Select(c => c.Figure)];
        return figures.IsEmpty ? throw new ArgumentException("There is no chart in the list.", nameof(charts)) : figures;
    }

    private static Figure Shared(ImmutableArray<Figure> figures) => new()
    {
        Title = figures.Select(f => f.Title).FirstOrDefault(t => t is not null),
        Subtitle = figures.Select(f => f.Subtitle).FirstOrDefault(t => t is not null),
        Width = figures.Select(f => f.Width).FirstOrDefault(w => w is not null),
        Height = figures.Select(f => f.Height).FirstOrDefault(h => h is not null),
        ShowLegend = figures.Select(f => f.ShowLegend).FirstOrDefault(s => s is not null),
        LegendPlace = figures.Select(f => f.LegendPlace).FirstOrDefault(p => p != LegendPlace.Auto),
        LegendTitle = figures.Select(f => f.LegendTitle).FirstOrDefault(t => t is not null),
        BarMode = figures.Select(f => f.BarMode).FirstOrDefault(m => m is not null),
        BarNorm = figures.Select(f => f.BarNorm).FirstOrDefault(n => n != StyleParam.BarNorm.None),
        BarGap = figures.Select(f => f.BarGap).FirstOrDefault(g => g is not null),
    };

    private static Axis Merge(Axis first, Axis next) => new()
    {
        Title = first.Title ?? next.Title,
        Min = first.Min ?? next.Min,
        Max = first.Max ?? next.Max,
        Type = first.Type == StyleParam.AxisType.Auto ? next.Type : first.Type,
        TickFormat = first.TickFormat ?? next.TickFormat,
        TickPrefix = first.TickPrefix ?? next.TickPrefix,
        TickSuffix = first.TickSuffix ?? next.TickSuffix,
        TickAngle = first.TickAngle ?? next.TickAngle,
        ShowGrid = first.ShowGrid ?? next.ShowGrid,
        ShowTicks = first.ShowTicks && next.ShowTicks,
        Reversed = first.Reversed || next.Reversed,
        CategoryOrder = first.CategoryOrder == StyleParam.CategoryOrder.Trace ? next.CategoryOrder : first.CategoryOrder,
        CategoryArray = first.CategoryArray.IsEmpty ? next.CategoryArray : first.CategoryArray,
    };
}
