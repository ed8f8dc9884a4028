using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CreditNotebooks.Storage;
using CreditNotebooks.Storage.S3;

namespace CreditNotebooks.Cli.Verbs;

/// <summary><c>credit s3 upload PATH s3://BUCKET/KEY</c>: a file, or a folder with all that is in it.</summary>
internal static class S3UploadVerb
{
    public static Command Create(Terminal terminal)
    {
        var path = new Argument<string>("path") { HelpName = "PATH", Description = "A file, or a folder." };
        var url = new Argument<string>("address")
        {
            HelpName = "s3://BUCKET/KEY",
            Description = "Where to. A file keeps its name under an address that ends in a slash; a folder's files come below the address.",
        };
        var command = new Command("upload", "Puts a file, or a folder with all that is in it, into a bucket.") { path, url };
        command.SetAction((parsed, stop) => S3Command.RunAsync(terminal, stop, (connection, token) =>
        {
            var from = Path.Combine(terminal.Folder, parsed.GetValue(path)!);
            return UploadAsync(terminal, from, S3Url.Parse(parsed.GetValue(url)!), connection, token);
        }));
        return command;
    }

    private static async Task<int> UploadAsync(Terminal terminal, string path, S3Url to, S3Connection connection, CancellationToken stop)
    {
        var isFolder = Directory.Exists(path);
        if (!isFolder && !File.Exists(path)) return S3Command.Fail(terminal, $"There is no file and no folder {path}.");
        var watch = Stopwatch.StartNew();
        var store = connection.Bucket(to.Bucket);
        var line = new TransferLine(terminal);
        string what, key;
        try
        {
            if (isFolder)
            {
                key = to.FolderPrefix;
                var files = await ObjectUpload.FromFolderAsync(store, path, key, line, stop).ConfigureAwait(false);
                what = $"{S3Command.Count(files, "file")}, {S3Command.Count(line.Done, "byte")},";
            }
            else
            {
                key = to.Key.Length == 0 || to.Key.EndsWith('/') ? to.Key + Path.GetFileName(path) : to.Key;
                what = S3Command.Count((await ObjectUpload.FromFileAsync(store, path, key, line, stop).ConfigureAwait(false)).Size, "byte");
            }
        }
        finally
        {
            line.Clear();
        }
        await terminal.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"Uploaded {what} in {watch.Elapsed.TotalSeconds:0.0} s to s3://{to.Bucket}/{S3Command.Shown(key)}")).ConfigureAwait(false);
        return 0;
    }
}
