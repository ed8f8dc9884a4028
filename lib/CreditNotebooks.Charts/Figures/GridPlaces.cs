namespace CreditNotebooks.Charts.Figures;

/// <summary>Where the panels of a grid stand in the interactive form, as parts of the whole from the bottom left.</summary>
internal static class GridPlaces
{
    public static (double Left, double Right, double Bottom, double Top) Domain(Figure figure, int panel)
    {
        var (left, right) = Part(figure.Columns, panel % figure.Columns, 0.24);
        var (from, to) = Part(figure.Rows, panel / figure.Columns, 0.36);
        return (left, right, Round(1 - to), Round(1 - from));
    }

    private static (double From, double To) Part(int parts, int index, double gapShare)
    {
        var gap = parts == 1 ? 0 : gapShare / parts;
        var size = (1 - (gap * (parts - 1))) / parts;
        return (Round(index * (size + gap)), Round((index * (size + gap)) + size));
    }

    private static double Round(double part) => Math.Round(Math.Clamp(part, 0, 1), 4);
}
