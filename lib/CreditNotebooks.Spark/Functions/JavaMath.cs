namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Where Java's arithmetic, and so Spark's, differs from C#'s.</summary>
internal static class JavaMath
{
    /// <summary>A double cut to a whole number; what is too large becomes the largest, and NaN 0.</summary>
    public static long ToLong(double x) => double.IsNaN(x) ? 0 : x >= long.MaxValue ? long.MaxValue : x <= long.MinValue ? long.MinValue : (long)x;

    /// <summary>A power. NaN in the exponent, and ±1 to an infinite power, give NaN.</summary>
    public static double Pow(double x, double y) => y == 0 ? 1 : double.IsNaN(y) || double.IsInfinity(y) && Math.Abs(x) == 1 ? double.NaN : Math.Pow(x, y);

    /// <summary>e^x - 1, exact also where x is small.</summary>
    public static double Expm1(double x)
    {
        if (double.IsNaN(x) || x == 0 || double.IsPositiveInfinity(x)) return x;
        if (Math.Abs(x) < 1e-5) return x + x * x / 2 + x * x * x / 6;
        // Kahan's: the rounding error of e^x cancels out.
        var e = Math.Exp(x);
        if (e == 1) return x;
        var less = e - 1;
        return less == -1 || double.IsInfinity(e) ? less : less * x / Math.Log(e);
    }

    /// <summary>ln(1 + x), exact also where x is small.</summary>
    public static double Log1p(double x)
    {
        if (Math.Abs(x) < 1e-5) return x - x * x / 2 + x * x * x / 3;
        var more = 1 + x;
        return more == 1 ? x : double.IsInfinity(more) ? more : Math.Log(more) * x / (more - 1);
    }

    /// <summary>By the formula that Spark uses, which loses digits near zero and for large negative numbers.</summary>
    public static double Asinh(double x)
    {
        if (double.IsInfinity(x * x)) return double.IsInfinity(x) ? x : Math.CopySign(Math.Log(Math.Abs(x)) + Math.Log(2), x);
        return Math.Log(x + Math.Sqrt(x * x + 1));
    }

    public static double Acosh(double x) => x > 0 && double.IsInfinity(x * x) ? Math.Log(x) + Math.Log(2) : Math.Log(x + Math.Sqrt(x * x - 1));

    public static double Atanh(double x) => 0.5 * (Log1p(x) - Log1p(-x));

    public static double Hypot(double x, double y)
    {
        if (double.IsInfinity(x) || double.IsInfinity(y)) return double.PositiveInfinity;
        var (large, small) = (Math.Max(Math.Abs(x), Math.Abs(y)), Math.Min(Math.Abs(x), Math.Abs(y)));
        return large == 0 || double.IsNaN(large) ? large : large * Math.Sqrt(1 + small / large * (small / large));
    }
}
