using System.Diagnostics;
using System.Text.RegularExpressions;

namespace CreditNotebooks.Notebooks.Packages;

/// <summary>Has NuGet restore a session's packages, by <c>dotnet restore</c> of a project that is thrown away.</summary>
internal static partial class PackageRestore
{
    /// <summary>What the project was restored to; kept, so that the next time takes no process.</summary>
    /// <exception cref="PackageRestoreException">NuGet could not, for the reason that the exception tells.</exception>
    /// <exception cref="OperationCanceledException">The user stopped it; the process is gone.</exception>
    public static async Task<PackageAssets> RunAsync(PackageProject project, CancellationToken stop)
    {
        var dotnet = DotnetCommand.Find()
            ?? throw new PackageRestoreException("No .NET SDK was found, which restores packages: "
                + "install the .NET 10 SDK from https://dot.net/download, or set DOTNET_ROOT to its folder.");
        var folder = Directory.CreateTempSubdirectory("credit-notebooks-packages-");
        try
        {
            project.WriteTo(folder.FullName);
            var (exitCode, output) = await RunAsync(dotnet, folder.FullName, stop).ConfigureAwait(false);
            var file = Path.Combine(folder.FullName, "obj", "project.assets.json");
            var assets = File.Exists(file) ? PackageAssets.Read(file) : null;
            if (exitCode != 0 || assets is null || assets.Logs.Any(l => l.IsError))
            {
                throw FailureOf(project, assets, output);
            }
            PackageCache.Keep(project, file);
            return assets;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string dotnet, string folder, CancellationToken stop)
    {
        var start = new ProcessStartInfo(
            dotnet, ["restore", PackageProject.FileName, "-verbosity:quiet", "-terminalLogger:off", "-nodeReuse:false", "-noAutoResponse"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A process that an SDK started has these, and they may name another SDK.
        foreach (var name in new[] { "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH" })
        {
            start.Environment.Remove(name);
        }
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        return (process.ExitCode, await output.ConfigureAwait(false) + "\n" + await errors.ConfigureAwait(false));
    }

    private static PackageRestoreException FailureOf(PackageProject project, PackageAssets? assets, string output)
    {
        // What a directive asked for comes before what that needs.
        var errors = assets?.Logs.Where(l => l.IsError).OrderBy(l => l.Package is null || project.Packages.ContainsKey(l.Package) ? 0 : 1);
        if (errors?.FirstOrDefault() is { } first)
        {
            return new PackageRestoreException($"{first.Code}: {first.Message}", first.Package);
        }
        if (ErrorLine().Match(output) is { Success: true } error)
        {
            var code = error.Groups["code"] is { Success: true, Value: var value } ? value + ": " : "";
            return new PackageRestoreException(code + error.Groups["message"].Value);
        }
        var line = output.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.Length > 0);
        return new PackageRestoreException("'dotnet restore' failed: " + (line ?? "it gave no reason."));
    }

    // MSBuild's form: "FILE(LINE,COLUMN): error CODE: MESSAGE [PROJECT]".
    [GeneratedRegex(@"\berror\s*(?<code>[A-Z]+\d+)?\s*:\s*(?<message>.*?)\s*(\[[^\[\]]*\.csproj\])?\r?$", RegexOptions.Multiline)]
    private static partial Regex ErrorLine();
}

/// <summary>A restore failed; the message is NuGet's own reason in one line, with its code.</summary>
internal sealed class PackageRestoreException(string message, string? package = null) : Exception(message)
{
    /// <summary>The package that NuGet speaks of; null when of none.</summary>
    public string? Package { get; } = package;
}
