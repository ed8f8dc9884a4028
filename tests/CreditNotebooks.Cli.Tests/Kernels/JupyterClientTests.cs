using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace CreditNotebooks.Cli.Tests.Kernels;

/// <summary>Jupyter's own client library finds the installed kernel, and runs a cell on it.</summary>
public sealed class JupyterClientTests : IDisposable
{
    private readonly JupyterRoom _room = new();

    public void Dispose() => _room.Dispose();

    [SkippableFact]
    public async Task Jupyters_own_client_finds_the_kernel()
    {
        await _room.RunAsync("kernel", "install");
        var found = JsonNode.Parse(await PythonAsync("""
            import json
            from jupyter_client.kernelspec import KernelSpecManager
            print(json.dumps(KernelSpecManager(ensure_native_kernel=False).get_all_specs()['.net-csharp']))
            """))!;
        Assert.Equal(_room.Usual, (string?)found["resource_dir"]);
        Assert.Equal(("C#", "message"), ((string?)found["spec"]!["language"], (string?)found["spec"]!["interrupt_mode"]));
    }

    [SkippableFact]
    public async Task A_cell_runs_on_the_kernel_that_it_finds()
    {
        await _room.RunAsync("kernel", "install");
        Assert.Equal("42", await PythonAsync("""
            from jupyter_client.manager import start_new_kernel
            manager, client = start_new_kernel(kernel_name='.net-csharp')
            try:
                show = lambda message: message['msg_type'] == 'stream' and print(message['content']['text'])
                client.execute_interactive('Console.Write(6 * 7);', timeout=60, output_hook=show)
            finally:
                client.stop_channels()
                manager.shutdown_kernel()
            """));
    }

    private async Task<string> PythonAsync(string script)
    {
        Skip.IfNot(Runs("-c", "import jupyter_client"), "Python with jupyter_client is not installed.");
        var start = Start("-W", "ignore", "-c", script);
        foreach (var (name, value) in _room.Variables)
        {
            start.Environment[name] = value;
        }
        using var python = Process.Start(start)!;
        var (output, errors) = (python.StandardOutput.ReadToEndAsync(), python.StandardError.ReadToEndAsync());
        await python.WaitForExitAsync();
        Assert.True(python.ExitCode == 0, await errors);
        return (await output).Trim();
    }

    private static bool Runs(params string[] args)
    {
        try
        {
            using var python = Process.Start(Start(args))!;
            python.WaitForExit();
            return python.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    // The system's Python: another one on the PATH need not have what a package of the system's brought.
    private static ProcessStartInfo Start(params string[] args) => new(OperatingSystem.IsWindows() ? "python" : "/usr/bin/python3", args)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };
}
