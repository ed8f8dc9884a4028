using System.CommandLine;
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
        start.SetAction((result, stop) => StartAsync(terminal, result.GetValue(file)!, stop));
        return new Command("kernel", "The C# kernel for VS Code and Jupyter.") { start };
    }

    private static async Task<int> StartAsync(Terminal terminal, string path, CancellationToken stop)
    {
        try
        {
            await using var kernel = new JupyterKernel(ConnectionFile.Read(path), terminal.Folder, message => terminal.Error.WriteLine("credit: " + message));
            kernel.OwnProcess();
            using var interrupt = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGINT, signal =>
            {
                signal.Cancel = true;
                kernel.Interrupt();
            });
            await kernel.RunAsync(stop).ConfigureAwait(false);
            return 0;
        }
        catch (NotebookKernelException e)
        {
            await terminal.Error.WriteLineAsync("credit: " + e.Message).ConfigureAwait(false);
            return CommandLine.BadInput;
        }
    }
}
