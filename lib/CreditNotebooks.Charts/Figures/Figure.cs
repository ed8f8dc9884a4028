using System.Collections.Immutable;

namespace CreditNotebooks.Charts.Figures;

/// <summary>What the caller asked of an axis; what is null follows from the data.</summary>
internal sealed record Axis
{
    public string? Title { get; init; }
    public double? Min { get; init; }
    public double? Max { get; init; }
    public StyleParam.AxisType Type { get; init; }
    public string? TickFormat { get; init; }
    public string? TickPrefix { get; init; }
    public string? TickSuffix { get; init; }
    public int? TickAngle { get; init; }
    public bool? ShowGrid { get; init; }
    public bool ShowTicks { get; init; } = true;
    public bool Reversed { get; init; }
    public StyleParam.CategoryOrder CategoryOrder { get; init; }
    public ImmutableArray<string> CategoryArray { get; init; } = [];
}

/// <summary>Words at a place: in the units of the axes, or (null) nowhere near the data but at the panel's top.</summary>
internal sealed record Annotation(Values X, Values Y, string Text, bool ShowArrow);

/// <summary>A straight line across the panel at a value, with a few words.</summary>
internal sealed record ReferenceLine(bool Horizontal, Values At, string? Text, LineStyle Line);

/// <summary>One pair of axes with its series.</summary>
internal sealed record Panel
{
    public string? Title { get; init; }
    public ImmutableArray<Trace> Traces { get; init; } = [];
    public Axis X { get; init; } = new();
    public Axis Y { get; init; } = new();
    public ImmutableArray<Annotation> Annotations { get; init; } = [];
    public ImmutableArray<ReferenceLine> Lines { get; init; } = [];
    public bool IsPie => Traces.Length > 0 && Traces.All(t => t is PieTrace);
}

/// <summary>Where the legend stands.</summary>
internal enum LegendPlace { Auto, Top, Right }

/// <summary>A whole figure: panels in rows, and what they share.</summary>
internal sealed record Figure
{
    public ImmutableArray<Panel> Panels { get; init; } = [new Panel()];
    public int Columns { get; init; } = 1;
    public string? Title { get; init; }
    public string? Subtitle { get; init; }
    public int? Width { get; init; }
    public int? Height { get; init; }
    public bool? ShowLegend { get; init; }
    public LegendPlace LegendPlace { get; init; }
    public string? LegendTitle { get; init; }
    public StyleParam.BarMode? BarMode { get; init; }
    public StyleParam.BarNorm BarNorm { get; init; }
    public double? BarGap { get; init; }

    public int Rows => (Panels.Length + Columns - 1) / Columns;

    /// <summary>The free part of a column's place. Bins nearly touch; where a grid has both, they meet in the middle.</summary>
    public double Gap => BarGap ?? (Traces.Any(t => t is BarTrace) ? Traces.Any(t => t is HistogramTrace) ? 0.1 : 0.2 : 0.04);

    public IEnumerable<Trace> Traces => Panels.SelectMany(p => p.Traces);
}
