using CreditNotebooks.Storage.Cache;
using CreditNotebooks.Storage.S3;
using CreditNotebooks.Storage.Setup;
using static CreditNotebooks.Storage.Tests.StoreExtensions;

namespace CreditNotebooks.Storage.Tests.Setup;

/// <summary>What a principal does that the set-up has granted the folder <c>credit/</c> and no more: all that reading and writing there
/// needs, and nothing elsewhere.</summary>
public sealed class LeastRightsTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private SetupServer _server = null!;
    private S3Files _files = null!;

    public async Task InitializeAsync()
    {
        _server = await SetupServer.StartAsync();
        await SetupServer.Wish.ApplyAsync(_server.Connection);
        foreach (var key in new[] { "credit/raw/a.csv", "credit/raw/b.csv", "credit/top.csv", "other/secret.csv" })
        {
            await _server.Connection.Bucket(SetupServer.Bucket).PutTextAsync(key, key);
        }

        _files = new S3Files(_server.OfReader.Settings, new CacheSettings(_folder["cache"], 10_000));
    }

    public async Task DisposeAsync()
    {
        _files.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("credit/top.csv", "credit/top.csv")]
    [InlineData("credit/raw", "credit/raw/a.csv credit/raw/b.csv")]
    [InlineData("credit/raw/", "credit/raw/a.csv credit/raw/b.csv")]
    [InlineData("credit/raw/*.csv", "credit/raw/a.csv credit/raw/b.csv")]
    [InlineData("credit/*/a.csv", "credit/raw/a.csv")]
    [InlineData("credit", "credit/top.csv")]
    public async Task Its_files_folders_and_patterns_are_read(string key, string expected)
    {
        using var opened = await _files.OpenAsync([Url(key)]);
        Assert.Equal(expected.Split(' '), opened.Files.Select(file => File.ReadAllText(file.Path)));
    }

    [Theory]
    [InlineData("credit/clean", UploadMode.ErrorIfExists)]
    [InlineData("credit/raw", UploadMode.Overwrite)]
    [InlineData("credit/raw", UploadMode.Append)]
    [InlineData("credit", UploadMode.Overwrite)]
    public async Task Its_folders_are_written(string key, UploadMode mode)
    {
        Directory.CreateDirectory(_folder["written"]);
        await File.WriteAllTextAsync(_folder["written/part-0.csv"], "written");
        await _files.UploadFolderAsync(_folder["written"], Url(key), mode);
        var keys = await _server.Connection.Bucket(SetupServer.Bucket).KeysAsync(key + "/");
        string[] kept = mode == UploadMode.Append ? ["a.csv", "b.csv"] : [];
        Assert.Equal(["_SUCCESS", .. kept, "part-0.csv"], keys.Select(k => k[(key.Length + 1)..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_there_and_what_is_not_are_told_apart()
    {
        Assert.True(await _files.ExistsAsync(Url("credit")));
        Assert.True(await _files.ExistsAsync(Url("credit/raw")));
        Assert.True(await _files.ExistsAsync(Url("credit/top.csv")));
        Assert.False(await _files.ExistsAsync(Url("credit/top")));
        await FailsAsync(StorageConditions.NoSuchKey, () => _files.OpenAsync([Url("credit/none")]));
        Assert.Equal(3, await _files.DeleteAsync(Url("credit")));
        await FailsAsync(StorageConditions.NoSuchKey, () => _files.OpenAsync([Url("credit")]));
    }

    [Theory]
    [InlineData("other")]
    [InlineData("other/secret.csv")]
    [InlineData("cred*/top.csv")]
    [InlineData("")]
    public async Task Nothing_else_is_shown_or_written(string key)
    {
        await FailsAsync(StorageConditions.AccessDenied, () => _files.OpenAsync([Url(key)]));
        await FailsAsync(StorageConditions.AccessDenied, () => _files.ExistsAsync(Url(key)));
        await FailsAsync(StorageConditions.AccessDenied, () => _files.UploadFolderAsync(_folder.Path, Url(key), UploadMode.Overwrite));
    }

    private static string Url(string key) => $"s3://{SetupServer.Bucket}/{key}";
}
