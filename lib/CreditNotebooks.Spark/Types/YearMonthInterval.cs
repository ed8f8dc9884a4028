namespace CreditNotebooks.Spark.Types;

/// <summary>A span of years and months, a value of <see cref="YearMonthIntervalType"/>.</summary>
/// <param name="Months">The whole span in months; negative where it goes back.</param>
public readonly record struct YearMonthInterval(int Months) : IComparable<YearMonthInterval>
{
    /// <summary>The span of so many years and months.</summary>
    public static YearMonthInterval Of(int years, int months) => new(checked((years * 12) + months));

    /// <inheritdoc />
    public int CompareTo(YearMonthInterval other) => Months.CompareTo(other.Months);

    /// <summary>Years and months, <c>1-2</c>.</summary>
    public override string ToString()
    {
        var months = Math.Abs((long)Months);
        return $"{(Months < 0 ? "-" : "")}{months / 12}-{months % 12}";
    }
}
