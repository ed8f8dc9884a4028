using System.Collections;

namespace CreditNotebooks.Cli;

/// <summary>Where the command was typed and where it answers.</summary>
/// <param name="Out">Results and progress.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="Folder">The folder that relative paths start at.</param>
/// <param name="IsInteractive">Whether a progress line may be overwritten.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, string Folder, bool IsInteractive)
{
    /// <summary>The environment variables.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(pair => (string)pair.Key, pair => (string?)pair.Value ?? "", OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : null);

    /// <summary>Where somebody can be asked and types an answer; null where nobody sits.</summary>
    public TextReader? Answers { get; init; }

    public static Terminal OfProcess() =>
        new(Console.Out, Console.Error, Environment.CurrentDirectory, !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb")
        {
            Answers = Console.IsInputRedirected ? null : Console.In,
        };
}
