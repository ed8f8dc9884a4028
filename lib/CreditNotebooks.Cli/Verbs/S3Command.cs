using System.Globalization;
using CreditNotebooks.Storage;
using CreditNotebooks.Storage.S3;

namespace CreditNotebooks.Cli.Verbs;

/// <summary>What the verbs of S3 share: the connection as AWS's settings have it, and how errors end the command.</summary>
internal static class S3Command
{
    // What was typed, and not what S3 answered.
    private static readonly string[] OfInput = [StorageConditions.InvalidSetting, "InvalidBucketName"];

    /// <summary>Runs a verb on a connection.</summary>
    /// <param name="terminal">Where it was typed.</param>
    /// <param name="outer">Stops it, as Ctrl-C does.</param>
    /// <param name="work">The verb; its answer is the exit code.</param>
    /// <param name="region">The region in place of that of AWS's settings. Another endpoint than AWS's has its own.</param>
    public static async Task<int> RunAsync(
        Terminal terminal, CancellationToken outer, Func<S3Connection, CancellationToken, Task<int>> work, string? region = null)
    {
        using var signal = new StopSignal(terminal.Error, outer, "Stopping; press Ctrl-C again to end at once.");
        try
        {
            var settings = S3Settings.FromEnvironment(terminal.Variables);
            if (region is not null && settings.Endpoint is null) settings = settings with { Region = region };
            using var connection = new S3Connection(settings);
            return await work(connection, signal.Token).ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            return Fail(terminal, e.Message, OfInput.Contains(e.Condition) ? CommandLine.BadInput : 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(terminal, e.Message, 1);
        }
        catch (OperationCanceledException) when (signal.Token.IsCancellationRequested)
        {
            return CommandLine.Stopped;
        }
    }

    /// <summary>A sentence to the user; the exit code is handed through.</summary>
    public static int Fail(Terminal terminal, string sentence, int code = CommandLine.BadInput)
    {
        terminal.Error.WriteLine("credit: " + sentence);
        return code;
    }

    /// <summary>A number with its noun: <c>1 object</c>, <c>2,500 objects</c>.</summary>
    public static string Count(long number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {noun}{(number == 1 ? "" : "s")}");

    /// <summary>A key as a terminal may show it: control characters could do anything to it.</summary>
    public static string Shown(string key) => string.Concat(key.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()));
}
