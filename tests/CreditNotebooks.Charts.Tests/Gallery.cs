namespace CreditNotebooks.Charts.Tests;

/// <summary>One chart of every kind, and the awkward ones. Golden files, properties and pictures are all made from this list.</summary>
internal static class Gallery
{
    private static readonly string[] Grades = ["A", "B", "C", "D", "E", "F", "G"];
    private static readonly double[] LoanCounts = [2459, 3037, 2653, 1446, 335, 58, 12];
    private static readonly string[] Scores = ["Poor", "Standard", "Good"];
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug"];

    public static IReadOnlyDictionary<string, Func<GenericChart>> Charts { get; } = new Dictionary<string, Func<GenericChart>>
    {
        ["column"] = () => Chart.Column(LoanCounts, Grades, MultiText: LoanCounts.Select(c => c.ToString("N0")), Name: "Loans")
            .WithTitle("Most loans are of grade B", Subtitle: "10,000 loans of the first quarter of 2018")
            .WithXAxisStyle("Grade").WithYAxisStyle("Loans"),
        ["column-grouped"] = () => Chart.Combine(
                Chart.Column(new[] { 5200, 8100, 2900 }, Scores, Name: "2023"),
                Chart.Column(new[] { 4800, 8600, 3300 }, Scores, Name: "2024"),
                Chart.Column(new int?[] { 4500, null, 3900 }, Scores, Name: "2025"))
            .WithTitle("Scores by year").WithYAxisStyle("Customers"),
        ["column-stacked"] = () => Chart.Combine(
                Chart.StackedColumn(new[] { 12, 20, 31, 25, 18, 22, 28, 30 }, Months, Name: "Poor"),
                Chart.StackedColumn(new[] { 40, 42, 39, 45, 47, 44, 41, 40 }, Months, Name: "Standard"),
                Chart.StackedColumn(new[] { 18, 15, 12, 14, 19, 21, 20, 17 }, Months, Name: "Good"))
            .WithTitle("Customers by month and score").WithYAxisStyle("Customers").WithLegendStyle(Title: "Score"),
        ["column-share"] = () => Chart.Combine(
                Chart.StackedColumn(new[] { 12, 20, 31 }, Scores, Name: "Pays the minimum"),
                Chart.StackedColumn(new[] { 40, 42, 9 }, Scores, Name: "Pays more"))
            .WithBarMode(StyleParam.BarMode.Stack, BarNorm: StyleParam.BarNorm.Percent)
            .WithTitle("Who pays only the minimum?").WithYAxisStyle("Share", TickSuffix: " %"),
        ["column-negative"] = () => Chart.Combine(
                Chart.StackedColumn(new[] { 120.5, -80, 60, -20 }, new[] { "Q1", "Q2", "Q3", "Q4" }, Name: "Cash"),
                Chart.StackedColumn(new[] { -40, 30, 45, -60.25 }, new[] { "Q1", "Q2", "Q3", "Q4" }, Name: "Credit"))
            .WithTitle("Change of balance"),
        ["column-dates"] = () => Chart.Column(
                new[] { 3.2e6, 4.1e6, 2.8e6, 5.6e6, 4.9e6, 6.3e6 }, Enumerable.Range(1, 6).Select(m => new DateOnly(2024, m, 1)))
            .WithTitle("Loans issued").WithYAxisStyle("Amount", TickPrefix: "$"),
        ["column-many"] = () => Chart.Column(
                Enumerable.Range(0, 50).Select(i => 900 - (i * 17) + (i * i % 23 * 9)), Enumerable.Range(0, 50)
                    .Select(i => $"State {i + 1:00}"))
            .WithTitle("Fifty states").WithXAxisStyle("State", CategoryOrder: StyleParam.CategoryOrder.TotalDescending)
                .WithYAxisStyle("Loans"),
        ["column-long-names"] = () => Chart.Column(
                new[] { 14, 9, 7, 5, 3 },
                new[]
                {
                    "High_spent_Small_value_payments", "Low_spent_Large_value_payments",
                    "Debt consolidation and other things that go on and on", "R&D <loans> \"quoted\"", "Ünïcødé 信用",
                })
            .WithTitle(
                "A title that is much too long for one line of a report and therefore has to be broken into two or even three, as here"),
        ["bar"] = () =>
            Chart.Bar(new[] { 12.4, 9.8, 22.1, 15 }, new[] { "Car", "Home improvement", "Debt consolidation", "Credit card" },
                MarkerColor: "#3a9d6e")
            .WithTitle("Average loan by purpose").WithXAxisStyle("Average in thousands", TickPrefix: "$")
                .WithYAxisStyle(CategoryOrder: StyleParam.CategoryOrder.TotalAscending),
        ["bar-stacked"] = () => Chart.Combine(
                Chart.StackedBar(new[] { 60, 30, 10 }, Scores, Name: "Debt", MultiText: new[] { "60 %", "30 %", "10 %" }),
                Chart.StackedBar(new[] { 40, 70, 90 }, Scores, Name: "No debt", MultiText: new[] { "40 %", "70 %", "90 %" }))
            .WithTitle("Debt by score"),
        ["line"] = () => Chart.Combine(
                Chart.Line(Days(60), Wave(60, 0), Name: "Utilization"),
                Chart.Line(Days(60), Wave(60, 1)
                    .Select((v, i) => i is > 20 and < 27 ? (double?)null : v), Name: "Limit", LineDash: StyleParam.DrawingStyle.Dash))
            .WithTitle("A line breaks at a gap").WithYAxisStyle("Ratio", TickFormat: ".0%")
            .WithHorizontalLine(0.5, "half"),
        ["line-numbers"] = () =>
            Chart.Line(Enumerable.Range(0, 30), Enumerable.Range(0, 30).Select(i => i * i * 40_000.0), ShowMarkers: true)
            .WithTitle("Debt over months").WithXAxisStyle("Month").WithYAxisStyle("Debt")
            .WithAnnotation(20, 16_000_000, "20 months").WithVerticalLine(10, "ten"),
        ["area-stacked"] = () => Chart.Combine(
                Chart.StackedArea(Days(30), Wave(30, 0), Name: "First"), Chart.StackedArea(Days(30), Wave(30, 2), Name: "Second"),
                    Chart.StackedArea(Days(30), Wave(30, 4), Name: "Third"))
            .WithTitle("Areas on one another"),
        ["point"] = () => Chart.Combine(
                Chart.Point(Noise(80, 1).Select(v => 20_000 + (v * 90_000)), Noise(80, 2)
                    .Select(v => 1_000 + (v * 39_000)), Name: "Paid", Opacity: 0.6),
                Chart.Point(Noise(40, 3).Select(v => 20_000 + (v * 50_000)), Noise(40, 4)
                    .Select(v => 9_000 + (v * 30_000)), Name: "Late", Opacity: 0.6,
                    MarkerSymbol: StyleParam.MarkerSymbol.Diamond))
            .WithTitle("Loan against income").WithXAxisStyle("Annual income", TickFormat: "$,.0f")
                .WithYAxisStyle("Loan", TickFormat: "$,.0f"),
        ["point-log"] = () =>
            Chart.Point(new[] { 1, 10, 100, 1_000, 10_000, 1_000_000 }, new[] { 3, 5, 20, 80, 900, 12_000 }, MarkerSize: 10)
            .WithTitle("Both axes logarithmic").WithXAxisStyle("Income", AxisType: StyleParam.AxisType.Log)
                .WithYAxisStyle("Debt", AxisType: StyleParam.AxisType.Log),
        ["bubble"] = () =>
            Chart.Bubble(new[] { 40_000, 55_000, 72_000 }, new[] { 0.31, 0.22, 0.4 }, new[] { 120, 900, 300 },
                MultiText: new[] { "TX", "CA", "NY" }, ShowText: true)
            .WithTitle("States").WithXAxisStyle("Income").WithYAxisStyle("Rate", TickFormat: ".0%"),
        ["histogram"] = () => Chart.Histogram(Noise(400, 5).Zip(Noise(400, 6), (a, b) => (a + b) * 30), MarkerColor: "teal")
            .WithTitle("Credit utilization").WithXAxisStyle("Percent").WithYAxisStyle("Customers"),
        ["histogram-whole"] = () => Chart.Histogram(Noise(300, 7).Select(v => (int)(v * 12)))
            .WithTitle("Number of accounts").WithXAxisStyle("Accounts"),
        ["histogram-overlaid"] = () => Chart.Combine(
                Chart.Histogram(Noise(300, 8).Select(v => v * 50), Name: "Good", Opacity: 0.6, HistNorm: StyleParam.HistNorm.Percent),
                Chart.Histogram(Noise(200, 9)
                    .Select(v => 20 + (v * 50)), Name: "Poor", Opacity: 0.6, HistNorm: StyleParam.HistNorm.Percent))
            .WithBarMode(StyleParam.BarMode.Overlay).WithTitle("Delay by score").WithXAxisStyle("Days").WithYAxisStyle(TickSuffix: " %"),
        ["histogram-large"] = () =>
            Chart.Histogram(Noise(5_000, 10).Select(v => 1_000_000 * v * v), NBinsX: 20).WithTitle("Five thousand values"),
        ["histogram-words"] = () => Chart.Histogram(Noise(60, 11).Select(v => Scores[(int)(v * 3)])).WithTitle("Words are counted"),
        ["histogram-dates"] = () =>
            Chart.Histogram(Noise(200, 12).Select(v => new DateTime(2023, 3, 1).AddDays(v * 500))).WithTitle("Loans by month"),
        ["box"] = () => Chart.BoxPlot(
                Noise(200, 13).Select((v, i) => (v * 40) + (i % 3 * 12) + (i % 40 == 0 ? 90 : 0)), Enumerable.Range(0, 200)
                    .Select(i => Scores[i % 3]))
            .WithTitle("Delay by score").WithYAxisStyle("Days"),
        ["box-several"] = () => Chart.Combine(
                Chart.BoxPlot(Noise(50, 14), Name: "Alpha"), Chart.BoxPlot(Noise(50, 15).Select(v => v * 2), Name: "Beta", BoxMean: true),
                Chart.BoxPlot(Noise(50, 16).Select(v => v + 0.5), Name: "Gamma"))
            .WithTitle("Three series"),
        ["box-grouped"] = () => Chart.Combine(
                Chart.BoxPlot(Noise(90, 17), Enumerable.Range(0, 90).Select(i => Scores[i % 3]), Name: "2024"),
                Chart.BoxPlot(Noise(90, 18).Select(v => v + 0.3), Enumerable.Range(0, 90).Select(i => Scores[i % 3]), Name: "2025"))
            .WithTitle("Groups in two years"),
        ["box-lying-large"] = () => Chart.BoxPlot(
                Noise(6_000, 19).Select((v, i) => Math.Exp(v * 3) + (i % 2)), Enumerable.Range(0, 6_000).Select(i => Scores[i % 2]),
                Orientation: StyleParam.Orientation.Horizontal)
            .WithTitle("Six thousand values"),
        ["heatmap"] = () => Chart.Heatmap(
                new[] { new[] { 1, 0.62, -0.31 }, new[] { 0.62, 1, -0.1 }, new[] { -0.31, -0.1, 1 } },
                new[] { "Income", "Balance", "Delay" }, new[] { "Income", "Balance", "Delay" },
                ColorScale: StyleParam.Colorscale.RdBu, ZMin: -1, ZMax: 1, ShowText: true, TextFormat: ".2f")
            .WithTitle("Correlations").WithColorBarStyle("Pearson's r"),
        ["heatmap-gaps"] = () => Chart.Heatmap(
                Enumerable.Range(0, 12)
                    .Select(r => Enumerable.Range(0, 8).Select(c => (r * c) % 7 == 3 ? (double?)null : r * c * 1_500.0).ToArray()), Months,
                Enumerable.Range(0, 12).Select(r => $"Occupation {r}"), ColorScale: StyleParam.Colorscale.Viridis)
            .WithTitle("Debt by month and occupation").WithSize(Height: 480),
        ["heatmap-words"] = () =>
            Chart.AnnotatedHeatmap(new[] { new[] { 10, 20 }, new[] { 30, 40 } },
                new[] { new[] { "low", "fair" }, new[] { "high", "worst" } }),
        ["pie"] = () => Chart.Pie(LoanCounts, Grades).WithTitle("Share of each grade"),
        ["doughnut"] = () =>
            Chart.Doughnut(new[] { 29, 53, 18 }, Scores, Hole: 0.55, SectionColors: ["#c8475a", "#e8b13a", "#3a9d6e"],
                TextInfo: StyleParam.TextInfo.LabelPercent)
            .WithTitle("Credit scores"),
        ["grid"] = () => Chart.Grid(
                [
                    Chart.Column(LoanCounts, Grades).WithTitle("Loans by grade").WithYAxisStyle("Loans"),
                    Chart.Histogram(Noise(300, 20).Select(v => v * 40)).WithTitle("Interest rate").WithXAxisStyle("Percent"),
                    Chart.Pie(new[] { 29, 53, 18 }, Scores, ShowLegend: false, TextInfo: StyleParam.TextInfo.LabelPercent)
                        .WithTitle("Scores"),
                    Chart.Line(Days(40), Wave(40, 3)).WithTitle("Utilization"),
                ], 2, 2)
            .WithTitle("Four views of one portfolio"),
        ["empty"] = () => Chart.Column(Array.Empty<int>(), Array.Empty<string>()).WithTitle("Nothing came"),
        ["one-point"] = () => Chart.Point(new[] { 5 }, new[] { 7 }).WithTitle("One point"),
        ["all-equal"] = () => Chart.Line(new[] { 1, 2, 3 }, new[] { 4, 4, 4 }).WithTitle("All equal"),
        ["huge"] = () => Chart.Column(new[] { 1.5e12, 8e11, 2.25e12 }, new[] { "x", "y", "z" }).WithTitle("Trillions"),
        ["nothing-but-gaps"] = () => Chart.Line(new[] { 1, 2 }, new double?[] { null, null }).WithTitle("Gaps"),
        ["not-finite"] = () => Chart.Point(new[] { 1.0, 2, 3 }, new[] { double.NaN, double.PositiveInfinity, 3 }).WithTitle("Not finite"),
    };

    /// <summary>Numbers from 0 to 1 that are the same on every platform.</summary>
    public static IEnumerable<double> Noise(int count, uint seed)
    {
        var state = seed * 2_654_435_761u;
        for (var i = 0; i < count; i++)
        {
            state = (state * 1_664_525u) + 1_013_904_223u;
            yield return Math.Round((state >> 8) / (double)(1 << 24), 4);
        }
    }

    private static IEnumerable<DateTime> Days(int count) => Enumerable.Range(0, count).Select(i => new DateTime(2024, 11, 20).AddDays(i));

    private static IEnumerable<double> Wave(int count, int shift) =>
        Enumerable.Range(0, count).Select(i => Math.Round(0.5 + (0.3 * Math.Sin((i + (shift * 4)) / 6.0)), 4));
}
