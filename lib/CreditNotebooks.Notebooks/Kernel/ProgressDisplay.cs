using System.Globalization;
using System.Net;
using CreditNotebooks.Display;

namespace CreditNotebooks.Notebooks.Kernel;

/// <summary>How far a query is, as a display that front ends draw: a bar that moves where the fraction is known.</summary>
internal static class ProgressDisplay
{
    /// <summary>What takes the place of a bar that is no longer needed.</summary>
    public static readonly MimeBundle Nothing = new("", "");

    public static MimeBundle Of(string what, double? fraction)
    {
        var percent = fraction is { } f ? string.Create(CultureInfo.InvariantCulture, $", {f * 100:0} %") : "";
        var value = fraction is { } known ? string.Create(CultureInfo.InvariantCulture, $" value=\"{known:0.###}\"") : "";
        return new MimeBundle(
            $"{what}{percent}",
            $"<div><progress{value} style=\"width:12em;vertical-align:middle\"></progress> <span style=\"opacity:.6\">{WebUtility.HtmlEncode(what + percent)}</span></div>");
    }
}
