using CreditNotebooks.Storage.Setup;
using static CreditNotebooks.Storage.Tests.StoreExtensions;

namespace CreditNotebooks.Storage.Tests.Setup;

/// <summary>Deleting a bucket with everything in it.</summary>
public sealed class TeardownTests : IAsyncLifetime
{
    private SetupServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await SetupServer.StartAsync();
        await SetupServer.Wish.ApplyAsync(_server.Connection);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Versions_delete_markers_and_unfinished_uploads_go_and_then_the_bucket()
    {
        var store = _server.Connection.Bucket(SetupServer.Bucket);
        string[] keys = ["a", "a b+c/ü?#&=%", "control \u0001", "folder/"];
        foreach (var key in keys)
        {
            await store.PutTextAsync(key, "old");
            await store.PutTextAsync(key, "new");
        }
        await store.DeleteAsync("a");
        foreach (var key in keys) await _server.Client.InitiateMultipartUploadAsync(SetupServer.Bucket, key);
        var told = new Told<TeardownCount>();
        Assert.Equal(new TeardownCount(9, 4), await SetupServer.Wish.TeardownAsync(_server.Connection, told));
        Assert.Equal(new TeardownCount(9, 4), told.All[^1]);
        Assert.Empty((await _server.Client.ListBucketsAsync()).Buckets ?? []);
    }

    [Fact]
    public async Task More_than_a_page_goes_too()
    {
        var store = _server.Connection.Bucket(SetupServer.Bucket);
        await Parallel.ForEachAsync(Enumerable.Range(0, 1100), async (i, _) => await store.PutTextAsync($"{i}", ""));
        Assert.Equal(1100, (await SetupServer.Wish.TeardownAsync(_server.Connection)).Versions);
    }

    [Fact]
    public async Task An_empty_bucket_goes() =>
        Assert.Equal(new TeardownCount(0, 0), await SetupServer.Wish.TeardownAsync(_server.Connection));

    [Fact]
    public async Task A_bucket_that_is_not_there_and_one_that_is_anothers_stay_what_they_are()
    {
        await FailsAsync(StorageConditions.NoSuchBucket, () => new BucketSetup("no-such-bucket").TeardownAsync(_server.Connection));
        await _server.Connection.Bucket(SetupServer.Bucket).PutTextAsync("a", "");
        await FailsAsync(StorageConditions.AccessDenied, () => SetupServer.Wish.TeardownAsync(_server.OfReader));
        Assert.Equal(["a"], await _server.Connection.Bucket(SetupServer.Bucket).KeysAsync());
    }
}
