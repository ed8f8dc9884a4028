using System.Collections.Immutable;

namespace CreditNotebooks.Charts.Figures;

/// <summary>What an axis shows when the caller does not say: lines across where values are read off, a base line where columns
/// stand.</summary>
internal static class AxisDefaults
{
    public static bool ShowsGrid(ImmutableArray<Trace> traces, bool isX, ResolvedAxis axis) =>
        axis.Type != StyleParam.AxisType.Category && !IsPositions(traces, isX);

    public static bool ShowsLine(ImmutableArray<Trace> traces, bool isX, ResolvedAxis axis) =>
        isX ? !traces.All(t => t is HeatmapTrace) && !traces.Any(IsLying)
            : traces.Any(IsLying) && (axis.Type == StyleParam.AxisType.Category || IsPositions(traces, isX));

    /// <summary>Columns of both signs hang on a line at zero.</summary>
    public static bool ShowsZero(ImmutableArray<Trace> traces, ResolvedAxis axis) =>
        axis.Type == StyleParam.AxisType.Linear && traces.Any(t => t is BarTrace);

    private static bool IsPositions(ImmutableArray<Trace> traces, bool isX) =>
        traces.Any(t => t is BarTrace or HistogramTrace or BoxTrace && IsLying(t) != isX)
            && !traces.Any(t => t is ScatterTrace { ShowLine: false });

    private static bool IsLying(Trace trace) =>
        trace is BarTrace { Horizontal: true } or HistogramTrace { Horizontal: true } or BoxTrace { Horizontal: true };
}
