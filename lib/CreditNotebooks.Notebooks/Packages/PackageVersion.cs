namespace CreditNotebooks.Notebooks.Packages;

/// <summary>What a directive's version text means for a package that is there already. NuGet alone chooses versions.</summary>
internal static class PackageVersion
{
    /// <summary>Whether the text leaves the choice to what the sources hold today.</summary>
    public static bool Floats(string asked) => asked.Length == 0 || asked.Contains('*', StringComparison.Ordinal);

    /// <summary>Whether an installed version is what the text asks for. Ranges are not weighed: they are another wish.</summary>
    public static bool IsMet(string asked, string installed) => asked switch
    {
        "" or "*" => true,
        _ when asked.EndsWith(".*", StringComparison.Ordinal) => installed.StartsWith(asked[..^1], StringComparison.OrdinalIgnoreCase),
        _ => Normalize(asked).Equals(Normalize(installed), StringComparison.OrdinalIgnoreCase),
    };

    /// <summary>1.0 and 1.0.0.0 are 1.0.0; what follows a plus sign does not count.</summary>
    private static string Normalize(string version)
    {
        var text = version.Trim('[', ']', ' ').Split('+')[0];
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var (release, label) = dash < 0 ? (text, "") : (text[..dash], text[dash..]);
        var parts = release.Split('.').Select(p => p.TrimStart('0').PadLeft(1, '0')).ToList();
        while (parts.Count < 3)
        {
            parts.Add("0");
        }
        if (parts is [_, _, _, "0"])
        {
            parts.RemoveAt(3);
        }
        return string.Join('.', parts) + label;
    }
}
