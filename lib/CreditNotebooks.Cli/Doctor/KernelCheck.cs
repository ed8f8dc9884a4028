using System.Globalization;
using CreditNotebooks.Cli.Kernels;
using CreditNotebooks.Notebooks.Kernel;

namespace CreditNotebooks.Cli.Doctor;

/// <summary>Whether the kernel is installed, starts and answers. The courses run without it.</summary>
internal static class KernelCheck
{
    private const string What = "Jupyter kernel";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<Finding>> AllAsync(JupyterFolders folders, CancellationToken stop)
    {
        var installed = KernelSpec.Installed(folders);
        var findings = new List<Finding>();
        foreach (var spec in installed.Where(spec => spec.IsOurs))
        {
            // A namesake of ours that is found sooner is checked in its place.
            var hidden = installed.FirstOrDefault(other => other.Folder == spec.HiddenBy);
            if (hidden is not { IsOurs: true })
            {
                findings.Add(hidden is null ? await TriedAsync(spec, folders, stop).ConfigureAwait(false) : new Finding(
                    What, $"{spec.Folder} is hidden by {hidden.Folder}, which Jupyter finds sooner",
                    "Remove that one, or install with another name: credit kernel install --name NAME."));
            }
        }
        if (findings.Count == 0)
        {
            var (state, remedy) = installed.FirstOrDefault(spec => spec.Name == KernelSpec.UsualName) is { } other
                ? ($"not installed; {other.Folder} is another program's", "credit kernel install --force, or --name NAME beside it")
                : ("not installed", "credit kernel install, to step through notebooks in VS Code or Jupyter");
            findings.Add(new Finding(What, state, remedy, IsOptional: true));
        }
        return findings;
    }

    private static async Task<Finding> TriedAsync(KernelSpec spec, JupyterFolders folders, CancellationToken stop)
    {
        if (spec.Fault is not null)
        {
            return new Finding(What, $"{spec.Folder}: {spec.Fault}", spec.Remedy(folders));
        }
        try
        {
            var answer = await KernelProbe.AskAsync(spec.Argv, spec.Variables, Patience, stop).ConfigureAwait(false);
            return new Finding(What, string.Create(
                CultureInfo.InvariantCulture, $"{spec.DisplayName} in {spec.Folder} answers in {answer.Elapsed.TotalSeconds:0.0} s"));
        }
        catch (NotebookKernelException e)
        {
            return new Finding(
                What, $"{spec.Folder} starts {spec.Argv[0]}: {e.Message}", $"Build it again with 'dotnet build', or {spec.Remedy(folders)}");
        }
    }
}
