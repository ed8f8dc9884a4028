namespace CreditNotebooks.Spark.Parsing;

/// <summary>How far a number reaches in SQL text, and of which kind it is.</summary>
internal static class Numbers
{
    /// <summary>The longest number that begins at <paramref name="start"/>; its end is -1 when there is none.</summary>
    public static (TokenKind Kind, int End) Longest(string sql, int start)
    {
        var digits = Digits(sql, start);
        var best = Whole(sql, start, digits);
        if (digits < sql.Length && sql[digits] == '.')
        {
            var fraction = Digits(sql, digits + 1);
            if (digits > start || fraction > digits + 1)
            {
                var pointed = Pointed(sql, fraction);
                if (pointed.End > best.End) best = pointed;
            }
        }
        return best;
    }

    private static (TokenKind Kind, int End) Whole(string sql, int start, int digits)
    {
        if (digits == start) return (TokenKind.Unknown, -1);
        var suffix = CharAt(sql, digits) switch
        {
            'L' => TokenKind.Long,
            'S' => TokenKind.Short,
            'Y' => TokenKind.Byte,
            _ => TokenKind.Integer,
        };
        if (suffix != TokenKind.Integer) return (suffix, digits + 1);
        var exponent = Exponent(sql, digits);
        var (kind, end) = Suffix(sql, exponent);
        return end > exponent ? (kind, end) : exponent > digits ? (TokenKind.Exponent, exponent) : (TokenKind.Integer, digits);
    }

    // A number with a point must not run into a letter or digit: in "2.3W" the point ends the 2.
    private static (TokenKind Kind, int End) Pointed(string sql, int fraction)
    {
        var exponent = Exponent(sql, fraction);
        var (kind, end) = Suffix(sql, exponent);
        if (end > exponent && EndsAt(sql, end)) return (kind, end);
        if (exponent > fraction && EndsAt(sql, exponent)) return (TokenKind.Exponent, exponent);
        return EndsAt(sql, fraction) ? (TokenKind.Decimal, fraction) : (TokenKind.Unknown, -1);
    }

    private static (TokenKind Kind, int End) Suffix(string sql, int at) => CharAt(sql, at) switch
    {
        'F' => (TokenKind.Float, at + 1),
        'D' => (TokenKind.Double, at + 1),
        'B' when CharAt(sql, at + 1) == 'D' => (TokenKind.BigDecimal, at + 2),
        _ => (TokenKind.Unknown, at),
    };

    private static int Exponent(string sql, int at)
    {
        if (CharAt(sql, at) != 'E') return at;
        var digits = CharAt(sql, at + 1) is '+' or '-' ? at + 2 : at + 1;
        var end = Digits(sql, digits);
        return end > digits ? end : at;
    }

    private static int Digits(string sql, int at)
    {
        while (at < sql.Length && char.IsAsciiDigit(sql[at])) at++;
        return at;
    }

    private static bool EndsAt(string sql, int at) => CharAt(sql, at) is not (>= 'A' and <= 'Z' or >= '0' and <= '9' or '_');

    private static char CharAt(string sql, int at) => at < sql.Length ? char.ToUpperInvariant(sql[at]) : '\0';
}
