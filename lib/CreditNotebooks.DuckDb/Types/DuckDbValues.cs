using System.Globalization;
using System.Runtime.InteropServices;

namespace CreditNotebooks.DuckDb;

/// <summary>A span of calendar time: the three parts are kept apart, since a month has no fixed number of days.</summary>
/// <param name="Months">Whole months; years count as twelve.</param>
/// <param name="Days">Whole days.</param>
/// <param name="Microseconds">The time within days; it may exceed a day.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckDbInterval(int Months, int Days, long Microseconds);

/// <summary>An exact decimal number: <paramref name="Unscaled"/> / 10^<paramref name="Scale"/>.</summary>
/// <param name="Unscaled">All digits as an integer.</param>
/// <param name="Scale">How many of them stand after the point.</param>
public readonly record struct DuckDbDecimal(Int128 Unscaled, byte Scale)
{
    /// <summary>The number with all its decimals, as in SQL: 1.50.</summary>
    public override string ToString()
    {
        var digits = Int128.Abs(Unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        var sign = Int128.IsNegative(Unscaled) ? "-" : "";
        return Scale == 0 ? sign + digits : $"{sign}{digits[..^Scale]}.{digits[^Scale..]}";
    }

    /// <summary>The same number as .NET's decimal.</summary>
    /// <exception cref="OverflowException">It has more digits than a .NET decimal holds.</exception>
    public decimal ToDecimal() =>
        decimal.Parse(ToString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
}

/// <summary>A time of day with its offset from UTC.</summary>
/// <param name="Microseconds">Since midnight, local.</param>
/// <param name="OffsetSeconds">East of UTC is positive.</param>
public readonly record struct DuckDbTimeTz(long Microseconds, int OffsetSeconds);

/// <summary>A timestamp too fine for DateTime.</summary>
/// <param name="Nanoseconds">Since 1970-01-01.</param>
public readonly record struct DuckDbTimestampNs(long Nanoseconds);

/// <summary>A time of day too fine for TimeSpan.</summary>
/// <param name="Nanoseconds">Since midnight.</param>
public readonly record struct DuckDbTimeNs(long Nanoseconds);

/// <summary>The value of a union: which member it is, and what that holds.</summary>
/// <param name="Member">The member's name.</param>
/// <param name="Value">Its value, or null.</param>
public sealed record DuckDbUnion(string Member, object? Value);

/// <summary>Where a list's elements stand in the child vector.</summary>
/// <param name="Offset">The first element.</param>
/// <param name="Length">How many there are; 0 also for a null list.</param>
public readonly record struct ListEntry(int Offset, int Length);
