using System.Collections.Immutable;

namespace CreditNotebooks.Charts.Figures;

/// <summary>How points, bars and slices look; null means as the chart's palette says.</summary>
internal sealed record Marker
{
    public string? Color { get; init; }
    public ImmutableArray<string> Colors { get; init; } = [];
    public double? Size { get; init; }
    public Values? Sizes { get; init; }
    public StyleParam.MarkerSymbol Symbol { get; init; }
    public string? OutlineColor { get; init; }
    public double? OutlineWidth { get; init; }
}

/// <summary>How a line looks.</summary>
internal sealed record LineStyle
{
    public string? Color { get; init; }
    public double Width { get; init; } = 2;
    public StyleParam.DrawingStyle Dash { get; init; }
}

/// <summary>One series of data and how it is drawn. A closed set of kinds: writers switch over them.</summary>
internal abstract record Trace
{
    public string? Name { get; init; }
    public bool? ShowLegend { get; init; }
    public double? Opacity { get; init; }
    public Marker Marker { get; init; } = new();

    /// <summary>The kind in words, for the one line that a console shows.</summary>
    public abstract string Kind { get; }

    public abstract int PointCount { get; }
}

/// <summary>Columns or bars: one length for each position.</summary>
internal sealed record BarTrace(Values Positions, Values Lengths, bool Horizontal) : Trace
{
    public Values? Texts { get; init; }
    public StyleParam.TextPosition TextPosition { get; init; }
    /// <summary>The bars' common width in units of the position axis; null leaves a fifth of the place free.</summary>
    public double? Width { get; init; }
    public override string Kind => Horizontal ? "bar" : "column";
    public override int PointCount => Lengths.Count;
}

/// <summary>Points, lines and areas.</summary>
internal sealed record ScatterTrace(Values X, Values Y) : Trace
{
    public bool ShowLine { get; init; }
    public bool ShowMarkers { get; init; }
    public LineStyle Line { get; init; } = new();
    public bool Fill { get; init; }
    /// <summary>Whether the areas of the panel stand on one another.</summary>
    public bool Stacked { get; init; }
    public bool ConnectGaps { get; init; }
    public Values? Texts { get; init; }
    public bool ShowTexts { get; init; }

    public override string Kind => Fill ? "area" : ShowLine ? "line" : Marker.Sizes is null ? "point" : "bubble";
    public override int PointCount => Math.Min(X.Count, Y.Count);
}

/// <summary>How often values occur.</summary>
internal sealed record HistogramTrace(Values Data, bool Horizontal) : Trace
{
    public int? BinCount { get; init; }
    public double? BinStart { get; init; }
    public double? BinSize { get; init; }
    public StyleParam.HistNorm Norm { get; init; }
    public bool Cumulative { get; init; }
    public override string Kind => "histogram";
    public override int PointCount => Data.Count;
}

/// <summary>Quartiles, whiskers and outliers, one box for each group.</summary>
internal sealed record BoxTrace(Values Data, Values? Groups, bool Horizontal) : Trace
{
    public StyleParam.BoxPoints Points { get; init; }
    public bool ShowMean { get; init; }
    public override string Kind => "box plot";
    public override int PointCount => Data.Count;
}

/// <summary>A table of numbers as coloured cells; rows go up the y axis.</summary>
internal sealed record HeatmapTrace(ImmutableArray<Values> Rows, Values X, Values Y) : Trace
{
    public ImmutableArray<string> Scale { get; init; } = Palette.Scale(StyleParam.Colorscale.Blues);
    public bool ReverseScale { get; init; }
    public bool ShowScale { get; init; } = true;
    public string? ScaleTitle { get; init; }
    public double? Min { get; init; }
    public double? Max { get; init; }
    public bool ShowTexts { get; init; }
    public string? TextFormat { get; init; }
    public ImmutableArray<Values> Texts { get; init; } = [];
    public override string Kind => "heat map";
    public override int PointCount => Rows.Sum(r => r.Count);
}

/// <summary>Shares of a whole.</summary>
internal sealed record PieTrace(Values Lengths, Values Labels) : Trace
{
    public double Hole { get; init; }
    public StyleParam.TextInfo TextInfo { get; init; }
    public bool Sort { get; init; }
    public override string Kind => Hole > 0 ? "doughnut" : "pie";
    public override int PointCount => Lengths.Count;
}
