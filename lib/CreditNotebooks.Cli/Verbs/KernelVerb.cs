using System.CommandLine;
using System.Runtime.InteropServices;
using CreditNotebooks.Cli.Kernels;
using CreditNotebooks.Notebooks.Kernel;
using CreditNotebooks.Notebooks.Kernel.Messages;

namespace CreditNotebooks.Cli.Verbs;

/// <summary><c>credit kernel</c>: the C# kernel for Jupyter's clients.</summary>
internal static class KernelVerb
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("connection-file") { Description = "The connection file that the Jupyter client wrote." };
        var start = new Command("start", "Runs the kernel; Jupyter's clients call this.") { file };
        start.SetAction((result, stop) => AnsweredAsync(terminal, () => StartAsync(terminal, result.GetValue(file)!, stop)));
        return new Command("kernel", "The C# kernel for VS Code and Jupyter.")
        {
            start,
            KernelSpecVerbs.Install(terminal),
            KernelSpecVerbs.Uninstall(terminal),
            KernelSpecVerbs.List(terminal),
        };
    }

    /// <summary>Runs the work; what stands in its way is one sentence.</summary>
    internal static async Task<int> AnsweredAsync(Terminal terminal, Func<Task<int>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (NotebookKernelException e)
        {
            await terminal.Error.WriteLineAsync("credit: " + e.Message).ConfigureAwait(false);
            return CommandLine.BadInput;
        }
    }

    private static async Task<int> StartAsync(Terminal terminal, string path, CancellationToken stop)
    {
        await using var kernel = new JupyterKernel(ConnectionFile.Read(path), terminal.Folder, message => terminal.Error.WriteLine("credit: " + message));
        kernel.OwnProcess();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            kernel.Interrupt();
        });
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var orphaned = ParentProcess.WaitForEndAsync(terminal.Variables.GetValueOrDefault(ParentProcess.Variable), leave.Token);
        var ended = kernel.RunAsync(leave.Token);
        await (await Task.WhenAny(ended, orphaned).ConfigureAwait(false)).ConfigureAwait(false);
        await leave.CancelAsync().ConfigureAwait(false);
        await ended.ConfigureAwait(false);
        return 0;
    }
}
