using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using CreditNotebooks.Cli.Doctor;
using CreditNotebooks.Notebooks.Kernel;
using CreditNotebooks.Notebooks.Kernel.Messages;

namespace CreditNotebooks.Cli.Tests.Kernels;

/// <summary>What only real processes show: that an installed kernel starts and answers, and that it leaves with its client.</summary>
public sealed class KernelProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly JupyterRoom _room = new();
    private readonly ConnectionFile _connection = ConnectionFile.OnFreePorts();

    public void Dispose() => _room.Dispose();

    [Fact]
    public async Task The_doctor_starts_the_installed_kernel_and_asks_it()
    {
        await _room.RunAsync("kernel", "install");
        var finding = Assert.Single(await KernelCheck.AllAsync(_room.Folders, CancellationToken.None));
        Assert.Matches(@"^\.NET \(C#\) in .*\.net-csharp answers in \d+\.\d s$", finding.State);
        Assert.Null(finding.Remedy);
    }

    [Fact]
    public async Task A_kernel_that_is_not_installed_is_an_offer()
    {
        Assert.Equal(("not installed", true), await FoundAsync("credit kernel install, to step through notebooks in VS Code or Jupyter"));
        var other = _room.Write("data/kernels/.net-csharp", """{"argv": ["dotnet-interactive", "jupyter", "{connection_file}"]}""");
        Assert.Equal(($"not installed; {other} is another program's", true), await FoundAsync("credit kernel install --force, or --name NAME beside it"));
    }

    [Fact]
    public async Task A_kernel_that_is_installed_and_broken_is_wrong()
    {
        var folder = _room.Write("data/kernels/.net-csharp", """{"argv": ["/moved/credit", "kernel", "start", "{connection_file}"]}""");
        Assert.Equal(($"{folder}: it starts /moved/credit, which is not there", false), await FoundAsync("credit kernel install"));

        await _room.RunAsync("kernel", "install");
        var hiding = _room.Write("first/kernels/.net-csharp", """{"argv": ["dotnet-interactive", "jupyter", "{connection_file}"]}""");
        Assert.Equal(($"{folder} is hidden by {hiding}, which Jupyter finds sooner", false),
            await FoundAsync("Remove that one, or install with another name: credit kernel install --name NAME."));
    }

    [Fact]
    public async Task A_program_that_is_no_kernel_is_told_apart()
    {
        Assert.Equal("/no/such/program cannot be started", (await FailureAsync("/no/such/program")).Split(": ")[0]);
        var ended = await FailureAsync(Path.Combine(AppContext.BaseDirectory, "credit"), "kernel", "start", "missing.json");
        Assert.StartsWith("It ended with exit code 2 as soon as it was started. credit: The connection file missing.json cannot be read", ended);
    }

    [SkippableFact]
    public async Task A_program_that_does_not_answer_is_ended()
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no sleep to wait for.");
        var watch = Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<NotebookKernelException>(() => KernelProbe.AskAsync(
            ["sleep", "600"], new Dictionary<string, string>(), TimeSpan.FromSeconds(1), CancellationToken.None));
        Assert.Equal("It did not answer within 1 s.", error.Message);
        Assert.True(watch.Elapsed < Patience / 2);
    }

    [SkippableFact]
    public async Task The_kernel_leaves_when_its_client_has_been_killed()
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no shell to play the client.");
        using var client = StartClient("JPY_PARENT_PID=$$");
        using var kernel = Process.GetProcessById(await ListeningAsync(client));
        client.Kill();
        try
        {
            // The pipe closes when the last of the two processes has gone.
            await client.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
        }
        finally
        {
            kernel.Kill();
        }
    }

    [SkippableFact]
    public async Task A_kernel_without_a_client_outlives_the_script_that_started_it()
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no shell to play the script.");
        using var script = StartClient("");
        using var kernel = Process.GetProcessById(await ListeningAsync(script));
        script.Kill();
        var rest = script.StandardOutput.ReadToEndAsync();
        try
        {
            await Assert.ThrowsAsync<TimeoutException>(() => rest.WaitAsync(TimeSpan.FromSeconds(3)));
        }
        finally
        {
            kernel.Kill();
        }
        await rest.WaitAsync(Patience);
    }

    /// <summary>A shell that starts a kernel, tells its process id, and waits for it.</summary>
    private Process StartClient(string setting)
    {
        _connection.Write(Path.Combine(_room.Folder, "connection.json"));
        var script = $"{setting} \"$0\" kernel start connection.json & echo $!; wait";
        var start = new ProcessStartInfo("sh", ["-c", script, Path.Combine(AppContext.BaseDirectory, "credit")])
        {
            WorkingDirectory = _room.Folder,
            RedirectStandardOutput = true,
        };
        start.Environment.Remove("JPY_PARENT_PID");
        return Process.Start(start)!;
    }

    private async Task<int> ListeningAsync(Process client)
    {
        var id = int.Parse((await client.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Patience;)
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync(_connection.Address, _connection.ShellPort);
                return id;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }
        throw new TimeoutException("The kernel did not listen.");
    }

    private async Task<(string State, bool IsOptional)> FoundAsync(string remedy)
    {
        var finding = Assert.Single(await KernelCheck.AllAsync(_room.Folders, CancellationToken.None));
        Assert.Equal(remedy, finding.Remedy);
        return (finding.State, finding.IsOptional);
    }

    private static async Task<string> FailureAsync(params string[] argv) => (await Assert.ThrowsAsync<NotebookKernelException>(() =>
        KernelProbe.AskAsync(argv, new Dictionary<string, string>(), Patience, CancellationToken.None))).Message;
}
