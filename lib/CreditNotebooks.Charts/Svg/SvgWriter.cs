using System.Globalization;
using System.Text;
using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts.Svg;

/// <summary>Where a text is held.</summary>
internal enum Anchor { Start, Middle, End }

/// <summary>A rectangle of pixels.</summary>
internal readonly record struct Box(double Left, double Top, double Width, double Height)
{
    public double Right => Left + Width;
    public double Bottom => Top + Height;
    public double CenterX => Left + (Width / 2);
    public double CenterY => Top + (Height / 2);
}

/// <summary>Writes the elements of a drawing. It uses no ids, so that many drawings can stand on one page.</summary>
internal sealed class SvgWriter
{
    private readonly StringBuilder _text = new();

    public static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    public void Open(double width, double height, string label)
    {
        // Its own size where there is room, else as wide as the place it stands in.
        _text.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Number(width)}\" height=\"{Number(height)}\" ");
        _text.Append(CultureInfo.InvariantCulture,
            $"viewBox=\"0 0 {Number(width)} {Number(height)}\" style=\"max-width:100%;height:auto\" role=\"img\" ");
        _text.Append("font-family=\"").Append(SvgText.Escape(Palette.FontFamily.Replace('"', '\''))).Append("\" font-size=\"12\">\n");
        _text.Append("<title>").Append(SvgText.Escape(label)).Append("</title>\n");
        Rect(new Box(0, 0, width, height), Palette.Paper, "paper");
    }

    public string Close() => _text.Append("</svg>").ToString();

    /// <summary>What is drawn until <see cref="EndClip"/> does not reach beyond the box.</summary>
    public void BeginClip(Box box)
    {
        var place = $"{Number(box.Left)} {Number(box.Top)} {Number(box.Width)} {Number(box.Height)}";
        _text.Append(CultureInfo.InvariantCulture, $"<svg x=\"{Number(box.Left)}\" y=\"{Number(box.Top)}\" width=\"{Number(box.Width)}\" ");
        _text.Append(CultureInfo.InvariantCulture, $"height=\"{Number(box.Height)}\" viewBox=\"{place}\" overflow=\"hidden\">\n");
    }

    public void EndClip() => _text.Append("</svg>\n");

    public void Rect(Box box, string fill, string kind, double? opacity = null, string? stroke = null, double strokeWidth = 1)
    {
        _text.Append(CultureInfo.InvariantCulture, $"<rect class=\"{kind}\" x=\"{Number(box.Left)}\" y=\"{Number(box.Top)}\" ");
        _text.Append(CultureInfo.InvariantCulture,
            $"width=\"{Number(Math.Max(0, box.Width))}\" height=\"{Number(Math.Max(0, box.Height))}\" fill=\"{fill}\"");
        Opacity(opacity);
        Stroke(stroke, strokeWidth);
        _text.Append("/>\n");
    }

    public void Line(double x1, double y1, double x2, double y2, string stroke, double width = 1, string? dash = null, string? kind = null)
    {
        _text.Append(CultureInfo.InvariantCulture,
            $"<line x1=\"{Number(x1)}\" y1=\"{Number(y1)}\" x2=\"{Number(x2)}\" y2=\"{Number(y2)}\"");
        Class(kind);
        Stroke(stroke, width);
        Dash(dash);
        _text.Append("/>\n");
    }

    public void Path(string data, string fill, string? stroke = null, double width = 1, string? dash = null, double? opacity = null,
        string? kind = null)
    {
        _text.Append("<path d=\"").Append(data).Append("\" fill=\"").Append(fill).Append('"');
        Class(kind);
        Opacity(opacity);
        Stroke(stroke, width);
        Dash(dash);
        _text.Append(stroke is null ? "/>\n" : " stroke-linejoin=\"round\"/>\n");
    }

    public void Circle(double x, double y, double radius, string fill, string kind, double? opacity = null, string? stroke = null,
        double strokeWidth = 1)
    {
        _text.Append(CultureInfo.InvariantCulture,
            $"<circle class=\"{kind}\" cx=\"{Number(x)}\" cy=\"{Number(y)}\" r=\"{Number(radius)}\" fill=\"{fill}\"");
        Opacity(opacity);
        Stroke(stroke, strokeWidth);
        _text.Append("/>\n");
    }

    /// <summary>A text whose base line begins, is centred or ends at a point. <paramref name="whole"/> is what a shortened text stands
    /// for.</summary>
    public void Text(
        string text, double x, double y, double size, string fill, Anchor anchor = Anchor.Start, double angle = 0, bool bold = false,
        string? kind = null, string? whole = null)
    {
        _text.Append(CultureInfo.InvariantCulture, $"<text x=\"{Number(x)}\" y=\"{Number(y)}\" fill=\"{fill}\"");
        Class(kind);
        if (size != 12)
        {
            _text.Append(CultureInfo.InvariantCulture, $" font-size=\"{Number(size)}\"");
        }

        if (anchor != Anchor.Start)
        {
            _text.Append(anchor == Anchor.Middle ? " text-anchor=\"middle\"" : " text-anchor=\"end\"");
        }

        if (bold)
        {
            _text.Append(" font-weight=\"600\"");
        }

        if (angle != 0)
        {
            _text.Append(CultureInfo.InvariantCulture, $" transform=\"rotate({Number(angle)} {Number(x)} {Number(y)})\"");
        }

        _text.Append('>').Append(SvgText.Escape(text));
        if (whole is not null && whole != text)
        {
            _text.Append("<title>").Append(SvgText.Escape(whole)).Append("</title>");
        }

        _text.Append("</text>\n");
    }

    public static string? DashArray(StyleParam.DrawingStyle dash, double width) => dash switch
    {
        StyleParam.DrawingStyle.Solid => null,
        StyleParam.DrawingStyle.Dash => $"{Number(width * 4)} {Number(width * 3)}",
        StyleParam.DrawingStyle.Dot => $"{Number(width)} {Number(width * 2)}",
        StyleParam.DrawingStyle.DashDot => $"{Number(width * 4)} {Number(width * 2)} {Number(width)} {Number(width * 2)}",
        _ => throw new ArgumentOutOfRangeException(nameof(dash), dash, "The dash is unknown."),
    };

    private void Class(string? kind)
    {
        if (kind is not null)
        {
            _text.Append(" class=\"").Append(kind).Append('"');
        }
    }

    private void Opacity(double? opacity)
    {
        if (opacity is { } value and < 1)
        {
            _text.Append(CultureInfo.InvariantCulture, $" fill-opacity=\"{Number(value)}\"");
        }
    }

    private void Stroke(string? stroke, double width)
    {
        if (stroke is not null)
        {
            _text.Append(" stroke=\"").Append(stroke).Append('"');
            if (width != 1)
            {
                _text.Append(CultureInfo.InvariantCulture, $" stroke-width=\"{Number(width)}\"");
            }
        }
    }

    private void Dash(string? dash)
    {
        if (dash is not null)
        {
            _text.Append(" stroke-dasharray=\"").Append(dash).Append('"');
        }
    }
}
