using CreditNotebooks.Storage.Folders;
using static CreditNotebooks.Storage.Tests.StoreExtensions;

namespace CreditNotebooks.Storage.Tests;

public sealed class FolderStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderStore _store;

    public FolderStoreTests() => _store = new FolderStore(_folder["store"]);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("..")]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("./a")]
    [InlineData("a\0b")]
    [InlineData(".credit-store/tmp/x")]
    [InlineData(".CREDIT-STORE")]
    public async Task A_key_that_is_no_file_below_the_folder_is_refused(string key)
    {
        await FailsAsync(StorageConditions.InvalidKey, () => _store.PutTextAsync(key, "x"));
        await FailsAsync(StorageConditions.InvalidKey, () => _store.GetAsync(key));
        await FailsAsync(StorageConditions.InvalidKey, () => _store.HeadAsync(key));
        await FailsAsync(StorageConditions.InvalidKey, () => _store.DeleteAsync(key));
        Assert.False(Directory.Exists(_folder["store"]));
    }

    [Fact]
    public async Task Too_long_keys_and_half_surrogates_are_refused()
    {
        await FailsAsync(StorageConditions.InvalidKey, () => _store.PutTextAsync(new string('ü', 128), "x"));
        await FailsAsync(StorageConditions.InvalidKey, () => _store.PutTextAsync(string.Join('/', Enumerable.Repeat("abc", 257)), "x"));
        await FailsAsync(StorageConditions.InvalidKey, () => _store.PutTextAsync("a\ud800", "x"));
        await _store.PutTextAsync(string.Join('/', Enumerable.Repeat("abc", 256)), "1,023 bytes");
    }

    [Fact]
    public async Task An_object_is_a_plain_file_that_others_can_read_and_write()
    {
        await _store.PutTextAsync("a b+c/ü?#&=%.csv", "x");
        Assert.Equal("x", File.ReadAllText(Path.Combine(_folder["store"], "a b+c", "ü?#&=%.csv")));
        File.WriteAllText(Path.Combine(_folder["store"], "by-another.csv"), "y");
        Assert.Equal("y", await _store.GetTextAsync("by-another.csv"));
    }

    [Fact]
    public async Task Metadata_are_refused_and_not_forgotten() => await FailsAsync(
        StorageConditions.NotImplemented,
            () => _store.PutAsync("k", Stream.Null, new PutOptions { Metadata = new Dictionary<string, string> { ["a"] = "b" } }));

    [Fact]
    public async Task A_failing_source_leaves_the_old_object_and_no_temporary_file()
    {
        await _store.PutTextAsync("k", "old");
        var exception = await Assert.ThrowsAsync<StorageException>(() => _store.PutAsync("k", new BreakingStream(100_000)));
        Assert.Contains("the source broke", exception.Message, StringComparison.Ordinal);
        Assert.Equal("old", await _store.GetTextAsync("k"));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder["store"], FolderKey.Reserved, "tmp")));
    }

    [Fact]
    public async Task Who_reads_keeps_the_version_that_was_opened()
    {
        await _store.PutTextAsync("k", "old version");
        await using var content = await _store.GetAsync("k");
        await _store.PutTextAsync("k", "new version");
        using var reader = new StreamReader(content.Stream);
        Assert.Equal("old version", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task The_temporary_files_of_killed_writers_go_and_those_of_living_ones_stay()
    {
        await _store.PutTextAsync("k", "x");
        var temporary = Path.Combine(_folder["store"], FolderKey.Reserved, "tmp");
        var (dead, young, living) = (Path.Combine(temporary, "dead"), Path.Combine(temporary, "young"), Path.Combine(temporary, "living"));
        foreach (var path in new[] { dead, young, living }) File.WriteAllText(path, "x");
        foreach (var path in new[] { dead, living }) File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-2));
        using var writer = new FileStream(living, FileMode.Open, FileAccess.Write, FileShare.None);
        await new FolderStore(_folder["store"]).PutTextAsync("k", "y");
        Assert.Equal([living, young], Directory.GetFiles(temporary).Order());
        Assert.Equal(["k"], await _store.KeysAsync());
    }

    [Fact]
    public async Task Folders_that_come_and_go_at_once_lose_no_object()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            for (var round = 0; round < 100; round++)
            {
                await _store.PutTextAsync($"a/b/{i}", "x", round % 2 == 0 ? PutCondition.IfAbsent : null);
                Assert.Equal("x", await _store.GetTextAsync($"a/b/{i}"));
                await _store.DeleteAsync($"a/b/{i}");
            }
        })));
        Assert.Empty(await _store.KeysAsync());
        Assert.False(Directory.Exists(Path.Combine(_folder["store"], "a")));
    }

    [Fact]
    public async Task Writers_killed_while_they_write_leave_whole_objects_and_all_they_were_told_of()
    {
        for (var round = 0; round < 8; round++)
        {
            using var writer = OtherProcess.Start("write", _folder["store"]);
            var told = new List<string> { (await writer.StandardOutput.ReadLineAsync())! };
            await Task.Delay(10 + (round * 17));
            writer.Kill();
            while (await writer.StandardOutput.ReadLineAsync() is { } line) told.Add(line);
            await writer.WaitForExitAsync();
            var keys = await _store.KeysAsync();

            // The last line may have been cut off by the kill.
            Assert.Subset(keys.ToHashSet(), told.SkipLast(1).ToHashSet());
            foreach (var key in keys) Assert.True(OtherProcess.IsWhole(await _store.GetBytesAsync(key)), key);
            await _store.DeleteManyAsync(keys);
        }
    }

    [Fact]
    public async Task Of_two_processes_exactly_one_wins_every_round_of_put_if_absent()
    {
        const int rounds = 300;
        using var first = OtherProcess.Start("race", _folder["store"], $"{rounds}");
        using var second = OtherProcess.Start("race", _folder["store"], $"{rounds}");
        await OtherProcess.StartTogetherAsync(first, second);
        var wins = (await first.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(round => (first.Id, round))
            .Concat((await second.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(round => (second.Id, round))).ToList();
        Assert.Equal(rounds, wins.Count);
        foreach (var (id, round) in wins) Assert.Equal($"process {id}", await _store.GetTextAsync($"race/{round}"));
    }

    [Fact]
    public async Task Two_processes_and_this_one_lose_no_increment_by_put_if_match()
    {
        await _store.PutTextAsync("counter", "0");
        using var first = OtherProcess.Start("count", _folder["store"], "100");
        using var second = OtherProcess.Start("count", _folder["store"], "100");
        await OtherProcess.StartTogetherAsync(first, second);
        await Counter.IncrementAsync(_store, "counter", 100);
        await first.WaitForExitAsync();
        await second.WaitForExitAsync();
        Assert.Equal("300", await _store.GetTextAsync("counter"));
    }
}
