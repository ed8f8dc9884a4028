using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts.Svg;

/// <summary>From places along an axis to pixels.</summary>
internal sealed record Scale(ResolvedAxis Axis, double Low, double High, double PixelLow, double PixelHigh)
{
    public double Pixel(double coordinate) => PixelLow + ((coordinate - Low) / (High - Low) * (PixelHigh - PixelLow));

    /// <summary>The pixel, but none beyond the ends of the axis.</summary>
    public double Clamped(double coordinate) =>
        Math.Clamp(Pixel(Math.Clamp(coordinate, Low, High)), Math.Min(PixelLow, PixelHigh), Math.Max(PixelLow, PixelHigh));

    public bool Shows(double coordinate) => coordinate >= Low - ((High - Low) * 1e-9) && coordinate <= High + ((High - Low) * 1e-9);

    /// <summary>The value that a column starts from: zero, or on a log axis the lower end.</summary>
    public double Zero => Axis.Type == StyleParam.AxisType.Log ? Low : Math.Clamp(0, Low, High);

    public double Length => Math.Abs(PixelHigh - PixelLow);
}
