using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts.Statistics;

/// <summary>The room that boxes and cells have along an axis.</summary>
internal static class MarkPlaces
{
    /// <summary>The smallest distance of two places.</summary>
    public static double Spacing(ResolvedAxis axis, Values values)
    {
        if (axis.Type == StyleParam.AxisType.Category)
        {
            return 1;
        }

        var places = Places(axis, values);
        var least = double.PositiveInfinity;
        for (var i = 1; i < places.Length; i++)
        {
            least = Math.Min(least, places[i] - places[i - 1]);
        }

        return double.IsFinite(least) ? least : axis.Type == StyleParam.AxisType.Date ? Moment.Day : 1;
    }

    /// <summary>The edges of a heat map's cells: half-way between two places, in the order of the places.</summary>
    public static double[] CellEdges(ResolvedAxis axis, Values values)
    {
        double[] places = [.. Enumerable.Range(0, values.Count).Select(i => axis.Coordinate(values, i))];
        if (places.Length == 0 || places.Any(double.IsNaN))
        {
            return [];
        }

        var edges = new double[places.Length + 1];
        for (var i = 1; i < places.Length; i++)
        {
            edges[i] = (places[i - 1] + places[i]) / 2;
        }

        var unit = axis.Type == StyleParam.AxisType.Date ? Moment.Day : 1;
        edges[0] = places.Length == 1 ? places[0] - (unit / 2) : places[0] - (edges[1] - places[0]);
        edges[^1] = places.Length == 1 ? places[0] + (unit / 2) : places[^1] + (places[^1] - edges[^2]);
        return edges;
    }

    private static double[] Places(ResolvedAxis axis, Values values) =>
        [.. Enumerable.Range(0, values.Count).Select(i => axis.Coordinate(values, i)).Where(p => !double.IsNaN(p)).Distinct().Order()];
}
