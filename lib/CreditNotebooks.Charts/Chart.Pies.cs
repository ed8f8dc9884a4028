using System.Collections;
using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts;

public static partial class Chart
{
    /// <summary>Shares of a whole, clockwise from the top. More than about six slices read better as a <see cref="Bar"/>.</summary>
    /// <param name="values">The size of each slice, none negative; nulls and zeros draw none.</param>
    /// <param name="Labels">The slices' names.</param>
    /// <param name="Name">The series' name.</param>
    /// <param name="ShowLegend">Whether the legend lists the slices; by default it does unless the slices bear their names.</param>
    /// <param name="Opacity">0 (invisible) to 1.</param>
    /// <param name="SectionColors">A colour for each slice.</param>
    /// <param name="TextInfo">What the slices say.</param>
    /// <param name="Sort">Whether the largest slice comes first; by default as given.</param>
    public static GenericChart Pie(
        IEnumerable values, IEnumerable? Labels = null, string? Name = null, bool? ShowLegend = null, double? Opacity = null,
        IEnumerable<Color>? SectionColors = null, StyleParam.TextInfo TextInfo = StyleParam.TextInfo.Percent, bool Sort = false) =>
        Doughnut(values, Labels, 0, Name, ShowLegend, Opacity, SectionColors, TextInfo, Sort);

    /// <summary>A pie with a hole.</summary>
    /// <param name="values">The size of each slice, none negative.</param>
    /// <param name="Labels">The slices' names.</param>
    /// <param name="Hole">The hole's part of the radius, 0 to 1.</param>
    /// <param name="Name">The series' name.</param>
    /// <param name="ShowLegend">Whether the legend lists the slices.</param>
    /// <param name="Opacity">0 (invisible) to 1.</param>
    /// <param name="SectionColors">A colour for each slice.</param>
    /// <param name="TextInfo">What the slices say.</param>
    /// <param name="Sort">Whether the largest slice comes first.</param>
    public static GenericChart Doughnut(
        IEnumerable values, IEnumerable? Labels = null, double Hole = 0.5, string? Name = null, bool? ShowLegend = null,
        double? Opacity = null, IEnumerable<Color>? SectionColors = null, StyleParam.TextInfo TextInfo = StyleParam.TextInfo.Percent,
        bool Sort = false)
    {
        var lengths = Values.From(values, nameof(values));
        RequireNumbers(lengths, nameof(values));
        for (var i = 0; i < lengths.Count; i++)
        {
            if (lengths.Number(i) < 0)
            {
                throw new ArgumentException($"A slice of {lengths.Text(i)} cannot be drawn: a pie shows parts of a whole, none below 0.",
                    nameof(values));
            }
        }

        if (Hole is < 0 or >= 1)
        {
            throw new ArgumentException($"Hole is {Hole}; it is a part of the radius, from 0 to less than 1.", nameof(Hole));
        }

        var labels = Values.FromOptional(Labels, nameof(Labels)) ?? Values.Indexes(lengths.Count);
        RequireSameCount(labels, nameof(Labels), lengths, nameof(values));
        return GenericChart.Of(new PieTrace(lengths, labels)
        {
            Name = Name,
            ShowLegend = ShowLegend,
            Opacity = Share(Opacity),
            Hole = Hole,
            TextInfo = TextInfo,
            Sort = Sort,
            Marker = new Marker { Colors = Colors(SectionColors) },
        });
    }
}
