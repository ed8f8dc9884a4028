using System.Globalization;

namespace CreditNotebooks.Charts;

/// <summary>A colour. A text converts by itself: <c>MarkerColor: "#2f6db5"</c> or <c>"steelblue"</c>.</summary>
public readonly record struct Color
{
    private readonly string? _css;

    private Color(string css) => _css = css;

    /// <summary>The colour as CSS writes it.</summary>
    public string Css => _css ?? "#000000";

    /// <summary>From a hex code: <c>#rgb</c> or <c>#rrggbb</c>, with or without the hash.</summary>
    public static Color FromHex(string hex)
    {
        ArgumentNullException.ThrowIfNull(hex);
        var digits = hex.StartsWith('#') ? hex[1..] : hex;
        return digits.Length is 3 or 6 && digits.All(char.IsAsciiHexDigit)
            ? new Color("#" + digits.ToLowerInvariant())
            : throw new ArgumentException($"'{hex}' is no colour: write #rgb or #rrggbb.", nameof(hex));
    }

    /// <summary>From red, green and blue, 0 to 255 each.</summary>
    public static Color FromRGB(int r, int g, int b)
    {
        foreach (var part in (ReadOnlySpan<int>)[r, g, b])
        {
            if (part is < 0 or > 255)
            {
                throw new ArgumentException($"{part} is no part of a colour: red, green and blue go from 0 to 255.");
            }
        }

        return new Color(string.Create(CultureInfo.InvariantCulture, $"#{r:x2}{g:x2}{b:x2}"));
    }

    /// <summary>From a hex code or one of CSS's names (<c>steelblue</c>).</summary>
    public static Color FromString(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith('#'))
        {
            return FromHex(text);
        }

        var name = text.Trim().ToLowerInvariant();
        return Figures.ColorNames.Hex.TryGetValue(name, out var hex)
            ? new Color(hex)
            : throw new ArgumentException($"'{text}' is no colour: write #rrggbb or a CSS name such as steelblue.", nameof(text));
    }

    /// <summary>The same as <see cref="FromString"/>.</summary>
    public static implicit operator Color(string text) => FromString(text);

    /// <inheritdoc/>
    public override string ToString() => Css;
}
