using System.CommandLine;
using CreditNotebooks.Storage;
using CreditNotebooks.Storage.S3;

namespace CreditNotebooks.Cli.Verbs;

/// <summary><c>credit s3 rm s3://BUCKET/KEY [--recursive]</c></summary>
internal static class S3RemoveVerb
{
    public static Command Create(Terminal terminal)
    {
        var url = new Argument<string>("address")
        {
            HelpName = "s3://BUCKET/KEY",
            Description = "An object; with --recursive a folder or a bucket.",
        };
        var recursive = new Option<bool>("--recursive", "-r") { Description = "All objects below the address." };
        var command = new Command("rm", "Deletes objects. A bucket that keeps versions still has the old ones; "
            + "'teardown' removes those too.") { url, recursive };
        command.SetAction((parsed, stop) => S3Command.RunAsync(terminal, stop, (connection, token) =>
        {
            var from = S3Url.Parse(parsed.GetValue(url)!);
            var store = connection.Bucket(from.Bucket);
            if (parsed.GetValue(recursive)) return RemoveFolderAsync(terminal, from, store, token);
            return from.Key.Length > 0 ? RemoveAsync(terminal, from, store, token)
                : Task.FromResult(S3Command.Fail(terminal, $"{from} is a whole bucket: write --recursive to empty it."));
        }));
        return command;
    }

    private static async Task<int> RemoveAsync(Terminal terminal, S3Url from, S3Store store, CancellationToken stop)
    {
        try
        {
            // S3 answers the deletion of an object that is not there as it does any other.
            await store.HeadAsync(from.Key, stop).ConfigureAwait(false);
        }
        catch (StorageException e) when (e.Condition == StorageConditions.NoSuchKey)
        {
            throw new StorageException(e.Condition, e.Location, "There is no such object. A folder is deleted with --recursive.", e);
        }
        await store.DeleteAsync(from.Key, stop).ConfigureAwait(false);
        await terminal.Out.WriteLineAsync($"Deleted s3://{from.Bucket}/{S3Command.Shown(from.Key)}").ConfigureAwait(false);
        return 0;
    }

    private static async Task<int> RemoveFolderAsync(Terminal terminal, S3Url from, S3Store store, CancellationToken stop)
    {
        var keys = new List<string>();
        await foreach (var entry in store.ListAsync(from.FolderPrefix, cancellationToken: stop).ConfigureAwait(false)) keys.Add(entry.Key);
        if (keys.Count == 0 && from.Key.Length > 0)
        {
            throw new StorageException(StorageConditions.NoSuchKey, $"s3://{from.Bucket}/{S3Command.Shown(from.FolderPrefix)}",
                "There is nothing below this address. Look at 'credit s3 ls'.");
        }
        await store.DeleteManyAsync(keys, stop).ConfigureAwait(false);
        var below = $"s3://{from.Bucket}/{S3Command.Shown(from.FolderPrefix)}";
        await terminal.Out.WriteLineAsync($"Deleted {S3Command.Count(keys.Count, "object")} below {below}").ConfigureAwait(false);
        return 0;
    }
}
