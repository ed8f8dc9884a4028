using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CreditNotebooks.Notebooks.Evaluation;
using CreditNotebooks.Notebooks.Packages;

namespace CreditNotebooks.Notebooks.Tests.Packages;

/// <summary>The process that restores.</summary>
[Collection(PackageFeed.Tests)]
public sealed class PackageProcessTests(PackageFeed feed)
{
    [Fact]
    public async Task The_stop_button_ends_it()
    {
        // Takes the connection and never says a word.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var notebook = new PackageNotebook(feed.Folder);
        using var stop = new CancellationTokenSource();
        var cell = notebook.RunAsync(
            $"#i \"nuget: https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/index.json\"\n#r \"nuget: Any, 1.0.0\"", stop.Token);
        using var connection = await listener.AcceptSocketAsync().WaitAsync(TimeSpan.FromSeconds(60));
        var clock = Stopwatch.StartNew();
        await stop.CancelAsync();
        Assert.Equal(CellOutcome.Stopped, (await cell.WaitAsync(TimeSpan.FromSeconds(20))).Outcome);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 2);
        // The connection ends with the process that opened it.
        var buffer = new byte[4096];
        await Assert.ThrowsAsync<EndOfStreamException>(async () =>
        {
            while (await connection.ReceiveAsync(buffer).WaitAsync(TimeSpan.FromSeconds(10)) > 0)
            {
                // What it said before.
            }
            throw new EndOfStreamException();
        });
        Assert.Equal("2", await notebook.RunAsync("1 + 1"));
    }

    [Fact]
    public void Without_an_SDK_there_is_no_command_to_call()
    {
        Assert.NotNull(DotnetCommand.Find());
        Assert.Null(DotnetCommand.Find(name => name == "PATH" ? feed.Folder : null, alsoOurs: false));
        File.WriteAllText(Path.Combine(feed.Folder, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"), "a runtime alone");
        Assert.Null(DotnetCommand.Find(name => name == "DOTNET_ROOT" ? feed.Folder : null, alsoOurs: false));
        Directory.CreateDirectory(Path.Combine(feed.Folder, "sdk", "10.0.100"));
        Assert.StartsWith(feed.Folder, DotnetCommand.Find(name => name == "PATH" ? feed.Folder : null, alsoOurs: false), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_cannot_be_read_is_NuGets_reason()
    {
        var folder = Directory.CreateDirectory(Path.Combine(feed.Folder, "broken")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "nuget.config"), "<configuration");
        var shown = await new PackageNotebook(folder).RunAsync("#r \"nuget: Any, 1.0.0\"");
        Assert.Matches(@"^PackageError: NuGet.Config is not valid XML\. Path: '[^\n]*nuget.config'\.\n   at cell 1, line 1$", shown);
    }
}
