using System.CommandLine;
using System.Net;
using CreditNotebooks.LocalS3;

namespace CreditNotebooks.Cli.Verbs;

/// <summary><c>credit s3 serve</c>: an S3 server on a folder, until it is stopped.</summary>
internal static class S3ServeVerb
{
    public static Command Create(Terminal terminal)
    {
        var data = new Option<string>("--data") { Description = "The folder that holds the buckets.", HelpName = "DIR", Required = true };
        var port = new Option<int>("--port") { Description = "The port to listen on; 0 takes a free one.", DefaultValueFactory = _ => 9000 };
        var host = new Option<string>("--host") { Description = "The address to listen on; any but this machine's own needs keys.", DefaultValueFactory = _ => "127.0.0.1" };
        var user = new Option<string[]>("--user")
        {
            Description = "A pair of access keys, several allowed. The first is the account itself; the others may do what bucket policies grant them. "
                + "Without it: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
            HelpName = "KEY:SECRET",
        };
        var region = new Option<string>("--region") { Description = "The region that new buckets are in.", DefaultValueFactory = _ => "us-east-1" };
        var domain = new Option<string[]>("--domain") { Description = "A host name that bucket names may stand in front of, besides localhost.", HelpName = "NAME" };
        var secure = new Option<bool>("--loopback-is-secure") { Description = "Requests from this machine count as encrypted in bucket policies (aws:SecureTransport)." };
        var command = new Command("serve", "Runs an S3 server on a folder.") { data, port, host, user, region, domain, secure };
        command.SetAction(async (parsed, stop) =>
        {
            try
            {
                return await ServeAsync(terminal, new()
                {
                    DataFolder = Path.Combine(terminal.Folder, parsed.GetValue(data)!),
                    Port = parsed.GetValue(port),
                    Host = Address(parsed.GetValue(host)!),
                    Users = Users(parsed.GetValue(user) ?? [], terminal),
                    Region = parsed.GetValue(region)!,
                    Domains = parsed.GetValue(domain) ?? [],
                    LoopbackIsSecure = parsed.GetValue(secure),
                }, stop).ConfigureAwait(false);
            }
            catch (LocalS3Exception e)
            {
                await terminal.Error.WriteLineAsync("credit: " + e.Message).ConfigureAwait(false);
                return CommandLine.BadInput;
            }
        });
        return command;
    }

    private static async Task<int> ServeAsync(Terminal terminal, LocalS3Options options, CancellationToken stop)
    {
        using var signal = new StopSignal(terminal.Error, stop, "Stopping the server; press Ctrl-C again to end at once.");
        await using var server = await LocalS3Server.StartAsync(options, message => terminal.Error.WriteLine("credit: " + message)).ConfigureAwait(false);
        var url = server.Endpoint.ToString().TrimEnd('/');
        await terminal.Out.WriteLineAsync($"S3 on {url}, data in {Path.GetFullPath(options.DataFolder)}, access key {server.Account.AccessKey}; Ctrl-C stops it.").ConfigureAwait(false);
        if (server.Account == LocalS3User.Default)
        {
            await terminal.Out.WriteLineAsync($"  export AWS_ENDPOINT_URL={url} AWS_REGION={options.Region} AWS_ACCESS_KEY_ID={server.Account.AccessKey} AWS_SECRET_ACCESS_KEY={server.Account.SecretKey}")
                .ConfigureAwait(false);
        }
        await terminal.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        var stopped = new TaskCompletionSource();
        await using var registration = signal.Token.Register(stopped.SetResult).ConfigureAwait(false);
        await stopped.Task.ConfigureAwait(false);
        return 0;
    }

    private static IPAddress Address(string host) => host switch
    {
        "localhost" => IPAddress.Loopback,
        "*" => IPAddress.Any,
        _ when IPAddress.TryParse(host, out var address) => address,
        _ => throw new LocalS3Exception($"--host takes an address such as 127.0.0.1 or 0.0.0.0, not {host}."),
    };

    private static List<LocalS3User> Users(string[] pairs, Terminal terminal)
    {
        if (pairs.Length > 0) return [.. pairs.Select(User)];
        var (key, secret) = (terminal.Variables.GetValueOrDefault("AWS_ACCESS_KEY_ID", ""), terminal.Variables.GetValueOrDefault("AWS_SECRET_ACCESS_KEY", ""));
        return (key, secret) switch
        {
            ("", "") => [],
            ("", _) or (_, "") => throw new LocalS3Exception("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together: set both or neither."),
            _ => [new(key, secret)],
        };
    }

    private static LocalS3User User(string pair) => pair.Split(':', 2) is [{ Length: > 0 } key, { Length: > 0 } secret]
        ? new(key, secret)
        : throw new LocalS3Exception("--user takes an access key and a secret key with a colon between them: KEY:SECRET.");
}
