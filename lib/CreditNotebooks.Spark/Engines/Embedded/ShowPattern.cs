using System.Text.RegularExpressions;

namespace CreditNotebooks.Spark.Engines.Embedded;

/// <summary>The patterns of SHOW … LIKE: <c>*</c> stands for anything and <c>|</c> between alternatives, without regard to case.</summary>
internal static class ShowPattern
{
    public static bool Matches(string pattern, string name) => pattern.Split('|').Any(p =>
        Regex.IsMatch(name, $"^{Regex.Escape(p.Trim()).Replace("\\*", ".*")}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant));
}
