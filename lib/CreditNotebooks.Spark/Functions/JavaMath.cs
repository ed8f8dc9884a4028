namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Where Java's arithmetic, and so Spark's, differs from C#'s.</summary>
internal static class JavaMath
{
    /// <summary>A double cut to a whole number; what is too large becomes the largest, and NaN 0.</summary>
    public static long ToLong(double x) => double.IsNaN(x) ? 0 : x >= long.MaxValue ? long.MaxValue : x <= long.MinValue ? long.MinValue : (long)x;

    /// <summary>A power. NaN in the exponent, and ±1 to an infinite power, give NaN.</summary>
    public static double Pow(double x, double y) => y == 0 ? 1 : double.IsNaN(y) || double.IsInfinity(y) && Math.Abs(x) == 1 ? double.NaN : Math.Pow(x, y);
}
