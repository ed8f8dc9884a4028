using System.CommandLine;
using CreditNotebooks.Storage.S3;
using CreditNotebooks.Storage.Setup;

namespace CreditNotebooks.Cli.Verbs;

/// <summary><c>credit s3 teardown BUCKET</c>: deletes a bucket with everything in it, after asking.</summary>
internal static class S3TeardownVerb
{
    public static Command Create(Terminal terminal)
    {
        var bucket = new Argument<string>("bucket") { HelpName = "BUCKET", Description = "The bucket's name." };
        var yes = new Option<bool>("--yes") { Description = "Does not ask; for scripts." };
        var command = new Command("teardown", "Deletes a bucket with all versions of all objects in it. There is no way back.")
        {
            bucket, yes,
        };
        command.SetAction((parsed, stop) => S3Command.RunAsync(terminal, stop, (connection, token) =>
            TearDownAsync(terminal, new BucketSetup(parsed.GetValue(bucket)!), parsed.GetValue(yes), connection, token)));
        return command;
    }

    private static async Task<int> TearDownAsync(
        Terminal terminal, BucketSetup setup, bool isSure, S3Connection connection, CancellationToken stop)
    {
        setup.Validate();
        if (!isSure)
        {
            if (terminal.Answers is not { } answers)
            {
                return S3Command.Fail(terminal, "Nobody can be asked here whether the bucket may go: write --yes.");
            }
            // Asked first, so that nobody confirms what is not there or not allowed.
            await foreach (var _ in connection.Bucket(setup.Bucket).ListAsync(cancellationToken: stop).ConfigureAwait(false)) break;
            terminal.Error.Write($"This deletes s3://{setup.Bucket} at {connection.Settings.EndpointName} with all versions of all "
                + "objects. Type the bucket's name to go on: ");
            terminal.Error.Flush();
            // A console's reader cannot be cancelled; the waiting can.
            var typed = await Task.Run(answers.ReadLine, stop).WaitAsync(stop).ConfigureAwait(false);
            if (typed?.Trim() != setup.Bucket) return S3Command.Fail(terminal, "That is not the bucket's name: nothing was deleted.");
        }
        var count = await setup.TeardownAsync(connection, new Line(terminal), stop).ConfigureAwait(false);
        if (terminal.IsInteractive) terminal.Out.Write("\r\u001b[2K");
        await terminal.Out.WriteLineAsync($"Deleted s3://{setup.Bucket} with {S3Command.Count(count.Versions, "version")} of objects "
            + $"and {S3Command.Count(count.Uploads, "unfinished upload")}.").ConfigureAwait(false);
        return 0;
    }

    private sealed class Line(Terminal terminal) : IProgress<TeardownCount>
    {
        public void Report(TeardownCount value)
        {
            if (terminal.IsInteractive) terminal.Out.Write($"\r\u001b[2K  {S3Command.Count(value.Versions, "version")} deleted");
        }
    }
}
