using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace CreditNotebooks.LocalS3.Tests;

/// <summary>Several processes on one data folder: one runs the server, the others find it, and run it on when the first has ended.</summary>
public sealed class SharingTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("credit-shared-").FullName;

    private string Folder => Path.Combine(_root, "s3");

    public void Dispose() => Directory.Delete(_root, true);

    [Fact]
    public async Task The_second_finds_the_first_ones_server_and_keys()
    {
        await using var first = await SharedLocalS3.JoinAsync(Folder, ["owner", "analyst"]);
        await using var second = await SharedLocalS3.JoinAsync(Folder, ["other"]);
        Assert.True(first.IsHost);
        Assert.False(second.IsHost);
        Assert.Equal(first.Endpoint, second.Endpoint);
        Assert.Equal(first.Users, second.Users);
        Assert.Equal(["owner", "analyst"], second.Users.Select(u => u.AccessKey));
        Assert.Equal(2, first.Users.Select(u => u.SecretKey).Distinct().Count());
    }

    [Fact]
    public async Task When_the_first_ends_another_runs_the_server_on_at_the_same_address_with_the_same_data()
    {
        var first = await SharedLocalS3.JoinAsync(Folder, ["owner"]);
        await using var second = await SharedLocalS3.JoinAsync(Folder, []);
        await using var third = await SharedLocalS3.JoinAsync(Folder, []);
        using var client = Client(second);
        await client.PutBucketAsync("data");
        await client.PutObjectAsync(new PutObjectRequest { BucketName = "data", Key = "kept", ContentBody = "text" });
        await first.DisposeAsync();
        using var object1 = await client.GetObjectAsync("data", "kept");
        Assert.Equal(4, object1.ContentLength);
        Assert.Single(new[] { second, third }, s => s.IsHost);
    }

    [Fact]
    public async Task A_later_one_has_the_same_address_and_keys()
    {
        var first = await SharedLocalS3.JoinAsync(Folder, ["owner"]);
        await first.DisposeAsync();
        await using var later = await SharedLocalS3.JoinAsync(Folder, ["other"]);
        Assert.True(later.IsHost);
        Assert.Equal(first.Endpoint, later.Endpoint);
        Assert.Equal(first.Users, later.Users);
    }

    [Fact]
    public async Task An_address_that_another_program_has_taken_is_left_to_it()
    {
        var first = await SharedLocalS3.JoinAsync(Folder, ["owner"]);
        await first.DisposeAsync();
        using var taker = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, first.Endpoint.Port);
        taker.Start();
        await using var later = await SharedLocalS3.JoinAsync(Folder, []);
        Assert.NotEqual(first.Endpoint, later.Endpoint);
        Assert.Equal(first.Users, later.Users);
        await using var guest = await SharedLocalS3.JoinAsync(Folder, []);
        Assert.Equal(later.Endpoint, guest.Endpoint);
    }

    [Fact]
    public async Task Ten_that_open_at_once_have_one_server()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => SharedLocalS3.JoinAsync(Folder, ["owner"]))));
        Assert.Single(all, s => s.IsHost);
        Assert.Single(all.Select(s => (s.Endpoint, s.Users[0].SecretKey)).Distinct());
        foreach (var one in all.OrderBy(s => s.IsHost)) await one.DisposeAsync();
    }

    [Fact]
    public async Task In_one_process_it_is_opened_once_and_anew_when_its_folder_was_deleted()
    {
        var first = await SharedLocalS3.OpenAsync(Folder, "owner");
        Assert.Same(first, await SharedLocalS3.OpenAsync(Folder + Path.DirectorySeparatorChar, "owner"));
        Directory.Delete(Folder, true);
        File.Delete(Folder + ".json");
        await using var second = await SharedLocalS3.OpenAsync(Folder, "owner");
        Assert.NotSame(first, second);
        using var client = Client(second);
        await client.PutBucketAsync("data");
    }

    [Fact]
    public async Task The_file_with_the_keys_is_the_users_own()
    {
        if (OperatingSystem.IsWindows()) return;
        await using var first = await SharedLocalS3.JoinAsync(Folder, ["owner"]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Folder + ".json"));
    }

    [Fact]
    public async Task A_folder_that_a_server_of_another_kind_has_open_is_refused_with_a_sentence()
    {
        await using var other = await LocalS3Server.StartAsync(new() { DataFolder = Folder });
        var error = await Assert.ThrowsAsync<LocalS3Exception>(() => SharedLocalS3.JoinAsync(Folder, ["owner"], TimeSpan.FromMilliseconds(300)));
        Assert.Contains("in use by a server that is not to be found: end the process that runs it.", error.Message, StringComparison.Ordinal);
    }

    private static AmazonS3Client Client(SharedLocalS3 shared) => new(
        new BasicAWSCredentials(shared.Users[0].AccessKey, shared.Users[0].SecretKey),
        new AmazonS3Config { ServiceURL = shared.Endpoint.ToString(), ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
}
