using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts.Statistics;

/// <summary>One box: its place on the axis, the category there, and its numbers.</summary>
internal sealed record BoxGroup(double Place, string Label, Quartiles Quartiles);

/// <summary>The boxes of a series.</summary>
internal static class BoxGroups
{
    public static IEnumerable<BoxGroup> Of(BoxTrace box, int traceIndex, Panel panel, ResolvedAxis axis)
    {
        var groups = box.Groups;
        if (groups is null)
        {
            var name = ResolvedAxis.BoxName(box, traceIndex, panel);
            var place = axis.Coordinate(Values.OfTexts(name), 0);
            return Quartiles.Of(box.Data.Present()) is { } quartiles ? [new BoxGroup(double.IsNaN(place) ? 0 : place, name, quartiles)]
                : [];
        }

        return Enumerable.Range(0, box.Data.Count)
            .Where(i => !box.Data.IsGap(i) && !double.IsNaN(axis.Coordinate(groups, i)))
            .GroupBy(i => axis.Coordinate(groups, i))
            .OrderBy(g => g.Key)
            .Select(g => new BoxGroup(g.Key, groups.Text(g.First())!, Quartiles.Of([.. g.Select(box.Data.Number)])!));
    }

    /// <summary>Sorted values thinned out to at most about <paramref name="most"/> that still lie apart when drawn.</summary>
    public static IEnumerable<double> Distinguishable(double[] sorted, int most)
    {
        if (sorted.Length == 0)
        {
            yield break;
        }

        var least = (sorted[^1] - sorted[0]) / most;
        var last = double.NegativeInfinity;
        foreach (var value in sorted)
        {
            if (value - last > least || (value > last && value == sorted[^1]))
            {
                yield return last = value;
            }
        }
    }
}
