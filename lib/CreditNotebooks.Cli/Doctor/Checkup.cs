using System.Diagnostics;
using System.Runtime.InteropServices;
using CreditNotebooks.Notebooks.Documents;
using CreditNotebooks.Notebooks.Runner;

namespace CreditNotebooks.Cli.Doctor;

/// <summary>The checks of <c>credit doctor</c>, in the order they are shown.</summary>
internal static class Checkup
{
    private const string BuildAgain = "Build the project again: dotnet build CreditNotebooks.sln.";

    public static IEnumerable<Finding> All(string folder) =>
    [
        Runtime(),
        Tool(".NET SDK", "dotnet", 10, "Install the .NET 10 SDK from https://dot.net/download."),
        Tool("Node.js", "node", 20, "Install Node.js 20 or newer, which brings npm, from https://nodejs.org; the build needs it."),
        Tool("npm", OperatingSystem.IsWindows() ? "npm.cmd" : "npm", 9, "Install npm 9 or newer; it comes with Node.js from https://nodejs.org."),
        DuckDb(Environment.GetEnvironmentVariable("DUCKDB_LIBRARY")),
        Courses(folder),
        Output(folder),
    ];

    private static Finding Runtime() => Environment.Version.Major >= 10
        ? new Finding(".NET runtime", $"{Environment.Version} on {RuntimeInformation.RuntimeIdentifier}")
        : new Finding(".NET runtime", $"{Environment.Version} is too old", "Install the .NET 10 runtime from https://dot.net/download.");

    internal static Finding Tool(string what, string command, int leastMajor, string remedy)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var version = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 && int.TryParse(version.TrimStart('v').Split('.')[0], out var major) && major >= leastMajor
                ? new Finding(what, version)
                : new Finding(what, version.Length == 0 ? $"'{command} --version' failed" : $"{version} is older than {leastMajor}", remedy);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return new Finding(what, $"'{command}' was not found", remedy);
        }
    }

    internal static Finding DuckDb(string? named)
    {
        var name = OperatingSystem.IsWindows() ? "duckdb.dll" : OperatingSystem.IsMacOS() ? "libduckdb.dylib" : "libduckdb.so";
        var path = string.IsNullOrEmpty(named) ? Path.Combine(AppContext.BaseDirectory, name) : named;
        var remedy = string.IsNullOrEmpty(named) ? BuildAgain : "Correct the variable DUCKDB_LIBRARY, which names this file, or unset it.";
        if (!File.Exists(path))
        {
            return new Finding("DuckDB", $"there is no {path}", remedy);
        }
        if (!NativeLibrary.TryLoad(path, out var library) || !NativeLibrary.TryGetExport(library, "duckdb_library_version", out var export))
        {
            return new Finding("DuckDB", $"{path} cannot be loaded on {RuntimeInformation.RuntimeIdentifier}", remedy);
        }
        unsafe
        {
            var version = Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint>)export)());
            return new Finding("DuckDB", $"{version} from {path}");
        }
    }

    private static Finding Courses(string folder)
    {
        var root = CourseFinder.FindRoot(folder) ?? CourseFinder.FindRoot(AppContext.BaseDirectory);
        var courses = CourseFinder.List(root);
        return courses.Count > 0
            ? new Finding("Notebooks", $"{string.Join(", ", courses)} in {Path.Combine(root!, "notebooks")}")
            : new Finding("Notebooks", "no folder 'notebooks' with courses here or above", "Change to the folder of the clone.");
    }

    private static Finding Output(string folder)
    {
        var output = Path.Combine(CourseFinder.FindRoot(folder) ?? folder, "output");
        try
        {
            OutputFolder.Check(output);
            return new Finding("Output folder", output);
        }
        catch (NotebookException e)
        {
            return new Finding("Output folder", e.Message, "Make the folder writable, or name another one with 'credit run … -o FOLDER'.");
        }
    }
}
