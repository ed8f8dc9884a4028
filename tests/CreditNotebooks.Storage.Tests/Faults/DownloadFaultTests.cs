using CreditNotebooks.Storage.S3;
using CreditNotebooks.Storage.Tests.Fakes;
using static CreditNotebooks.Storage.Tests.StoreExtensions;

namespace CreditNotebooks.Storage.Tests.Faults;

/// <summary>Reads over connections that break and from endpoints that lie.</summary>
public sealed class DownloadFaultTests : FaultTests
{
    [Fact]
    public async Task A_read_goes_on_where_the_connection_broke()
    {
        var content = Random(250_000);
        Server.Bucket.Put("k", content);
        Server.FailFirst(2, request => request.Method == "GET", new Fault(CutAfter: 100_000));
        Assert.Equal(content, await Store.GetBytesAsync("k"));
        var eTag = $"\"{Server.Bucket.Objects["k"].ETag}\"";
        Assert.Equal([(null, null), ("bytes=100000-249999", eTag), ("bytes=200000-249999", eTag)],
            Server.Requests.Select(request => (request.Header("Range"), request.Header("If-Match"))));
    }

    [Fact]
    public async Task A_read_goes_on_where_no_byte_came_for_a_while()
    {
        using var impatient = new S3Connection(Server.Settings with { Timeout = TimeSpan.FromMilliseconds(500) });
        var content = Random(250_000);
        Server.Bucket.Put("k", content);
        Server.FailFirst(1, request => request.Method == "GET", new Fault(CutAfter: 100_000, Hang: true));
        Assert.Equal(content, await impatient.Bucket("bucket").GetBytesAsync("k"));
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task A_read_never_mixes_two_versions()
    {
        Server.Bucket.Put("k", Random(200_000));
        Server.FailFirst(1, request => request.Method == "GET", new Fault(CutAfter: 100_000));
        Server.Bucket.AfterRead = () => Server.Bucket.Put("k", Random(200_000, seed: 2));
        await FailsAsync(StorageConditions.PreconditionFailed, () => Store.GetBytesAsync("k"));
    }

    [Fact]
    public async Task A_body_that_is_always_cut_off_is_an_error_in_the_end()
    {
        Server.Bucket.Put("k", Random(1000));
        Server.Fails = _ => new Fault(CutAfter: 0);
        await FailsAsync(StorageConditions.RequestTimeout, () => Store.GetBytesAsync("k"));
    }

    [Fact]
    public async Task A_large_object_comes_in_parallel_ranges_with_progress()
    {
        var content = Random(950_000);
        Server.Bucket.Put("k", content);
        Server.FailFirst(3, request => request.Header("Range") is not null, new Fault(CutAfter: 5000));
        var progress = new Reports();
        await ObjectDownload.ToFileAsync(Store, await Store.HeadAsync("k"), Folder["file"], 100_000, 4, progress);
        Assert.Equal(content, File.ReadAllBytes(Folder["file"]));
        Assert.Equal(950_000, progress.All.Max(report => report.Done));
        Assert.All(progress.All, report => Assert.Equal(950_000, report.Total));
    }

    [Fact]
    public async Task A_byte_that_arrives_changed_is_found_and_leaves_no_file()
    {
        Server.Bucket.Put("k", Random(300_000));
        Server.FailFirst(1, request => request.Header("Range") is not null, new Fault(FlipByte: true));
        var info = await Store.HeadAsync("k");
        await FailsAsync(StorageConditions.BadDigest, () => ObjectDownload.ToFileAsync(Store, info, Folder["file"], 100_000, 2));
        Assert.False(File.Exists(Folder["file"]));
    }
}
