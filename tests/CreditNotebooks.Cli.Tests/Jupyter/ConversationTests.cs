using System.Text.Json;
using System.Text.RegularExpressions;
using CreditNotebooks.Tests;

namespace CreditNotebooks.Cli.Tests.Jupyter;

/// <summary>The kernel as Jupyter's own client sees it: jupyter_client, run by Python. Skipped where it is not installed.</summary>
[Slow]
public sealed partial class ConversationTests(Conversations conversations) : IClassFixture<Conversations>
{
    public static TheoryData<string> Names =>
        [.. Definition().Matches(File.ReadAllText(Conversations.Script)).Select(m => m.Groups["name"].Value)];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void A_conversation(string name)
    {
        Skip.If(JupyterTests.Python.Value is null, JupyterTests.Missing);
        Skip.If(OperatingSystem.IsWindows(), "The conversations send POSIX signals.");
        var failure = conversations.FailureOf(name);
        Assert.True(failure is null, failure);
    }

    [GeneratedRegex(@"^def (?<name>\w+)\(\):", RegexOptions.Multiline)]
    private static partial Regex Definition();
}

/// <summary>All conversations, held by one Python, a few at a time.</summary>
public sealed class Conversations
{
    private readonly Lazy<(string Output, Dictionary<string, string?> Failures)> _held = new(Hold);

    internal static string Script { get; } = Path.Combine(JupyterTests.Scripts, "conversations.py");

    /// <summary>What went wrong in a conversation; null when nothing did.</summary>
    public string? FailureOf(string name) =>
        _held.Value.Failures.TryGetValue(name, out var failure) ? failure : $"It was not held.\n{_held.Value.Output}";

    private static (string Output, Dictionary<string, string?> Failures) Hold()
    {
        var (_, output) = JupyterTests.Run(JupyterTests.Python.Value!, [Script, "all", JupyterTests.Credit, "kernel", "start"]);
        var lines = output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement);
        return (output, lines.ToDictionary(line => line.GetProperty("name").GetString()!, line => line.GetProperty("failure").GetString()));
    }
}
