using System.Collections.Immutable;

namespace CreditNotebooks.Charts.Figures;

/// <summary>The colours that every chart shares, in the interactive and in the printed form.</summary>
internal static class Palette
{
    public const string Ink = "#26323d", Muted = "#5b6875", Axis = "#9aa5b1", Grid = "#e4e8ec", Paper = "#ffffff";

    public const string FontFamily = "Inter, \"Segoe UI\", \"Helvetica Neue\", Arial, \"Liberation Sans\", sans-serif";

    /// <summary>One after the other for the series of a chart: neighbours differ in hue and in lightness, also in grey print.</summary>
    public static readonly ImmutableArray<string> Series =
    [
        "#2f6db5", "#e8833a", "#3a9d6e", "#c8475a", "#8467b0", "#35a3b8", "#b58a2c", "#d17aa7", "#6f7b88", "#8c5a3c",
    ];

    public static string SeriesColor(int index) => Series[index % Series.Length];

    public static ImmutableArray<string> Scale(StyleParam.Colorscale scale) => scale switch
    {
        StyleParam.Colorscale.Blues => ["#f1f6fb", "#cfe0f2", "#9cc3e5", "#5c9bd1", "#2f6db5", "#173f73"],
        StyleParam.Colorscale.Viridis => ["#440154", "#414487", "#2a788e", "#22a884", "#7ad151", "#fde725"],
        StyleParam.Colorscale.Greens => ["#f1f9f4", "#cdebd8", "#97d3b0", "#5bb486", "#2f8c61", "#15573a"],
        StyleParam.Colorscale.Reds => ["#fdf3f1", "#f8d3cd", "#efa39b", "#df6c68", "#c2404a", "#7e1d2c"],
        StyleParam.Colorscale.Greys => ["#ffffff", "#dcdfe3", "#b4bac1", "#868f98", "#555f69", "#1d242b"],
        StyleParam.Colorscale.RdBu => ["#2f6db5", "#94bce0", "#f5f6f7", "#efa99f", "#c2404a"],
        StyleParam.Colorscale.RdYlGn => ["#c2404a", "#f0a36b", "#fbf3bf", "#95cd8f", "#2f8c61"],
        StyleParam.Colorscale.BrBG => ["#1f7a72", "#8fcac1", "#f5f6f5", "#dcbf86", "#93612a"],
        _ => throw new ArgumentOutOfRangeException(nameof(scale), scale, "The colour scale is unknown."),
    };

    /// <summary>The colour at <paramref name="fraction"/> (0 to 1) of evenly spaced stops.</summary>
    public static string At(ImmutableArray<string> stops, double fraction)
    {
        var place = Math.Clamp(double.IsNaN(fraction) ? 0.5 : fraction, 0, 1) * (stops.Length - 1);
        var index = Math.Min((int)place, stops.Length - 2);
        var (r1, g1, b1) = Parts(stops[index]);
        var (r2, g2, b2) = Parts(stops[index + 1]);
        var t = place - index;
        return Color.FromRGB(Mix(r1, r2, t), Mix(g1, g2, t), Mix(b1, b2, t)).Css;
    }

    /// <summary>Ink or paper, whichever is easier to read on the colour.</summary>
    public static string TextOn(string css)
    {
        var (r, g, b) = Parts(css);
        return (0.299 * r) + (0.587 * g) + (0.114 * b) > 150 ? Ink : Paper;
    }

    private static int Mix(int from, int to, double t) => (int)Math.Round(from + ((to - from) * t));

    private static (int R, int G, int B) Parts(string css)
    {
        var digits = css[1..];
        if (digits.Length == 3)
        {
            digits = string.Concat(digits.Select(d => new string(d, 2)));
        }

        var value = Convert.ToInt32(digits, 16);
        return (value >> 16, (value >> 8) & 255, value & 255);
    }
}
