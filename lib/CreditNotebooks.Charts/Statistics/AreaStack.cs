using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts.Statistics;

/// <summary>The lower and upper edge of stacked areas: at each x the sum of the areas below.</summary>
internal static class AreaStack
{
    public static Dictionary<int, (double X, double From, double To)[]> Of(Panel panel, ResolvedAxis x)
    {
        var stacked = Enumerable.Range(0, panel.Traces.Length).Where(t => panel.Traces[t] is ScatterTrace { Stacked: true }).ToList();
        var places = stacked.SelectMany(t => Points((ScatterTrace)panel.Traces[t], x).Keys).Distinct().Order().ToArray();
        var below = new double[places.Length];
        var areas = new Dictionary<int, (double, double, double)[]>();
        foreach (var t in stacked)
        {
            var points = Points((ScatterTrace)panel.Traces[t], x);
            var area = new (double, double, double)[places.Length];
            for (var i = 0; i < places.Length; i++)
            {
                var from = below[i];
                below[i] += points.GetValueOrDefault(places[i]);
                area[i] = (places[i], from, below[i]);
            }

            areas[t] = area;
        }

        return areas;
    }

    private static Dictionary<double, double> Points(ScatterTrace trace, ResolvedAxis x)
    {
        var points = new Dictionary<double, double>();
        for (var i = 0; i < trace.PointCount; i++)
        {
            var place = x.Coordinate(trace.X, i);
            if (!double.IsNaN(place) && !trace.Y.IsGap(i))
            {
                points[place] = points.GetValueOrDefault(place) + trace.Y.Number(i);
            }
        }

        return points;
    }
}
