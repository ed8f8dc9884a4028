using System.CommandLine;
using CreditNotebooks.Cli.Verbs;
using CreditNotebooks.Notebooks.Documents;

namespace CreditNotebooks.Cli;

/// <summary>The command <c>credit</c>: its verbs, and how they end.</summary>
internal static class CommandLine
{
    /// <summary>Exit code for bad input or a command that is not understood.</summary>
    public const int BadInput = 2;

    /// <summary>Exit code after Ctrl-C, as shells have it.</summary>
    public const int Stopped = 130;

    /// <summary>Every verb: one file each under <c>Verbs/</c>.</summary>
    private static IEnumerable<Command> Verbs(Terminal terminal) =>
    [
        RunVerb.Create(terminal),
        DataVerb.Create(),
        SqlVerb.Create(terminal),
        DoctorVerb.Create(terminal),
        KernelVerb.Create(terminal),
        S3Verb.Create(terminal),
    ];

    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken stop = default)
    {
        var root = new RootCommand("C# notebooks that teach credit-data pipelines, run and looked after.");
        foreach (var verb in Verbs(terminal))
        {
            root.Add(verb);
        }
        var parsed = root.Parse(NamedValues.Join(args));
        // The verbs answer Ctrl-C themselves: a running cell has to be stopped and its output written.
        var settings = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            var code = await parsed.InvokeAsync(settings, stop).ConfigureAwait(false);
            return parsed.Errors.Count > 0 ? BadInput : code;
        }
        catch (NotebookException e)
        {
            await terminal.Error.WriteLineAsync("credit: " + e.Message).ConfigureAwait(false);
            return BadInput;
        }
    }
}
