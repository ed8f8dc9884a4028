using CreditNotebooks.Storage.Cache;
using CreditNotebooks.Storage.S3;
using CreditNotebooks.Storage.Tests.Fakes;
using static CreditNotebooks.Storage.Tests.StoreExtensions;

namespace CreditNotebooks.Storage.Tests;

/// <summary>Objects as local files, and written folders as objects.</summary>
public sealed class S3FilesTests : IDisposable
{
    private readonly FakeS3 _server = new();
    private readonly TemporaryFolder _folder = new();
    private readonly S3Files _files;

    public S3FilesTests()
    {
        _files = new S3Files(_server.Settings, new CacheSettings(_folder["cache"], 10_000));
        foreach (var key in new[]
        {
            "data/2025/a.csv", "data/2025/b.csv", "data/2026/a.csv", "data/2026/a.csv.gz", "data/_SUCCESS", "data/.hidden.csv",
                "data/top.csv", "data/",
            "table/country=DE/part-0.parquet", "table/country=FR/_temporary/x.parquet", "table/country=FR/part-0.parquet",
                "table/_delta_log/0.json", "table/nested/x.parquet",
        })
        {
            _server.Bucket.Put(key, System.Text.Encoding.UTF8.GetBytes(key));
        }
    }

    public void Dispose()
    {
        _files.Dispose();
        _server.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("s3://bucket/data/top.csv", "data/top.csv")]
    [InlineData("s3a://bucket/data/2025", "data/2025/a.csv data/2025/b.csv")]
    [InlineData("s3://bucket/data/2025/", "data/2025/a.csv data/2025/b.csv")]
    [InlineData("s3://bucket/data", "data/top.csv")]
    [InlineData("s3://bucket/data/*/*.csv", "data/2025/a.csv data/2025/b.csv data/2026/a.csv")]
    [InlineData("s3://bucket/data/202[0-5]/?.csv", "data/2025/a.csv data/2025/b.csv")]
    [InlineData("s3://bucket/data/202[^5]/*", "data/2026/a.csv data/2026/a.csv.gz")]
    [InlineData("s3://bucket/data/{2025/b,2026/a}.csv", "data/2025/b.csv data/2026/a.csv")]
    [InlineData("s3://bucket/*a/top.*", "data/top.csv")]
    [InlineData("s3://bucket/data/202*", "data/2025/a.csv data/2025/b.csv data/2026/a.csv data/2026/a.csv.gz")]
    [InlineData("s3://bucket/table", "table/country=DE/part-0.parquet table/country=FR/part-0.parquet")]
    public async Task An_address_leads_to_the_objects_that_Spark_would_read(string url, string expected)
    {
        using var opened = await _files.OpenAsync([url]);
        Assert.Equal(expected.Split(' ').Select(key => "s3://bucket/" + key), opened.Files.Select(file => file.Url));
        foreach (var file in opened.Files) Assert.Equal(file.Url, "s3://bucket/" + await File.ReadAllTextAsync(file.Path));
    }

    [Fact]
    public async Task Objects_are_found_without_being_brought_and_some_of_them_brought()
    {
        var found = await _files.FindAsync("s3://bucket/table/", recursive: true);
        Assert.Equal(["table/country=DE/part-0.parquet", "table/country=FR/part-0.parquet", "table/nested/x.parquet"],
            found.Select(file => file.Url.Key));
        Assert.Equal(0, Downloads());
        using var opened = await _files.OpenAsync([found[2], found[0]]);
        Assert.Equal(["s3://bucket/table/nested/x.parquet", "s3://bucket/table/country=DE/part-0.parquet"],
            opened.Files.Select(file => file.Url));
        Assert.Equal(2, Downloads());
    }

    [Theory]
    [InlineData("s3://bucket/none.csv")]
    [InlineData("s3://bucket/data/*.json")]
    [InlineData("s3://bucket/data/_SUCCESS")]
    [InlineData("s3://bucket/dat")]
    public async Task An_address_that_leads_nowhere_is_an_error(string url) =>
        await FailsAsync(StorageConditions.NoSuchKey, () => _files.OpenAsync([url]));

    [Theory]
    [InlineData("s3://bucket/data/[a")]
    [InlineData("s3://bucket/data/{a,b")]
    [InlineData("s3:///data")]
    [InlineData("data.csv")]
    public async Task A_malformed_address_is_an_error(string url) =>
        await FailsAsync(StorageConditions.InvalidSetting, () => _files.OpenAsync([url]));

    [Fact]
    public async Task A_file_knows_its_format_and_the_folder_it_was_found_from()
    {
        using var opened = await _files.OpenAsync(["s3://bucket/table/", "s3://bucket/data/2026/a.csv.gz"]);
        Assert.Equal([".parquet", ".parquet", ".gz"], opened.Files.Select(file => Path.GetExtension(file.Path)));
        Assert.EndsWith(".csv.gz", opened.Files[2].Path, StringComparison.Ordinal);
        Assert.Equal(["s3://bucket/table/", "s3://bucket/table/", "s3://bucket/data/2026/a.csv.gz"], opened.Files
            .Select(file => file.Root));
    }

    [Fact]
    public async Task An_object_comes_once_and_a_changed_one_at_once()
    {
        using var first = await _files.OpenAsync(["s3://bucket/data/top.csv"]);
        using var second = await _files.OpenAsync(["s3://bucket/data/top.csv", "s3://bucket/data/t*.csv"]);
        Assert.Equal(1, Downloads());
        Assert.Equal([first.Files[0].Path, first.Files[0].Path], second.Files.Select(file => file.Path));
        _server.Bucket.Put("data/top.csv", "changed"u8.ToArray());
        using var third = await _files.OpenAsync(["s3://bucket/data/top.csv"]);
        Assert.Equal("changed", File.ReadAllText(third.Files[0].Path));
        Assert.Equal("data/top.csv", File.ReadAllText(first.Files[0].Path));
    }

    [Fact]
    public async Task An_object_that_disappears_or_changes_half_way_is_a_clear_error()
    {
        _server.Fails = request =>
        {
            if (request.Method == "HEAD") _server.Bucket.Remove("data/2025/b.csv");
            return null;
        };
        var gone = await Assert.ThrowsAsync<StorageException>(() => _files.OpenAsync(["s3://bucket/data/2025/"]));
        Assert.Contains("s3://bucket/data/2025/b.csv", gone.Message, StringComparison.Ordinal);
        Assert.Contains("deleted by another while it was being read", gone.Message, StringComparison.Ordinal);
        _server.Fails = request =>
        {
            if (request.Method == "HEAD") _server.Bucket.Put("data/2026/a.csv", Guid.NewGuid().ToByteArray());
            return null;
        };
        await FailsAsync(StorageConditions.PreconditionFailed, () => _files.OpenAsync(["s3://bucket/data/2026/"]));
        Assert.Empty(Directory.GetFiles(_folder["cache/incoming"]));
    }

    [Fact]
    public async Task A_folder_goes_up_with_SUCCESS_as_the_last_object()
    {
        var local = Written("part-0.csv", "part-1.csv", "_SUCCESS", ".part-0.csv.crc", "country=DE/part-2.csv");
        await _files.UploadFolderAsync(local, "s3://bucket/out");
        Assert.Equal(["out/_SUCCESS", "out/country=DE/part-2.csv", "out/part-0.csv", "out/part-1.csv"], Keys("out"));
        Assert.Equal("out/_SUCCESS", _server.Requests.Last(request => request.Method == "PUT").Key);
        using var opened = await _files.OpenAsync(["s3://bucket/out"]);
        Assert.Equal(3, opened.Files.Count);
    }

    [Fact]
    public async Task What_is_there_is_kept_overwritten_or_added_to_as_the_mode_says()
    {
        _server.Bucket.Put("out2/other", []);
        await _files.UploadFolderAsync(Written("part-0.csv", "part-1.csv"), "s3://bucket/out");
        await FailsAsync(StorageConditions.AlreadyExists, () => _files.UploadFolderAsync(Written("part-2.csv"), "s3://bucket/out"));
        await _files.UploadFolderAsync(Written("part-2.csv"), "s3://bucket/out", UploadMode.Append);
        Assert.Equal(["out/_SUCCESS", "out/part-0.csv", "out/part-1.csv", "out/part-2.csv", "out2/other"], Keys("out"));
        await _files.UploadFolderAsync(Written("part-3.csv"), "s3://bucket/out/", UploadMode.Overwrite);
        Assert.Equal(["out/_SUCCESS", "out/part-3.csv", "out2/other"], Keys("out"));
        Assert.True(await _files.ExistsAsync("s3://bucket/out"));
        Assert.False(await _files.ExistsAsync("s3://bucket/ou"));
        Assert.Equal(2, await _files.DeleteAsync("s3://bucket/out"));
        Assert.Equal(["out2/other"], Keys("out"));
    }

    [Fact]
    public async Task An_upload_that_fails_leaves_none_of_its_files()
    {
        _server.Fails = request => request.Method == "PUT" && request.Key.EndsWith("part-1.csv", StringComparison.Ordinal)
            ? new Fault(403, "AccessDenied") : null;
        await FailsAsync(StorageConditions.AccessDenied,
            () => _files.UploadFolderAsync(Written("part-0.csv", "part-1.csv", "part-2.csv"), "s3://bucket/out"));
        Assert.Empty(Keys("out"));
    }

    [Fact]
    public async Task An_appending_upload_that_fails_takes_away_nothing_that_it_did_not_put()
    {
        _server.Bucket.Put("out/part-9.csv", "old"u8.ToArray());
        _server.Fails = request => request.Method == "PUT" ? new Fault(403, "AccessDenied") : null;
        await FailsAsync(StorageConditions.AccessDenied,
            () => _files.UploadFolderAsync(Written("part-0.csv", "part-9.csv"), "s3://bucket/out", UploadMode.Append));
        Assert.Equal(["out/part-9.csv"], Keys("out"));
    }

    private int Downloads() => _server.Count(request => request.Method == "GET" && !request.IsList);

    private List<string> Keys(string prefix) =>
        [.. _server.Bucket.Objects.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))];

    private string Written(params string[] names)
    {
        var local = _folder[Guid.NewGuid().ToString("n")];
        foreach (var name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(local, name))!);
            File.WriteAllText(Path.Combine(local, name), name);
        }

        return local;
    }
}
