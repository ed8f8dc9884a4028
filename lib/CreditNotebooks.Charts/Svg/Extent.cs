using CreditNotebooks.Charts.Figures;
using CreditNotebooks.Charts.Statistics;

namespace CreditNotebooks.Charts.Svg;

/// <summary>How far the data of a panel reach along an axis, with the room that marks need around them.</summary>
internal sealed class Extent
{
    private double _low = double.PositiveInfinity, _high = double.NegativeInfinity;
    private double _padding;
    private bool _stopsAtZero;

    public static (double Low, double High) Of(ResolvedAxis axis, bool isX, Panel panel, IReadOnlyList<BarShape> bars, ResolvedAxis other)
    {
        var extent = new Extent();
        foreach (var bar in bars)
        {
            if (bar.Horizontal != isX)
            {
                var half = bar.Width * (panel.Traces[bar.TraceIndex] is BarTrace ? 0.6 : 0.5);
                extent.Add(bar.Center - half);
                extent.Add(bar.Center + half);
            }
            else
            {
                extent.AddLength(axis, bar.From, bar.To, panel.Traces[bar.TraceIndex] is BarTrace { Texts: not null });
            }
        }

        for (var t = 0; t < panel.Traces.Length; t++)
        {
            extent.AddTrace(panel, t, axis, isX, other);
        }

        return extent.Range(axis);
    }

    private void Add(double place)
    {
        if (double.IsFinite(place))
        {
            _low = Math.Min(_low, place);
            _high = Math.Max(_high, place);
        }
    }

    private void AddLength(ResolvedAxis axis, double from, double to, bool hasTexts)
    {
        if (axis.Type == StyleParam.AxisType.Log)
        {
            Add(axis.Coordinate(to));
            Add(axis.Coordinate(to) - 0.3);
        }
        else
        {
            Add(from);
            Add(to);
            _stopsAtZero = true;
        }

        _padding = Math.Max(_padding, hasTexts ? 0.1 : 0.05);
    }

    private void AddTrace(Panel panel, int index, ResolvedAxis axis, bool isX, ResolvedAxis other)
    {
        switch (panel.Traces[index])
        {
            case ScatterTrace { Stacked: true }:
                foreach (var (x, from, to) in AreaStack.Of(panel, isX ? axis : other)[index])
                {
                    Add(isX ? x : from);
                    Add(isX ? x : to);
                }

                _stopsAtZero |= !isX;
                _padding = isX ? _padding : Math.Max(_padding, 0.05);
                break;
            case ScatterTrace scatter:
                AddAll(axis, isX ? scatter.X : scatter.Y);
                if (scatter.Fill && !isX && axis.Type == StyleParam.AxisType.Linear)
                {
                    Add(0);
                    _stopsAtZero = true;
                }

                _padding = Math.Max(_padding, scatter.Marker.Sizes is not null ? 0.12 : scatter.ShowTexts ? 0.09
                    : !isX || scatter.ShowMarkers ? 0.05 : 0);
                break;
            case BoxTrace box when box.Horizontal == isX:
                AddAll(axis, box.Data);
                _padding = Math.Max(_padding, 0.05);
                break;
            case BoxTrace { Groups: { } groups }:
                AddAll(axis, groups);
                var spacing = MarkPlaces.Spacing(axis, groups);
                Add(_low - (spacing / 2));
                Add(_high + (spacing / 2));
                break;
            case HeatmapTrace map:
                foreach (var edge in MarkPlaces.CellEdges(axis, isX ? map.X : map.Y))
                {
                    Add(edge);
                }

                break;
        }
    }

    private void AddAll(ResolvedAxis axis, Values values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            Add(axis.Coordinate(values, i));
        }
    }

    private (double Low, double High) Range(ResolvedAxis axis)
    {
        var (low, high) = (_low, _high);
        if (axis.Type == StyleParam.AxisType.Category)
        {
            (low, high) = (-0.5, Math.Max(1, axis.Categories.Count) - 0.5);
        }
        else if (!(low <= high))
        {
            (low, high) = axis.Type == StyleParam.AxisType.Date ? (0, Moment.Year) : (0, axis.Type == StyleParam.AxisType.Log ? 3 : 1);
        }
        else
        {
            // All equal: as much room on both sides as plotly.js leaves, but enough for a huge number to differ from its neighbour.
            if (high - low <= Math.Abs(high) * 1e-12)
            {
                var room = axis.Type == StyleParam.AxisType.Date ? Moment.Day : Math.Max(1, Math.Abs(high) * 1e-6);
                (low, high) = _stopsAtZero && low == 0 ? (0, 1) : (low - room, high + room);
            }

            var padding = _padding * (high - low);
            (low, high) = (_stopsAtZero && low == 0 ? 0 : low - padding, _stopsAtZero && high == 0 ? 0 : high + padding);
        }

        low = axis.Asked.Min is { } min ? axis.Coordinate(min) : low;
        high = axis.Asked.Max is { } max ? axis.Coordinate(max) : high;
        return low < high ? (low, high) : (low, low + 1);
    }
}
