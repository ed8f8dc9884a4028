using System.Diagnostics;
using CreditNotebooks.Tests;

namespace CreditNotebooks.Cli.Tests.Jupyter;

/// <summary>The courses through Jupyter's own client, nbclient, run by Python. Skipped where it is not installed.</summary>
[Slow]
public sealed class JupyterTests : IDisposable
{
    internal static string Repository { get; } = FindUp("CreditNotebooks.sln");

    /// <summary>The command as its own build leaves it, compiled ahead.</summary>
    internal static string Credit { get; } = Path.Combine(
        AppContext.BaseDirectory.Replace("CreditNotebooks.Cli.Tests", "CreditNotebooks.Cli", StringComparison.Ordinal), OperatingSystem.IsWindows() ? "credit.exe" : "credit");

    internal static readonly string Scripts = Path.Combine(Repository, "tests", "CreditNotebooks.Cli.Tests", "Jupyter");
    internal const string Missing = "Python with jupyter_client and nbclient is not installed (Debian: python3-jupyter-client python3-nbclient).";

    /// <summary>The Python that has Jupyter's clients: the first one on the path, or the system's.</summary>
    internal static readonly Lazy<string?> Python = new(() => new[] { "python3", "/usr/bin/python3" }
        .FirstOrDefault(python => Run(python, ["-c", "import jupyter_client, nbclient, nbformat"]) is (0, _)));

    private readonly string _folder = Directory.CreateTempSubdirectory("credit-jupyter-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData("credit")]
    [InlineData("loans")]
    public void A_course_shows_through_the_kernel_what_it_shows_when_it_is_run(string course)
    {
        Skip.If(Python.Value is null, Missing);
        var input = Path.Combine(Repository, "data", "credit-sample.csv");
        if (course is "loans")
        {
            input = Path.Combine(_folder, "loans.csv");
            Succeed(Credit, ["data", "generate", "loans", "--rows", "1000", "-o", input]);
        }
        var notebooks = Path.Combine(Repository, "notebooks");
        foreach (var (folder, pattern) in new[] { (course, "*.ipynb"), ("solutions", course + "-*.ipynb") })
        {
            var executed = Path.Combine(_folder, folder);
            Succeed(Credit, ["run", "-q", "-p", "input", input, "-o", executed, .. Directory.GetFiles(Path.Combine(notebooks, folder), pattern).Order(StringComparer.Ordinal)]);
            StartWithoutBucket();
            Succeed(Python.Value, [Path.Combine(Scripts, "notebooks.py"), Path.Combine(notebooks, folder),
                .. Directory.GetFiles(executed, "*.ipynb").Order(StringComparer.Ordinal), "--", Credit, "kernel", "start"]);
        }
    }

    // The set-up notebook says what it created.
    private void StartWithoutBucket()
    {
        var server = Path.Combine(_folder, "s3");
        if (!Directory.Exists(server)) return;
        Directory.Delete(server, recursive: true);
        File.Delete(server + ".json");
    }

    private static string FindUp(string name)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, name)))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} has {name}.");
        }
        return folder;
    }

    private void Succeed(string command, IEnumerable<string> arguments)
    {
        var (code, output) = Run(command, arguments, _folder);
        Assert.True(code == 0, output);
    }

    internal static (int Code, string Output) Run(string command, IEnumerable<string> arguments, string? results = null)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["CREDIT_NOTEBOOKS_OUTPUT"] = results;
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + error.Result);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, e.Message);
        }
    }
}
