namespace CreditNotebooks.Notebooks.Packages;

/// <summary>Where the <c>dotnet</c> command is that can restore.</summary>
internal static class DotnetCommand
{
    private static readonly string FileName = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <summary>The command that runs this process, else the one that the environment names; null when none has an SDK.</summary>
    public static string? Find() => Find(Environment.GetEnvironmentVariable);

    /// <summary>The same, in the given environment.</summary>
    internal static string? Find(Func<string, string?> environment, bool alsoOurs = true)
    {
        string?[] ours =
        [
            environment("DOTNET_HOST_PATH"),
            Environment.ProcessPath,
            // The framework stands at shared/Microsoft.NETCore.App/VERSION below the command.
            Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", FileName),
        ];
        var named = (environment("PATH") ?? "").Split(Path.PathSeparator).Prepend(environment("DOTNET_ROOT") ?? "")
            .Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, FileName));
        return (alsoOurs ? ours : []).Concat(named).Select(WithSdk).FirstOrDefault(found => found is not null);
    }

    private static string? WithSdk(string? candidate)
    {
        if (!FileName.Equals(Path.GetFileName(candidate), StringComparison.OrdinalIgnoreCase) || !File.Exists(candidate))
        {
            return null;
        }
        var path = File.ResolveLinkTarget(candidate, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(candidate);
        var sdks = Path.Combine(Path.GetDirectoryName(path)!, "sdk");
        return Directory.Exists(sdks) && Directory.EnumerateDirectories(sdks).Any() ? path : null;
    }
}
