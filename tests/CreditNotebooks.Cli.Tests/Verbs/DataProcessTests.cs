using System.Diagnostics;

namespace CreditNotebooks.Cli.Tests.Verbs;

/// <summary>What only real processes show: two at once, and Ctrl-C.</summary>
public sealed class DataProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("credit-process-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Two_processes_that_write_one_file_at_once_leave_one_whole_file()
    {
        var path = Path.Combine(_folder, "a.csv");
        using var first = Start("--customers", "3000", "-o", path);
        using var second = Start("--customers", "3000", "-o", path);
        await Task.WhenAll(first.WaitForExitAsync(), second.WaitForExitAsync());
        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Equal(24_001, File.ReadLines(path).Count());
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
    }

    [SkippableTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_to_stop_leaves_nothing_behind(string signal)
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no kill to send the signal with.");
        Skip.If(signal == "INT" && IgnoresInterrupts(), "These tests were started in the background, where SIGINT is ignored.");
        using var process = Start("--customers", "2000000", "-o", Path.Combine(_folder, "a.csv"));
        while (Directory.GetFiles(_folder).Length == 0)
        {
            if (process.HasExited)
            {
                Assert.Fail($"It ended with {process.ExitCode} before it had begun to write: {await process.StandardError.ReadToEndAsync()}");
            }
            await Task.Delay(20);
        }

        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await process.WaitForExitAsync();
        Assert.Equal("Stopped; nothing was written.", (await process.StandardError.ReadToEndAsync()).Trim());
        Assert.Equal(130, process.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    private static bool IgnoresInterrupts() => OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is var ignored
        && (Convert.ToInt64(ignored["SigIgn:".Length..].Trim(), 16) & 0b10) != 0;

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "credit.dll"), "data", "generate", "credit", .. arguments])
        {
            // Tests beside this one run notebooks in folders that they remove: a process does not start in one that is gone.
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
