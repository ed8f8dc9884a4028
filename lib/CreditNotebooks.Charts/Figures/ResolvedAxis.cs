namespace CreditNotebooks.Charts.Figures;

/// <summary>An axis once the data are known: its type, and for words the places of the categories.</summary>
internal sealed class ResolvedAxis
{
    private readonly Dictionary<string, int> _places = [];

    private ResolvedAxis(Axis asked, StyleParam.AxisType type) => (Asked, Type) = (asked, type);

    public Axis Asked { get; }

    public StyleParam.AxisType Type { get; }

    public List<string> Categories { get; } = [];

    /// <summary>Where an element stands along the axis: the number, the logarithm, the milliseconds or the category's index; NaN for
    /// nowhere.</summary>
    public double Coordinate(Values values, int index) => Type switch
    {
        StyleParam.AxisType.Category => values.Text(index) is { } text && _places.TryGetValue(text, out var place) ? place : double.NaN,
        _ => Coordinate(values.Number(index)),
    };

    public double Coordinate(double number) => Type == StyleParam.AxisType.Log ? (number > 0 ? Math.Log10(number) : double.NaN) : number;

    public static (ResolvedAxis X, ResolvedAxis Y) Of(Panel panel)
    {
        var columns = panel.Traces.Select((t, i) => Columns(t, i, panel)).ToList();
        return (Resolve(panel.X, columns.Select(c => c.X), panel, x: true), Resolve(panel.Y, columns.Select(c => c.Y), panel, x: false));
    }

    /// <summary>The place of a box whose values are in no groups: the series' name.</summary>
    public static string BoxName(BoxTrace box, int index, Panel panel) =>
        !string.IsNullOrEmpty(box.Name) ? box.Name : panel.Traces.Count(t => t is BoxTrace) == 1 ? " "
            : Values.OfNumbers(index + 1).Text(0)!;

    private static (Values? X, Values? Y) Columns(Trace trace, int index, Panel panel) => trace switch
    {
        BarTrace bar => bar.Horizontal ? (bar.Lengths, bar.Positions) : (bar.Positions, bar.Lengths),
        ScatterTrace scatter => (scatter.X, scatter.Y),
        HistogramTrace histogram => histogram.Horizontal ? (null, histogram.Data) : (histogram.Data, null),
        BoxTrace box => Boxes(box, box.Groups ?? Values.OfTexts(BoxName(box, index, panel))),
        HeatmapTrace map => (map.X, map.Y),
        PieTrace => (null, null),
        _ => throw new InvalidOperationException($"A {trace.Kind} has no axes."),
    };

    private static (Values X, Values Y) Boxes(BoxTrace box, Values groups) => box.Horizontal ? (box.Data, groups) : (groups, box.Data);

    private static ResolvedAxis Resolve(Axis asked, IEnumerable<Values?> columns, Panel panel, bool x)
    {
        var all = columns.OfType<Values>().ToList();
        var axis = new ResolvedAxis(asked, asked.Type == StyleParam.AxisType.Auto ? Guess(all) : asked.Type);
        if (axis.Type != StyleParam.AxisType.Category)
        {
            return axis;
        }

        foreach (var category in asked.CategoryArray)
        {
            axis.Add(category);
        }

        var listed = axis.Categories.Count;
        foreach (var column in all)
        {
            for (var i = 0; i < column.Count; i++)
            {
                if (column.Text(i) is { } text)
                {
                    axis.Add(text);
                }
            }
        }

        axis.Sort(listed, panel, x);
        return axis;
    }

    private static StyleParam.AxisType Guess(List<Values> columns)
    {
        var kinds = columns.Where(c => c.Count > 0).Select(c => c.Kind).Distinct().ToList();
        return kinds switch
        {
            [] or [ValueKind.Number] => StyleParam.AxisType.Linear,
            [ValueKind.Date] => StyleParam.AxisType.Date,
            _ => StyleParam.AxisType.Category,
        };
    }

    private void Add(string category)
    {
        if (_places.TryAdd(category, Categories.Count))
        {
            Categories.Add(category);
        }
    }

    private void Sort(int listed, Panel panel, bool x)
    {
        var rest = Categories[listed..];
        var totals = new Dictionary<string, double>();
        IEnumerable<string> sorted = Asked.CategoryOrder switch
        {
            StyleParam.CategoryOrder.CategoryAscending => rest.Order(StringComparer.Ordinal),
            StyleParam.CategoryOrder.CategoryDescending => rest.OrderDescending(StringComparer.Ordinal),
            StyleParam.CategoryOrder.TotalAscending => rest.OrderBy(Total),
            StyleParam.CategoryOrder.TotalDescending => rest.OrderByDescending(Total),
            _ => rest,
        };
        string[] order = [.. Categories[..listed], .. sorted];
        Categories.Clear();
        _places.Clear();
        foreach (var category in order)
        {
            Add(category);
        }

        double Total(string category)
        {
            if (totals.Count == 0)
            {
                foreach (var (name, amount) in panel.Traces.SelectMany(t => Amounts(t, x)))
                {
                    totals[name] = totals.GetValueOrDefault(name) + amount;
                }
            }

            return totals.GetValueOrDefault(category);
        }
    }

    private static IEnumerable<(string Category, double Amount)> Amounts(Trace trace, bool x)
    {
        var (categories, amounts) = trace switch
        {
            BarTrace bar when bar.Horizontal != x => (bar.Positions, bar.Lengths),
            ScatterTrace scatter => x ? (scatter.X, scatter.Y) : (scatter.Y, scatter.X),
            HistogramTrace histogram when histogram.Horizontal != x => (histogram.Data, null),
            BoxTrace { Groups: { } groups } box when box.Horizontal != x => (groups, box.Data),
            _ => (Values.Empty, null),
        };
        for (var i = 0; i < categories.Count; i++)
        {
            var amount = amounts is null ? 1 : amounts.Number(i);
            if (categories.Text(i) is { } text && !double.IsNaN(amount))
            {
                yield return (text, amount);
            }
        }
    }
}
