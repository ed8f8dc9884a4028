using System.Globalization;
using System.Text;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>MASK: upper-case letters, lower-case letters, digits and all others each become one character, or stay where that is NULL.</summary>
internal static class Masking
{
    // It goes over UTF-16's units, so both halves of a character outside of the basic plane count as others.
    public static string? Mask(string? text, string? upper, string? lower, string? digit, string? other)
    {
        if (text is null) return null;
        var masked = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var replacement = char.GetUnicodeCategory(c) switch
            {
                UnicodeCategory.UppercaseLetter => upper,
                UnicodeCategory.LowercaseLetter => lower,
                UnicodeCategory.DecimalDigitNumber => digit,
                _ => IsOtherUpper(c) ? upper : IsOtherLower(c) ? lower : other,
            };
            if (replacement is null) masked.Append(c);
            else masked.Append(replacement);
        }
        return masked.ToString();
    }

    // Java counts Unicode's Other_Uppercase and Other_Lowercase in.
    private static bool IsOtherUpper(char c) => c is >= '\u2160' and <= '\u216F' or >= '\u24B6' and <= '\u24CF';

    private static bool IsOtherLower(char c) => c is '\u00AA' or '\u00BA' or >= '\u02B0' and <= '\u02B8' or '\u02C0' or '\u02C1' or >= '\u02E0' and <= '\u02E4'
        or '\u0345' or '\u037A' or >= '\u1D2C' and <= '\u1D6A' or '\u1D78' or >= '\u1D9B' and <= '\u1DBF' or '\u2071' or '\u207F' or >= '\u2090' and <= '\u209C'
        or >= '\u2170' and <= '\u217F' or >= '\u24D0' and <= '\u24E9' or '\u2C7C' or '\u2C7D' or '\uA69C' or '\uA69D' or '\uA770' or '\uA7F8' or '\uA7F9' or >= '\uAB5C' and <= '\uAB5F';
}
