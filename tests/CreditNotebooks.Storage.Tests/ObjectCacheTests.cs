using CreditNotebooks.Storage.Cache;
using static CreditNotebooks.Storage.Tests.StoreExtensions;

namespace CreditNotebooks.Storage.Tests;

public sealed class ObjectCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _downloads;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_longest_unused_goes_first_and_never_more_than_the_size_stays()
    {
        var cache = Cache(300);
        foreach (var key in new[] { "a", "b", "c" }) (await UseAsync(cache, key)).Lease.Dispose();
        (await UseAsync(cache, "a")).Lease.Dispose();
        (await UseAsync(cache, "d")).Lease.Dispose();
        Assert.Equal(300, Bytes());
        Assert.Equal(4, _downloads);
        (await UseAsync(cache, "a")).Lease.Dispose();
        Assert.Equal(4, _downloads);
        (await UseAsync(cache, "b")).Lease.Dispose();
        Assert.Equal(5, _downloads);
    }

    [Fact]
    public async Task A_file_in_use_stays_and_too_many_are_refused()
    {
        var cache = Cache(300);
        var held = await UseAsync(cache, "a");
        foreach (var key in new[] { "b", "c", "d", "e" }) (await UseAsync(cache, key)).Lease.Dispose();
        Assert.True(File.Exists(held.Path));
        await FailsAsync(StorageConditions.CacheFull, () => cache.LeaseAsync([Entry("x"), Entry("y"), Entry("z")], default));
        held.Lease.Dispose();
        using var lease = await cache.LeaseAsync([Entry("x"), Entry("y"), Entry("z")], default);
        Assert.False(File.Exists(held.Path));
    }

    [Fact]
    public async Task Room_is_kept_for_what_another_is_still_bringing()
    {
        using var coming = await Cache(300).LeaseAsync([Entry("a"), Entry("b")], default);
        await FailsAsync(StorageConditions.CacheFull, () => Cache(300).LeaseAsync([Entry("c"), Entry("d")], default));
        using var fits = await Cache(300).LeaseAsync([Entry("c"), Entry("a")], default);
    }

    [Fact]
    public async Task What_a_killed_process_held_and_was_bringing_is_removed()
    {
        var cache = Cache(300);
        (await UseAsync(cache, "a")).Lease.Dispose();
        File.WriteAllText(_folder["leases/0123.lock"], "");
        File.WriteAllText(_folder["leases/0123.files"], $"300 {Entry("x").FileName}\n");
        File.WriteAllText(_folder["incoming/0123-x"], "half");
        using var lease = await cache.LeaseAsync([Entry("b"), Entry("c")], default);
        Assert.Equal([lease.Id + ".files", lease.Id + ".lock"], Directory.GetFiles(_folder["leases"]).Select(Path.GetFileName).Order());
        Assert.Empty(Directory.GetFiles(_folder["incoming"]));
    }

    [Fact]
    public async Task Many_readers_at_once_find_every_file_they_hold()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(reader => Task.Run(async () =>
        {
            var cache = Cache(1000);
            for (var round = 0; round < 30; round++)
            {
                var (path, lease) = await UseAsync(cache, $"{(reader + round) % 15}");
                using (lease) Assert.Equal(100, (await File.ReadAllBytesAsync(path)).Length);
            }
        })));
        Assert.InRange(Bytes(), 100, 1000);
    }

    [Fact]
    public async Task A_download_that_fails_leaves_nothing_in_the_cache()
    {
        var cache = Cache(300);
        using var lease = await cache.LeaseAsync([Entry("a")], default);
        await Assert.ThrowsAsync<IOException>(() => cache.GetAsync(lease, Entry("a"), _ => throw new IOException("broken")));
        Assert.Equal(0, Bytes());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    [InlineData(101)]
    public async Task A_file_that_a_crash_left_with_another_size_is_brought_again(int size)
    {
        var cache = Cache(300);
        var (path, lease) = await UseAsync(cache, "a");
        lease.Dispose();
        File.WriteAllBytes(path, new byte[size]);
        (await UseAsync(cache, "a")).Lease.Dispose();
        Assert.Equal((100, 2), (new FileInfo(path).Length, _downloads));
    }

    [Theory]
    [InlineData("1073741824", 1073741824L)]
    [InlineData("500MB", 500_000_000L)]
    [InlineData("1.5 GiB", 1_610_612_736L)]
    [InlineData("2g", 2_147_483_648L)]
    public void The_size_is_read_as_people_write_it(string text, long bytes) => Assert.Equal(bytes, CacheSettings.ParseSize(text));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("10 parsecs")]
    public void A_size_that_is_none_is_an_error(string text) =>
        Assert.Equal(StorageConditions.InvalidSetting, Assert.Throws<StorageException>(() => CacheSettings.ParseSize(text)).Condition);

    [Fact]
    public void The_folder_and_the_size_come_from_the_environment()
    {
        var given = CacheSettings.FromEnvironment(new Dictionary<string,
            string> { ["CREDIT_NOTEBOOKS_CACHE"] = _folder.Path, ["CREDIT_NOTEBOOKS_CACHE_SIZE"] = "1GiB" });
        Assert.Equal(new CacheSettings(_folder.Path, 1_073_741_824), given);
        var usual = CacheSettings.FromEnvironment(new Dictionary<string, string> { ["XDG_CACHE_HOME"] = _folder.Path });
        Assert.Equal(new CacheSettings(_folder["credit-notebooks"], 10_737_418_240), usual);
    }

    private static CacheEntry Entry(string key) => new("endpoint", "bucket", key, "etag", 100);

    private ObjectCache Cache(long size) => new(new CacheSettings(_folder.Path, size));

    private async Task<(string Path, CacheLease Lease)> UseAsync(ObjectCache cache, string key)
    {
        var lease = await cache.LeaseAsync([Entry(key)], default);
        var path = await cache.GetAsync(lease, Entry(key), async incoming =>
        {
            Interlocked.Increment(ref _downloads);
            await File.WriteAllBytesAsync(incoming, new byte[100]);
        });
        return (path, lease);
    }

    private long Bytes() => new DirectoryInfo(_folder["objects"]).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
