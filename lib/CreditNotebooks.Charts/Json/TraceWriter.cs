using System.Text.Json;
using CreditNotebooks.Charts.Figures;
using CreditNotebooks.Charts.Statistics;

namespace CreditNotebooks.Charts.Json;

/// <summary>Writes the series of one panel.</summary>
internal sealed class TraceWriter(Utf8JsonWriter json, Figure figure, Panel panel, int panelIndex, ResolvedAxis x, ResolvedAxis y)
{
    /// <summary>From so many values on, bins and boxes are written instead of the values: a report would grow by a megabyte a
    /// chart.</summary>
    private const int MostRawValues = 2_000;

    public void Write(Trace trace, int traceIndex, int seriesIndex)
    {
        json.WriteStartObject();
        switch (trace)
        {
            case BarTrace bar:
                WriteBar(bar, traceIndex);
                break;
            case ScatterTrace scatter:
                WriteScatter(scatter, traceIndex);
                break;
            case HistogramTrace histogram:
                WriteHistogram(histogram, traceIndex);
                break;
            case BoxTrace box:
                WriteBox(box, traceIndex);
                break;
            case HeatmapTrace map:
                WriteHeatmap(map);
                break;
            case PieTrace pie:
                WritePie(pie);
                break;
            default:
                throw new InvalidOperationException($"A {trace.Kind} cannot be written as Plotly JSON.");
        }

        json.WriteWords("name", trace.Name ?? (trace is PieTrace or HeatmapTrace ? null : LegendNames.Of(figure, panel, traceIndex)));
        if (trace is not (HeatmapTrace or PieTrace))
        {
            json.WriteBoolean("showlegend", trace.ShowLegend ?? true);
        }

        json.WriteOptional("opacity", trace.Opacity);
        if (trace is not PieTrace && panelIndex > 0)
        {
            json.WriteString("xaxis", JsonParts.Nth("x", panelIndex));
            json.WriteString("yaxis", JsonParts.Nth("y", panelIndex));
        }

        json.WriteEndObject();
    }

    private bool XWords => x.Type == StyleParam.AxisType.Category;

    private bool YWords => y.Type == StyleParam.AxisType.Category;

    private void WriteBar(BarTrace bar, int index)
    {
        json.WriteString("type", "bar");
        if (bar.Horizontal)
        {
            json.WriteString("orientation", "h");
            json.WriteValues("x", bar.Lengths);
            json.WriteValues("y", bar.Positions, YWords);
        }
        else
        {
            json.WriteValues("x", bar.Positions, XWords);
            json.WriteValues("y", bar.Lengths);
        }

        json.WriteOptional("width", bar.Width);
        if (bar.Texts is { } texts)
        {
            WriteWordList("text", texts);
            json.WriteString("textposition", bar.TextPosition switch
            {
                StyleParam.TextPosition.Auto => "auto",
                StyleParam.TextPosition.Inside => "inside",
                StyleParam.TextPosition.Outside => "outside",
                _ => throw new InvalidOperationException($"The text position {bar.TextPosition} is unknown."),
            });
            json.WriteBoolean("cliponaxis", false);
            json.WriteOptional("textangle", 0);
        }

        WriteMarker(bar, index);
    }

    private void WriteScatter(ScatterTrace scatter, int index)
    {
        json.WriteString("type", "scatter");
        var modes = new List<string>();
        if (scatter.ShowLine)
        {
            modes.Add("lines");
        }

        if (scatter.ShowMarkers)
        {
            modes.Add("markers");
        }

        if (scatter.ShowTexts)
        {
            modes.Add("text");
        }

        json.WriteString("mode", string.Join('+', modes));
        json.WriteValues("x", scatter.X, XWords);
        json.WriteValues("y", scatter.Y, YWords);
        if (scatter.Texts is { } texts)
        {
            WriteWordList("text", texts);
            if (scatter.ShowTexts)
            {
                json.WriteString("textposition", "top center");
            }
        }

        if (scatter.ShowLine)
        {
            json.WriteLine(scatter.Line, SeriesColors.Of(panel, index));
            json.WriteBoolean("connectgaps", scatter.ConnectGaps);
        }

        if (scatter.Fill)
        {
            json.WriteString("fill", scatter.Stacked ? "tonexty" : "tozeroy");
            if (scatter.Stacked)
            {
                json.WriteString("stackgroup", "one");
            }
        }

        WriteMarker(scatter, index);
    }

    private void WriteHistogram(HistogramTrace histogram, int index)
    {
        var axis = histogram.Horizontal ? y : x;
        var (along, across) = histogram.Horizontal ? ("y", "x") : ("x", "y");
        json.WriteString("type", "histogram");
        if (histogram.Horizontal)
        {
            json.WriteString("orientation", "h");
        }

        var bins = HistogramCounts.SharedBins(panel, axis, histogram.Horizontal);
        if (bins is null)
        {
            WriteCategoryCounts(histogram, axis, along, across);
        }
        else
        {
            WriteBinned(histogram, bins, along, across);
        }

        if (histogram.Norm != StyleParam.HistNorm.None)
        {
            json.WriteString("histnorm", histogram.Norm switch
            {
                StyleParam.HistNorm.Percent => "percent",
                StyleParam.HistNorm.Probability => "probability",
                StyleParam.HistNorm.ProbabilityDensity => "probability density",
                _ => throw new InvalidOperationException($"The norm {histogram.Norm} is unknown."),
            });
        }

        if (histogram.Cumulative)
        {
            json.WriteStartObject("cumulative");
            json.WriteBoolean("enabled", true);
            json.WriteEndObject();
        }

        WriteMarker(histogram, index);
    }

    // Counted here: a value per bin, weighted by its count, makes the same columns as the single values.
    private void WriteCategoryCounts(HistogramTrace histogram, ResolvedAxis axis, string along, string across)
    {
        json.WriteString("histfunc", "sum");
        json.WriteTexts(along, axis.Categories);
        json.WriteNumbers(across, HistogramCounts.Raw(histogram, axis));
    }

    private void WriteBinned(HistogramTrace histogram, Bins bins, string along, string across)
    {
        var isDate = histogram.Data.Kind == ValueKind.Date;
        if (histogram.Data.Count <= MostRawValues)
        {
            json.WriteValues(along, histogram.Data);
        }
        else
        {
            double[] middles = [.. Enumerable.Range(0, bins.Count).Select(i => (bins.Edges[i] + bins.Edges[i + 1]) / 2)];
            json.WriteString("histfunc", "sum");
            json.WriteValues(along, isDate ? Values.OfDates(middles) : Values.OfNumbers(middles));
            json.WriteNumbers(across, HistogramCounts.Raw(histogram, bins));
        }

        json.WriteStartObject(along + "bins");
        if (isDate)
        {
            json.WriteString("start", Moment.ToText(bins.Start));
            json.WriteString("end", Moment.ToText(bins.End));
        }
        else
        {
            json.WriteOptional("start", bins.Start);
            json.WriteOptional("end", bins.End);
        }

        if (bins.Months > 0)
        {
            json.WriteString("size", JsonParts.Months(bins.Months));
        }
        else
        {
            json.WriteOptional("size", bins.Size);
        }

        json.WriteEndObject();
    }

    private void WriteBox(BoxTrace box, int index)
    {
        json.WriteString("type", "box");
        json.WriteString("orientation", box.Horizontal ? "h" : "v");
        var (along, across) = box.Horizontal ? ("y", "x") : ("x", "y");
        var axis = box.Horizontal ? y : x;
        var words = axis.Type == StyleParam.AxisType.Category;
        if (box.Data.Count > MostRawValues)
        {
            WriteComputedBoxes(box, index, axis, along, across);
        }
        else
        {
            json.WriteValues(across, box.Data);
            if (box.Groups is { } groups)
            {
                json.WriteValues(along, groups, words);
            }
            else
            {
                json.WriteString(along + "0", ResolvedAxis.BoxName(box, index, panel));
            }

            if (box.ShowMean)
            {
                json.WriteBoolean("boxmean", true);
            }
        }

        if (box.Points == StyleParam.BoxPoints.False)
        {
            json.WriteBoolean("boxpoints", false);
        }
        else
        {
            json.WriteString("boxpoints", "outliers");
        }

        WriteMarker(box, index);
    }

    private void WriteComputedBoxes(BoxTrace box, int index, ResolvedAxis axis, string along, string across)
    {
        var boxes = BoxGroups.Of(box, index, panel, axis).ToList();
        if (axis.Type == StyleParam.AxisType.Category)
        {
            json.WriteTexts(along, boxes.Select(b => b.Label));
        }
        else
        {
            double[] places = [.. boxes.Select(b => b.Place)];
            json.WriteValues(along, axis.Type == StyleParam.AxisType.Date ? Values.OfDates(places) : Values.OfNumbers(places));
        }

        json.WriteNumbers("lowerfence", boxes.Select(b => b.Quartiles.LowerFence));
        json.WriteNumbers("q1", boxes.Select(b => b.Quartiles.Q1));
        json.WriteNumbers("median", boxes.Select(b => b.Quartiles.Median));
        json.WriteNumbers("q3", boxes.Select(b => b.Quartiles.Q3));
        json.WriteNumbers("upperfence", boxes.Select(b => b.Quartiles.UpperFence));
        if (box.ShowMean)
        {
            json.WriteNumbers("mean", boxes.Select(b => b.Quartiles.Mean));
        }

        if (box.Points == StyleParam.BoxPoints.Outliers)
        {
            json.WriteStartArray(across);
            foreach (var group in boxes)
            {
                json.WriteStartArray();
                // plotly.js takes a list that begins with an empty list for a plain one; a median within its box does not show.
                foreach (var point in BoxGroups.Distinguishable(group.Quartiles.Outliers, 200).DefaultIfEmpty(group.Quartiles.Median))
                {
                    json.WriteNumberOrNull(point);
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
        }
    }

    private void WriteHeatmap(HeatmapTrace map)
    {
        json.WriteString("type", "heatmap");
        json.WriteValues("x", map.X, XWords);
        json.WriteValues("y", map.Y, YWords);
        json.WriteStartArray("z");
        foreach (var row in map.Rows)
        {
            json.WriteStartArray();
            for (var i = 0; i < row.Count; i++)
            {
                json.WriteNumberOrNull(row.Number(i));
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        var (min, max) = HeatmapRange.Of(map);
        json.WriteOptional("zmin", min);
        json.WriteOptional("zmax", max);
        json.WriteStartArray("colorscale");
        for (var i = 0; i < map.Scale.Length; i++)
        {
            json.WriteStartArray();
            json.WriteNumberValue((double)i / (map.Scale.Length - 1));
            json.WriteStringValue(map.Scale[i]);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteBoolean("reversescale", map.ReverseScale);
        json.WriteBoolean("showscale", map.ShowScale);
        json.WriteOptional("xgap", 1);
        json.WriteOptional("ygap", 1);
        json.WriteBoolean("hoverongaps", false);
        if (map.ShowScale)
        {
            json.WriteStartObject("colorbar");
            json.WriteOptional("thickness", 14);
            json.WriteOptional("outlinewidth", 0);
            if (map.TextFormat is not null)
            {
                json.WriteString("tickformat", map.TextFormat);
            }

            if (map.ScaleTitle is not null)
            {
                json.WriteStartObject("title");
                json.WriteWords("text", map.ScaleTitle);
                json.WriteString("side", "right");
                json.WriteFont(12);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        if (map.ShowTexts)
        {
            if (!map.Texts.IsEmpty)
            {
                json.WriteStartArray("text");
                foreach (var row in map.Texts)
                {
                    json.WriteStartArray();
                    for (var i = 0; i < row.Count; i++)
                    {
                        json.WriteStringValue(JsonParts.Words(row.Text(i) ?? ""));
                    }

                    json.WriteEndArray();
                }

                json.WriteEndArray();
            }

            json.WriteString("texttemplate", !map.Texts.IsEmpty ? "%{text}" : map.TextFormat is null ? "%{z}"
                : "%{z:" + map.TextFormat + "}");
        }
    }

    private void WritePie(PieTrace pie)
    {
        json.WriteString("type", "pie");
        json.WriteValues("values", pie.Lengths);
        json.WriteTexts("labels", Enumerable.Range(0, pie.Labels.Count).Select(i => pie.Labels.Text(i) ?? ""));
        json.WriteOptional("hole", pie.Hole);
        json.WriteBoolean("sort", pie.Sort);
        json.WriteString("direction", "clockwise");
        json.WriteString("textinfo", pie.TextInfo switch
        {
            StyleParam.TextInfo.Percent => "percent",
            StyleParam.TextInfo.Label => "label",
            StyleParam.TextInfo.LabelPercent => "label+percent",
            StyleParam.TextInfo.Value => "value",
            StyleParam.TextInfo.LabelValue => "label+value",
            StyleParam.TextInfo.None => "none",
            _ => throw new InvalidOperationException($"The text {pie.TextInfo} is unknown."),
        });
        json.WriteBoolean("showlegend", LegendNames.PieShows(figure, pie));
        var labels = SeriesColors.SliceLabels(figure);
        json.WriteStartObject("marker");
        json.WriteTexts("colors", Enumerable.Range(0, pie.Lengths.Count).Select(i => SeriesColors.OfSlice(pie, i, labels)));
        json.WriteStartObject("line");
        json.WriteString("color", pie.Marker.OutlineColor ?? Palette.Paper);
        json.WriteOptional("width", pie.Marker.OutlineWidth ?? 1.5);
        json.WriteEndObject();
        json.WriteEndObject();
        // Words outside of the slices need room; automargin would look for it by redrawing until plotly.js gives up.
        json.WriteBoolean("automargin", false);
        var (left, right, bottom, top) = figure.Panels.Length == 1 ? (0.08, 0.92, 0.06, 0.94) : GridPlaces.Domain(figure, panelIndex);
        json.WriteStartObject("domain");
        json.WriteNumbers("x", [left, right]);
        json.WriteNumbers("y", [bottom, top]);
        json.WriteEndObject();
    }

    private void WriteMarker(Trace trace, int index)
    {
        var marker = trace.Marker;
        json.WriteStartObject("marker");
        if (marker.Colors.IsEmpty)
        {
            json.WriteString("color", marker.Color ?? SeriesColors.Of(panel, index));
        }
        else
        {
            json.WriteTexts("color", Enumerable.Range(0, trace.PointCount).Select(i => SeriesColors.OfElement(panel, index, i)));
        }

        if (trace is ScatterTrace)
        {
            json.WriteString("symbol", marker.Symbol switch
            {
                StyleParam.MarkerSymbol.Circle => "circle",
                StyleParam.MarkerSymbol.Square => "square",
                StyleParam.MarkerSymbol.Diamond => "diamond",
                StyleParam.MarkerSymbol.TriangleUp => "triangle-up",
                StyleParam.MarkerSymbol.X => "x",
                StyleParam.MarkerSymbol.Cross => "cross",
                _ => throw new InvalidOperationException($"The symbol {marker.Symbol} is unknown."),
            });
            if (marker.Sizes is { } sizes)
            {
                json.WriteValues("size", sizes);
                json.WriteString("sizemode", "area");
                json.WriteOptional("sizeref", 2 * sizes.Largest / (40 * 40));
                json.WriteOptional("sizemin", 2);
                json.WriteOptional("opacity", 1);
            }
            else
            {
                json.WriteOptional("size", marker.Size ?? 7);
            }
        }

        if (trace is BoxTrace)
        {
            json.WriteOptional("size", marker.Size ?? 4);
        }

        if (marker.OutlineWidth is not null || marker.OutlineColor is not null)
        {
            json.WriteStartObject("line");
            json.WriteString("color", marker.OutlineColor ?? Palette.Ink);
            json.WriteOptional("width", marker.OutlineWidth ?? 1);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (trace is BoxTrace)
        {
            json.WriteStartObject("line");
            json.WriteOptional("width", 1.5);
            json.WriteEndObject();
        }
    }

    private void WriteWordList(string property, Values texts) =>
        json.WriteTexts(property, Enumerable.Range(0, texts.Count).Select(i => JsonParts.Words(texts.Text(i) ?? "")));
}
