using System.Runtime.InteropServices;

namespace CreditNotebooks.Cli.Kernels;

/// <summary>How another program starts this one.</summary>
/// <param name="Argv">Full paths.</param>
/// <param name="Variables">What it needs that a program started from a desktop does not have.</param>
internal sealed record ProgramCommand(IReadOnlyList<string> Argv, IReadOnlyDictionary<string, string> Variables)
{
    /// <summary>The executable that the build puts beside its assembly; without one, <c>dotnet</c> and the assembly.</summary>
    public static ProgramCommand OfThisProgram(IReadOnlyDictionary<string, string> variables)
    {
        var executable = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "credit.exe" : "credit");
        // By these a .NET is found that is not installed for the whole machine; `dotnet run` sets the second one.
        var root = new[] { "DOTNET_ROOT", $"DOTNET_ROOT_{RuntimeInformation.ProcessArchitecture}".ToUpperInvariant() }
            .Select(name => variables.GetValueOrDefault(name)).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        var needed = root is null ? [] : new Dictionary<string, string> { ["DOTNET_ROOT"] = root };
        string[] argv = File.Exists(executable) ? [executable] : [Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "credit.dll")];
        return new ProgramCommand(argv, needed);
    }
}
