namespace CreditNotebooks;

/// <summary>What the places of secrets are found by: the environment variables, read anew each time, and the user's home folder.</summary>
internal sealed record SecretPlaces(Func<IReadOnlyDictionary<string, string>> Variables, string Home)
{
    public static SecretPlaces OfProcess() => new(
        () => Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().ToDictionary(
            v => (string)v.Key, v => (string?)v.Value ?? "", OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal),
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>A variable's value; null when it is not set or empty.</summary>
    public string? Variable(string name) => Variables().GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>A path with <c>~</c> for the home folder.</summary>
    public string Expand(string path) =>
        path == "~" ? Home : path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(Home, path[2..]) : Path.GetFullPath(path);
}
