using CreditNotebooks.LocalS3.Requests;
using CreditNotebooks.LocalS3.Storage;

namespace CreditNotebooks.LocalS3.Tests;

/// <summary>What is on the disk, and what is made of it after a crash.</summary>
public sealed class StorageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("credit-s3-store-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string WriteJournal(int frames)
    {
        var path = Path.Combine(_folder, "journal");
        using var journal = Journal.Open(path, _ => { });
        for (var i = 0; i < frames; i++)
        {
            journal.Append([new SettingChanged("a", i.ToString()), new SettingChanged("b", i.ToString())]);
        }
        return path;
    }

    private static List<string?> Read(string path)
    {
        var values = new List<string?>();
        using var journal = Journal.Open(path, c => values.Add(((SettingChanged)c).Value));
        return values;
    }

    [Fact]
    public void A_journal_cut_off_anywhere_holds_whole_frames_and_goes_on()
    {
        var whole = File.ReadAllBytes(WriteJournal(4));
        var path = Path.Combine(_folder, "cut");
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            var values = Read(path);
            Assert.Equal(["0", "0", "1", "1", "2", "2", "3", "3"],
                values.Concat(Enumerable.Range(values.Count / 2, 4 - values.Count / 2)
                .SelectMany(i => new[] { i.ToString(), i.ToString() })));
            Assert.Equal(0, values.Count % 2);
            using (var journal = Journal.Open(path, _ => { })) journal.Append([new SettingChanged("c", "next")]);
            Assert.Equal([.. values, "next"], Read(path));
        }
        Assert.Equal(8, Read(Path.Combine(_folder, "journal")).Count);
    }

    [Fact]
    public void A_torn_last_frame_goes_whatever_its_bytes_are()
    {
        var path = WriteJournal(2);
        var length = new FileInfo(path).Length;
        foreach (var garbage in new[] { new byte[5000], [255, 255, 255, 127, 1],
            System.Text.Encoding.ASCII.GetBytes("{\"not\":\"a frame\"}") })
        {
            using (var file = File.Open(path, FileMode.Append)) file.Write(garbage);
            Assert.Equal(4, Read(path).Count);
            Assert.Equal(length, new FileInfo(path).Length);
        }
    }

    [Fact]
    public void Damage_in_the_middle_of_a_journal_is_told_and_nothing_is_cut_off()
    {
        var path = WriteJournal(3);
        var bytes = File.ReadAllBytes(path);
        bytes[20] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("damaged at byte 0", Assert.Throws<LocalS3Exception>(() => Read(path)).Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(path));
    }

    [Fact]
    public async Task A_long_journal_is_rewritten_to_what_it_leads_to()
    {
        var blobs = new BlobStore(Path.Combine(_folder, "blobs"));
        var bucket = Path.Combine(_folder, "bucket");
        BucketStore.Begin(bucket, [new BucketCreated(DateTime.UnixEpoch, "here")]);
        var journal = new FileInfo(Path.Combine(bucket, "journal"));
        await using (var store = BucketStore.Open("bucket", bucket, blobs, Assert.Fail)!)
        {
            for (var round = 0; round < 60; round++)
            {
                await Task.WhenAll(Enumerable.Range(0, 250).Select(k => store.CommitAsync<bool>([k.ToString()], _ =>
                    ([new VersionAdded(k.ToString(), new() { VersionId = "null", LastModified = DateTime.UnixEpoch, ETag = $"{round}" })],
                        true))));
            }
        }
        journal.Refresh();
        Assert.InRange(journal.Length, 1, 11_500 * 400);
        await using var again = BucketStore.Open("bucket", bucket, blobs, Assert.Fail)!;
        Assert.Equal(("here", 250), (again.State.Created.Region, again.State.Keys.Count));
        Assert.All(again.State.Keys, k => Assert.Equal("59", Assert.Single(k.Versions).ETag));
    }

    [Fact]
    public async Task A_write_is_acknowledged_though_the_bytes_that_it_replaces_cannot_be_deleted()
    {
        var blobs = new BlobStore(Path.Combine(_folder, "blobs"));
        var bucket = Path.Combine(_folder, "bucket");
        BucketStore.Begin(bucket, [new BucketCreated(DateTime.UnixEpoch, "here")]);
        var log = new List<string>();
        await using var store = BucketStore.Open("bucket", bucket, blobs, log.Add)!;
        Segment[] segments;
        using (var blob = blobs.Create())
        {
            await blob.WriteAsync(new byte[] { 1 }, default);
            segments = blob.Finish();
            await PutAsync("1", segments);
        }
        var path = blobs.PathOf(segments[0].Blob);
        File.Delete(path);
        Directory.CreateDirectory(path);
        await PutAsync("2", []);
        Assert.Equal("2", store.State.Find("k")!.Latest!.ETag);
        Assert.Contains(path, Assert.Single(log), StringComparison.Ordinal);

        Task<bool> PutAsync(string etag, Segment[] bytes) => store.CommitAsync<bool>(["k"], _ => ([new VersionAdded("k",
            new() { VersionId = "null", LastModified = DateTime.UnixEpoch, ETag = etag, Segments = [.. bytes] })], true));
    }

    [Fact]
    public async Task A_bucket_whose_deletion_failed_goes_on_as_it_was_and_can_be_deleted_later()
    {
        var blobs = new BlobStore(Path.Combine(_folder, "blobs"));
        var bucket = Path.Combine(_folder, "bucket");
        BucketStore.Begin(bucket, [new BucketCreated(DateTime.UnixEpoch, "here")]);
        await using (var store = BucketStore.Open("bucket", bucket, blobs, Assert.Fail)!)
        {
            await SetAsync(store, "before");
            var told = await Assert.ThrowsAsync<IOException>(() => store.DeleteAsync(() => throw new IOException("The folder stays.")));
            Assert.Equal("The folder stays.", told.Message);
            Assert.Equal("before", store.State.Settings["name"]);
            await SetAsync(store, "after");
        }
        await using var again = BucketStore.Open("bucket", bucket, blobs, Assert.Fail)!;
        Assert.Equal("after", again.State.Settings["name"]);
        await again.DeleteAsync(() => Directory.Move(bucket, bucket + "-gone"));
        Assert.Equal("NoSuchBucket", (await Assert.ThrowsAsync<S3Exception>(() => SetAsync(again, "too late"))).Error.Code);

        static Task SetAsync(BucketStore store, string value) =>
            store.CommitAsync<bool>(null, _ => ([new SettingChanged("name", value)], true));
    }

    [Fact]
    public async Task Two_servers_on_one_folder_are_refused()
    {
        await using var s3 = await LocalS3.StartAsync();
        var error = await Assert.ThrowsAsync<DataFolderInUseException>(() => LocalS3Server.StartAsync(new() { DataFolder = s3.Folder }));
        Assert.Contains("in use by another server", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_of_writes_that_a_crash_cut_off_are_deleted_at_the_start()
    {
        await using var s3 = await LocalS3.StartAsync("bucket");
        await s3.Client.PutObjectAsync(new() { BucketName = "bucket", Key = "k", ContentBody = "kept" });
        var kept = Assert.Single(s3.Blobs());
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(kept)!, Guid.NewGuid().ToString("n")), "half");
        Directory.CreateDirectory(Path.Combine(s3.Folder, "buckets", ".draft"));
        await s3.RestartAsync();
        Assert.Equal([kept], s3.Blobs());
        Assert.Single(Directory.GetDirectories(Path.Combine(s3.Folder, "buckets")));
    }

    [SkippableFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task What_the_server_makes_is_its_owners_only()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no modes.");
        const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var data = Path.Combine(_folder, "data");
        await using var server = await LocalS3Server.StartAsync(new() { DataFolder = data, Users = [LocalS3.Account] });
        foreach (var (method, target) in new[] { ("PUT", "/bucket"), ("PUT", "/bucket/k"), ("POST", "/bucket/parts?uploads") })
        {
            var request = new RawRequest(method, target) { Body = target is "/bucket/k" ? "x"u8.ToArray() : [] };
            Assert.Equal(200, (await request.Signed(LocalS3.Account).SendAsync(server.Endpoint)).Status);
        }
        string[] folders = [data, .. Directory.GetDirectories(data, "*", SearchOption.AllDirectories)];
        string[] files = Directory.GetFiles(data, "*", SearchOption.AllDirectories);
        Assert.Equal((5, 3), (folders.Length, files.Length));
        Assert.All(folders, path => Assert.Equal((path, file | UnixFileMode.UserExecute), (path, File.GetUnixFileMode(path))));
        Assert.All(files, path => Assert.Equal((path, file), (path, File.GetUnixFileMode(path))));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(99_999)]
    public async Task A_number_that_is_no_port_is_refused_in_a_sentence(int port)
    {
        var error = await Assert.ThrowsAsync<LocalS3Exception>(() => LocalS3Server.StartAsync(new() { DataFolder = _folder, Port = port }));
        Assert.StartsWith($"{port} is no port", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_for_others_needs_keys_of_its_own()
    {
        var error =
            await Assert.ThrowsAsync<LocalS3Exception>(() =>
            LocalS3Server.StartAsync(new() { DataFolder = _folder, Host = System.Net.IPAddress.Any }));
        Assert.Contains("keys that everybody knows", error.Message, StringComparison.Ordinal);
        await using var server = await LocalS3Server.StartAsync(new() { DataFolder = _folder });
        Assert.Equal(LocalS3User.Default, server.Account);
        await Assert.ThrowsAsync<LocalS3Exception>(() =>
            LocalS3Server.StartAsync(new() { DataFolder = _folder + "2", Port = server.Endpoint.Port }));
        Directory.Delete(_folder + "2", recursive: true);
    }

    [Fact]
    public void The_order_of_keys_is_that_of_their_bytes()
    {
        string[] keys = ["", "a", "a\u0000", "aa", "b", "\uD7FF", "\uE000", "\uFFFF", "\U00010000", "\U0010FFFF", "é", "e\u0301"];
        Assert.Equal(keys.OrderBy(k => Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(k)), StringComparer.Ordinal),
            keys.Order(KeyOrder.Instance));
    }
}
