using static CreditNotebooks.Storage.Tests.StoreExtensions;

namespace CreditNotebooks.Storage.Tests;

/// <summary>What every object store does alike.</summary>
public abstract class ObjectStoreContract
{
    protected abstract IObjectStore Store { get; }

    [Fact]
    public async Task What_was_put_is_got_back_whole_and_in_ranges()
    {
        var put = await Store.PutTextAsync("a/b.txt", "0123456789");
        Assert.Equal(10, put.Size);
        Assert.Equal("0123456789", await Store.GetTextAsync("a/b.txt"));
        Assert.Equal("345", await Store.GetTextAsync("a/b.txt", new ByteRange(3, 3)));
        Assert.Equal("789", await Store.GetTextAsync("a/b.txt", new ByteRange(7)));
        Assert.Equal("89", await Store.GetTextAsync("a/b.txt", new ByteRange(8, 100)));
        await FailsAsync(StorageConditions.InvalidRange, () => Store.GetTextAsync("a/b.txt", new ByteRange(10, 1)));
    }

    [Fact]
    public async Task Head_tells_the_size_and_the_same_ETag_as_put_get_and_list()
    {
        var put = await Store.PutTextAsync("k", "abc");
        var head = await Store.HeadAsync("k");
        await using var content = await Store.GetAsync("k", new ByteRange(0, 1));
        var listed = await Store.ListAsync().SingleAsync();
        Assert.Equal(3, head.Size);
        Assert.Equal(3, content.Info.Size);
        Assert.Equal(3, listed.Size);
        Assert.Equal([put.ETag, put.ETag, put.ETag], new[] { head.ETag, content.Info.ETag, listed.ETag! });
    }

    [Fact]
    public async Task An_empty_object_is_an_object()
    {
        await Store.PutTextAsync("empty", "");
        Assert.Equal(0, (await Store.HeadAsync("empty")).Size);
        Assert.Equal("", await Store.GetTextAsync("empty"));
    }

    [Fact]
    public async Task A_missing_object_is_NoSuchKey()
    {
        await FailsAsync(StorageConditions.NoSuchKey, () => Store.HeadAsync("none"));
        await FailsAsync(StorageConditions.NoSuchKey, () => Store.GetAsync("none"));
        await FailsAsync(StorageConditions.NoSuchKey, () => Store.CopyAsync("none", "other"));
        await Store.DeleteAsync("none");
    }

    [Fact]
    public async Task Put_if_absent_writes_once()
    {
        await Store.PutTextAsync("log/0.json", "first", PutCondition.IfAbsent);
        await FailsAsync(StorageConditions.PreconditionFailed, () => Store.PutTextAsync("log/0.json", "second", PutCondition.IfAbsent));
        Assert.Equal("first", await Store.GetTextAsync("log/0.json"));
    }

    [Fact]
    public async Task Put_if_match_writes_over_the_version_that_was_read_and_no_other()
    {
        await FailsAsync(StorageConditions.PreconditionFailed,
            () => Store.PutTextAsync("k", "x", PutCondition.IfMatch("0123456789abcdef0123456789abcdef")));
        var first = await Store.PutTextAsync("k", "1");
        var second = await Store.PutTextAsync("k", "2", PutCondition.IfMatch(first.ETag));
        await FailsAsync(StorageConditions.PreconditionFailed, () => Store.PutTextAsync("k", "3", PutCondition.IfMatch(first.ETag)));
        Assert.Equal("2", await Store.GetTextAsync("k", ifMatch: second.ETag));
        await FailsAsync(StorageConditions.PreconditionFailed, () => Store.GetTextAsync("k", ifMatch: first.ETag));
    }

    [Fact]
    public async Task Keys_are_listed_in_the_order_of_their_UTF8_bytes()
    {
        // In UTF-16, 𐀀 stands before U+FFFD.
        string[] keys = ["B", "a b+c", "a-", "a/x/1", "a/y", "a0", "z\uFFFD", "z𐀀", "ü?#&=%"];
        foreach (var key in keys.Reverse()) await Store.PutTextAsync(key, key);
        Assert.Equal(keys, await Store.KeysAsync());
        Assert.Equal(["a b+c", "a-", "a/", "a0"], await Store.KeysAsync("a", "/", "a "));
        Assert.Equal(["a/x/", "a/y"], await Store.KeysAsync("a/", "/"));
        Assert.Equal(["a/y"], await Store.KeysAsync("a/", startAfter: "a/x/1"));
        Assert.Empty(await Store.KeysAsync("nothing"));
        foreach (var key in keys) Assert.Equal(key, await Store.GetTextAsync(key));
    }

    [Fact]
    public async Task Copies_and_deletes()
    {
        await Store.PutTextAsync("a", "text");
        await Store.CopyAsync("a", "folder/b");
        await FailsAsync(StorageConditions.PreconditionFailed, () => Store.CopyAsync("a", "folder/b", PutCondition.IfAbsent));
        await Store.DeleteAsync("a");
        Assert.Equal(["folder/b"], await Store.KeysAsync());
        for (var i = 0; i < 5; i++) await Store.PutTextAsync($"many/{i}", "x");
        await Store.DeleteManyAsync(["many/0", "many/1", "many/2", "many/3", "many/none"]);
        Assert.Equal(["folder/b", "many/4"], await Store.KeysAsync());
    }

    [Fact]
    public async Task A_stream_of_unknown_length_becomes_an_object()
    {
        var content = new byte[350_000];
        new Random(1).NextBytes(content);
        var put = await Store.PutAsync("big", new StreamOfUnknownLength(content));
        Assert.Equal(content.Length, put.Size);
        Assert.Equal(content, await Store.GetBytesAsync("big"));
    }

    [Fact]
    public async Task Of_many_that_put_if_absent_at_once_exactly_one_wins()
    {
        for (var round = 0; round < 20; round++)
        {
            var key = $"race/{round}";
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
            {
                try
                {
                    await Store.PutTextAsync(key, $"writer {i}", PutCondition.IfAbsent);
                    return i;
                }
                catch (StorageException exception) when (exception.Condition == StorageConditions.PreconditionFailed)
                {
                    return -1;
                }
            })));
            var winner = Assert.Single(outcomes, outcome => outcome >= 0);
            Assert.Equal($"writer {winner}", await Store.GetTextAsync(key));
        }
    }

    [Fact]
    public async Task No_increment_is_lost_when_many_put_if_match()
    {
        await Store.PutTextAsync("counter", "0");
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => Counter.IncrementAsync(Store, "counter", 8))));
        Assert.Equal("40", await Store.GetTextAsync("counter"));
    }
}
