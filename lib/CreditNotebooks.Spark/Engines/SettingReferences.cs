using System.Text.RegularExpressions;

namespace CreditNotebooks.Spark.Engines;

/// <summary>The settings that a statement's text names as <c>${key}</c>, which Spark replaces before it reads the text
/// (<c>spark.sql.variable.substitute</c>).</summary>
internal static partial class SettingReferences
{
    private const int MaxDepth = 40;

    /// <summary>The text with each <c>${key}</c>, <c>${spark:key}</c> and <c>${env:NAME}</c> replaced by its value; a setting without one is empty.</summary>
    public static string Replace(string text, RuntimeSettings settings)
    {
        if (!text.Contains("${", StringComparison.Ordinal) || settings["spark.sql.variable.substitute"] != "true") return text;
        for (var depth = 0; depth < MaxDepth; depth++)
        {
            var replaced = Reference().Replace(text, match => ValueOf(match, settings) ?? match.Value);
            if (replaced == text) return text;
            text = replaced;
        }
        throw new SparkException("INVALID_CONF_VALUE", $"A setting that the statement names by ${{…}} names itself: '{text}'.");
    }

    private static string? ValueOf(Match match, RuntimeSettings settings) => match.Groups["kind"].Value switch
    {
        "" or "spark" or "sparkconf" or "hivevar" or "hiveconf" => settings[match.Groups["key"].Value] ?? "",
        "system" => throw SparkException.Unsupported($"The property of Java's that '{match.Value}' names"),
        "env" => Environment.GetEnvironmentVariable(match.Groups["key"].Value),
        _ => null,
    };

    [GeneratedRegex(@"\$\{(?:(?<kind>\w+?):)?(?<key>\S+?)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
