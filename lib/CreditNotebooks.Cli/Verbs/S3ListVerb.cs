using System.CommandLine;
using System.Globalization;
using CreditNotebooks.Storage;
using CreditNotebooks.Storage.S3;

namespace CreditNotebooks.Cli.Verbs;

/// <summary><c>credit s3 ls s3://BUCKET/FOLDER</c>: dates, sizes and names.</summary>
internal static class S3ListVerb
{
    public static Command Create(Terminal terminal)
    {
        var url = new Argument<string>("address") { HelpName = "s3://BUCKET/FOLDER", Description = "A bucket, a folder or an object." };
        var recursive = new Option<bool>("--recursive", "-r") { Description = "The objects in subfolders too." };
        var command = new Command("ls", "Lists objects: when they were written (UTC), their bytes, their names.") { url, recursive };
        command.SetAction((parsed, stop) => S3Command.RunAsync(terminal, stop, (connection, token) =>
            ListAsync(terminal, S3Url.Parse(parsed.GetValue(url)!), parsed.GetValue(recursive), connection, token)));
        return command;
    }

    private static async Task<int> ListAsync(Terminal terminal, S3Url of, bool recursive, S3Connection connection, CancellationToken stop)
    {
        var store = connection.Bucket(of.Bucket);
        long objects = 0, bytes = 0, folders = 0;
        await foreach (var entry in store.ListAsync(of.FolderPrefix, recursive ? null : "/", cancellationToken: stop).ConfigureAwait(false))
        {
            if (entry.IsPrefix) folders++;
            else (objects, bytes) = (objects + 1, bytes + entry.Size);
            // The mark of an empty folder has no name of its own.
            var name = entry.Key == of.FolderPrefix ? "./" : entry.Key[of.FolderPrefix.Length..];
            await WriteAsync(terminal, entry.LastModified, entry.IsPrefix ? null : entry.Size, name).ConfigureAwait(false);
        }
        // Last, because a principal that is limited to a folder may ask for it only with its slash.
        if (objects + folders == 0 && of.Key.Length > 0)
        {
            var found = await store.HeadAsync(of.Key, stop).ConfigureAwait(false);
            (objects, bytes) = (1, found.Size);
            var name = of.Key[(of.Key.TrimEnd('/').LastIndexOf('/') + 1)..];
            await WriteAsync(terminal, found.LastModified, found.Size, name).ConfigureAwait(false);
        }
        var total = $"{S3Command.Count(objects, "object")}, {S3Command.Count(bytes, "byte")}";
        await terminal.Out.WriteLineAsync(folders > 0 ? $"{total}; {S3Command.Count(folders, "folder")}" : total).ConfigureAwait(false);
        return 0;
    }

    private static Task WriteAsync(Terminal terminal, DateTimeOffset? written, long? size, string name)
    {
        var date = written?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var line = string.Create(CultureInfo.InvariantCulture, $"{date,19}  {size,15:N0}  {S3Command.Shown(name)}");
        return terminal.Out.WriteLineAsync(line);
    }
}
