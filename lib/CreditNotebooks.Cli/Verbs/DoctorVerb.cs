using System.CommandLine;
using CreditNotebooks.Cli.Doctor;
using CreditNotebooks.Cli.Kernels;

namespace CreditNotebooks.Cli.Verbs;

/// <summary><c>credit doctor</c>: what this machine lacks, and what to do about it.</summary>
internal static class DoctorVerb
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("doctor", "Checks what the notebooks need on this machine, and says what to do where something is missing.");
        command.SetAction(async (_, stop) =>
        {
            var kernels = await KernelCheck.AllAsync(JupyterFolders.OfThisMachine(terminal.Variables), stop).ConfigureAwait(false);
            return Report(terminal, [.. Checkup.All(terminal.Folder), .. kernels]);
        });
        return command;
    }

    internal static int Report(Terminal terminal, IEnumerable<Finding> findings)
    {
        var sick = 0;
        foreach (var finding in findings)
        {
            var mark = finding switch { { Remedy: null } => "ok  ", { IsOptional: true } => "--  ", _ => "FAIL" };
            terminal.Out.WriteLine($"{mark}  {finding.What,-16} {finding.State}");
            if (finding.Remedy is not null)
            {
                sick += finding.IsOptional ? 0 : 1;
                terminal.Out.WriteLine($"      {"",-16} → {finding.Remedy}");
            }
        }
        terminal.Out.WriteLine(sick switch { 0 => "Everything is in place.", 1 => "1 thing is wrong.", _ => $"{sick} things are wrong." });
        return sick == 0 ? 0 : 1;
    }
}
