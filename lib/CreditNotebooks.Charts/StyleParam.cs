namespace CreditNotebooks.Charts;

/// <summary>The choices that a chart's style knows, named as Plotly.NET names them.</summary>
public static class StyleParam
{
    /// <summary>What several columns at one position do.</summary>
    public enum BarMode
    {
        /// <summary>They stand side by side.</summary>
        Group,
        /// <summary>They stand on one another; negative values hang below zero.</summary>
        Stack,
        /// <summary>They stand in front of one another; make them translucent with <c>Opacity</c>.</summary>
        Overlay,
    }

    /// <summary>What a stacked column is a part of.</summary>
    public enum BarNorm
    {
        /// <summary>The values as they are.</summary>
        None,
        /// <summary>Each position adds up to 1.</summary>
        Fraction,
        /// <summary>Each position adds up to 100.</summary>
        Percent,
    }

    /// <summary>What the height of a histogram's bin says.</summary>
    public enum HistNorm
    {
        /// <summary>How many values fall into the bin.</summary>
        None,
        /// <summary>Their share of all values, in percent.</summary>
        Percent,
        /// <summary>Their share of all values, 0 to 1.</summary>
        Probability,
        /// <summary>The share divided by the bin's width, so that the area is 1.</summary>
        ProbabilityDensity,
    }

    /// <summary>Whether columns rise or bars lie.</summary>
    public enum Orientation
    {
        /// <summary>Values go up.</summary>
        Vertical,
        /// <summary>Values go to the right.</summary>
        Horizontal,
    }

    /// <summary>How an axis maps values to places.</summary>
    public enum AxisType
    {
        /// <summary>By the data: numbers, dates or categories.</summary>
        Auto,
        /// <summary>Equal steps for equal differences.</summary>
        Linear,
        /// <summary>Equal steps for equal ratios; only positive values show.</summary>
        Log,
        /// <summary>Time.</summary>
        Date,
        /// <summary>One place for each distinct value.</summary>
        Category,
    }

    /// <summary>In which order the categories of an axis stand.</summary>
    public enum CategoryOrder
    {
        /// <summary>As they come in the data.</summary>
        Trace,
        /// <summary>A to Z.</summary>
        CategoryAscending,
        /// <summary>Z to A.</summary>
        CategoryDescending,
        /// <summary>The smallest total first.</summary>
        TotalAscending,
        /// <summary>The largest total first.</summary>
        TotalDescending,
    }

    /// <summary>How a line is dashed.</summary>
    public enum DrawingStyle
    {
        /// <summary>Without gaps.</summary>
        Solid,
        /// <summary>Dashes.</summary>
        Dash,
        /// <summary>Dots.</summary>
        Dot,
        /// <summary>Dash, dot, dash, dot.</summary>
        DashDot,
    }

    /// <summary>The shape of a point.</summary>
    public enum MarkerSymbol
    {
        /// <summary>A disc.</summary>
        Circle,
        /// <summary>A square.</summary>
        Square,
        /// <summary>A square on its corner.</summary>
        Diamond,
        /// <summary>A triangle.</summary>
        TriangleUp,
        /// <summary>A diagonal cross.</summary>
        X,
        /// <summary>An upright cross.</summary>
        Cross,
    }

    /// <summary>Where the words of a bar or slice stand.</summary>
    public enum TextPosition
    {
        /// <summary>Inside where there is room, else outside.</summary>
        Auto,
        /// <summary>Inside.</summary>
        Inside,
        /// <summary>Outside.</summary>
        Outside,
    }

    /// <summary>What the words on a pie's slices say.</summary>
    public enum TextInfo
    {
        /// <summary>The share.</summary>
        Percent,
        /// <summary>The slice's name.</summary>
        Label,
        /// <summary>The slice's name and share.</summary>
        LabelPercent,
        /// <summary>The value.</summary>
        Value,
        /// <summary>The slice's name and value.</summary>
        LabelValue,
        /// <summary>Nothing.</summary>
        None,
    }

    /// <summary>Which single points a box plot shows.</summary>
    public enum BoxPoints
    {
        /// <summary>Those beyond the whiskers.</summary>
        Outliers,
        /// <summary>None; the whiskers still end at the last value within 1.5 box lengths.</summary>
        False,
    }

    /// <summary>From value to colour. The first five are sequential, the last three have a middle.</summary>
    public enum Colorscale
    {
        /// <summary>Pale to deep blue: the house's own, and the default.</summary>
        Blues,
        /// <summary>Dark violet over green to yellow, even for readers who see few colours.</summary>
        Viridis,
        /// <summary>Pale to deep green.</summary>
        Greens,
        /// <summary>Pale to deep red.</summary>
        Reds,
        /// <summary>White to black.</summary>
        Greys,
        /// <summary>Blue over white to red: low is good, high is bad.</summary>
        RdBu,
        /// <summary>Red over yellow to green: low is bad, high is good.</summary>
        RdYlGn,
        /// <summary>Blue-green over white to brown.</summary>
        BrBG,
    }
}
