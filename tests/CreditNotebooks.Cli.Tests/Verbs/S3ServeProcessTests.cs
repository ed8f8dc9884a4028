using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using CreditNotebooks.LocalS3;
using CreditNotebooks.LocalS3.Tests;

namespace CreditNotebooks.Cli.Tests.Verbs;

/// <summary><c>credit s3 serve</c> as a process: what it prints, what it refuses, and what is left when it is killed.</summary>
public sealed class S3ServeProcessTests : IDisposable
{
    private static readonly LocalS3User Account = new("KEY", "SECRET");
    private readonly string _folder = Directory.CreateTempSubdirectory("credit-s3-serve-").FullName;

    /// <summary>How often the server is killed; more by hand.</summary>
    private static int Rounds { get; } = int.TryParse(Environment.GetEnvironmentVariable("CREDIT_S3_KILLS"), out var rounds) ? rounds : 8;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "credit.exe" : "credit"),
            ["s3", "serve", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in new[] { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY" }) start.Environment.Remove(name);
        return Process.Start(start)!;
    }

    private async Task<(Process Process, Uri Endpoint)> ServeAsync()
    {
        var process = Start("--port", "0", "--data", _folder, "--user", "KEY:SECRET");
        var line = await process.StandardOutput.ReadLineAsync() ?? await process.StandardError.ReadToEndAsync();
        Assert.StartsWith("S3 on http://127.0.0.1:", line, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", line, StringComparison.Ordinal);
        return (process, new(line.Split(' ')[2].TrimEnd(',')));
    }

    [Fact]
    public async Task Killed_while_it_writes_it_keeps_every_acknowledged_object_whole_and_shows_nothing_torn()
    {
        var acknowledged = new ConcurrentDictionary<string, string>();
        var random = new Random(9);
        for (var round = 0; round < Rounds; round++)
        {
            var (process, endpoint) = await ServeAsync();
            using (process)
            {
                if (round == 0) Assert.Equal(200, (await new RawRequest("PUT", "/bucket").Signed(Account).SendAsync(endpoint)).Status);
                await CheckAsync(endpoint, acknowledged);
                var writers = Enumerable.Range(0, 6).Select(writer => WriteAsync(endpoint, $"{round}-{writer}", acknowledged)).ToArray();
                await Task.Delay(random.Next(100, 400));
                process.Kill();
                await process.WaitForExitAsync();
                await Task.WhenAll(writers);
            }
        }
        var (last, at) = await ServeAsync();
        using (last)
        {
            await CheckAsync(at, acknowledged);
            last.Kill();
            await last.WaitForExitAsync();
        }
        Assert.True(acknowledged.Count > 5 * Rounds, $"only {acknowledged.Count} objects");
    }

    /// <summary>Writes until the server is gone; a key's content begins with its SHA-256.</summary>
    private static async Task WriteAsync(Uri endpoint, string name, ConcurrentDictionary<string, string> acknowledged)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                var content = RandomNumberGenerator.GetBytes(RandomNumberGenerator.GetInt32(1, 300_000));
                var key = $"{Convert.ToHexStringLower(SHA256.HashData(content))}-{name}-{i}";
                var answer = await new RawRequest("PUT", "/bucket/" + key) { Body = content }.Signed(Account).SendAsync(endpoint);
                Assert.Equal(200, answer.Status);
                acknowledged[key] = name;
            }
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            // Killed.
        }
    }

    private static async Task CheckAsync(Uri endpoint, ConcurrentDictionary<string, string> acknowledged)
    {
        var listed = new List<string>();
        for (var marker = ""; ;)
        {
            var page =
                System.Xml.Linq.XElement.Parse((await new RawRequest("GET", "/bucket?marker=" + marker).Signed(Account)
                .SendAsync(endpoint)).Text);
            var keys = page.Descendants().Where(e => e.Name.LocalName is "Key").Select(e => e.Value).ToList();
            listed.AddRange(keys);
            if (keys.Count < 1000) break;
            marker = keys[^1];
        }
        Assert.Empty(acknowledged.Keys.Except(listed));
        // What was not acknowledged may be there, but then it is whole.
        foreach (var key in listed.Where(k => !acknowledged.TryGetValue(k, out var state) || state is not "checked"))
        {
            var answer = await new RawRequest("GET", "/bucket/" + key).Signed(Account).SendAsync(endpoint);
            Assert.Equal(200, answer.Status);
            Assert.StartsWith(Convert.ToHexStringLower(SHA256.HashData(answer.Body)), key, StringComparison.Ordinal);
            acknowledged[key] = "checked";
        }
    }

    [Theory]
    [InlineData("credit: The server would be open to other machines at 0.0.0.0", "--data", "d", "--host", "0.0.0.0")]
    [InlineData("credit: --user takes an access key and a secret key", "--data", "d", "--user", "KEY")]
    [InlineData("credit: --host takes an address", "--data", "d", "--host", "nowhere")]
    [InlineData("Option '--data' is required.")]
    public async Task What_cannot_be_served_is_said_in_a_sentence(string sentence, params string[] arguments)
    {
        using var process = Start([.. arguments.Select(a => a is "d" ? _folder : a)]);
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.StartsWith(sentence, error.Trim(), StringComparison.Ordinal);
        Assert.Equal(CommandLine.BadInput, process.ExitCode);
    }
}
