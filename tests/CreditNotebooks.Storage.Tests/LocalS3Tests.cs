using Amazon.S3.Model;
using CreditNotebooks.Storage.Cache;
using CreditNotebooks.Storage.S3;
using static CreditNotebooks.Storage.Tests.StoreExtensions;

namespace CreditNotebooks.Storage.Tests;

/// <summary>The store against a server that checks signatures, checksums and the sizes of parts.</summary>
public sealed class LocalS3Tests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private LocalS3Bucket? _bucket;

    private LocalS3Bucket Bucket => _bucket!;

    public async Task InitializeAsync() => _bucket = await LocalS3Bucket.StartAsync();

    public async Task DisposeAsync()
    {
        await Bucket.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_large_object_goes_up_in_parts_and_comes_down_in_ranges()
    {
        var content = new byte[(21 * 1024 * 1024) + 7];
        new Random(1).NextBytes(content);
        var metadata = new Dictionary<string, string> { ["made-by"] = "a test" };
        await Bucket.Store.PutAsync("big", new MemoryStream(content),
            new PutOptions { Condition = PutCondition.IfAbsent, Metadata = metadata });
        await FailsAsync(StorageConditions.PreconditionFailed,
            () => Bucket.Store.PutAsync("big", new MemoryStream(content), new PutOptions { Condition = PutCondition.IfAbsent }));
        var info = await Bucket.Store.HeadAsync("big");
        Assert.Equal("a test", info.Metadata["made-by"]);
        await ObjectDownload.ToFileAsync(Bucket.Store, info, _folder["big"]);
        Assert.Equal(content, await File.ReadAllBytesAsync(_folder["big"]));
        var uploads = await Bucket.Connection.Client.ListMultipartUploadsAsync("bucket");
        Assert.Empty(uploads.MultipartUploads ?? []);
    }

    [Fact]
    public async Task With_AWS_checksums_an_object_in_parts_and_one_in_one_have_a_checksum_of_the_whole()
    {
        var content = new byte[(9 * 1024 * 1024) + 7];
        new Random(1).NextBytes(content);
        using var connection = new S3Connection(Bucket.Settings with { RequestChecksums = true });
        foreach (var size in new[] { content.Length, 1000 })
        {
            await connection.Bucket("bucket").PutAsync("k", new MemoryStream(content, 0, size));
            var info = await Bucket.Store.HeadAsync("k");
            Assert.Equal(await Checksum.OfAsync(ChecksumAlgorithm.Crc32, new MemoryStream(content, 0, size)), info.Checksum);
            await ObjectDownload.ToFileAsync(Bucket.Store, info, _folder[$"{size}"]);
            Assert.Equal(content[..size], await File.ReadAllBytesAsync(_folder[$"{size}"]));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_object_too_large_for_one_request_is_copied_in_parts(bool checksums)
    {
        const int mebibyte = 1024 * 1024;
        var content = new byte[(11 * mebibyte) + 7];
        new Random(1).NextBytes(content);
        using var connection = new S3Connection(Bucket.Settings with { RequestChecksums = checksums });
        var store = connection.Bucket("bucket");
        await store.PutAsync("k", new MemoryStream(content));
        var copy = new S3Copy(store, await store.HeadAsync("k"), "copy", PutCondition.IfAbsent) { MostInOne = 6 * mebibyte, PartSize = 5 * mebibyte };
        Assert.Equal(content.Length, (await copy.RunAsync(default)).Size);
        Assert.Equal(content, await store.GetBytesAsync("copy"));
        await FailsAsync(StorageConditions.PreconditionFailed, () => copy.RunAsync(default));
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(5, true)]
    [InlineData(100, false)]
    [InlineData(100, true)]
    public async Task A_copy_has_all_that_its_source_was_put_with(int mostInOne, bool conditional)
    {
        const int mebibyte = 1024 * 1024;
        var client = Bucket.Connection.Client;
        var request = new PutObjectRequest
        {
            BucketName = "bucket", Key = "k", InputStream = new MemoryStream(new byte[6 * mebibyte]), ContentType = "text/csv",
            TagSet = [new Tag { Key = "course", Value = "credit & loans" }],
        };
        (request.Headers.CacheControl, request.Headers.ContentDisposition) = ("max-age=60", "attachment; filename=\"a.csv\"");
        (request.Headers.ContentEncoding, request.Headers["Content-Language"]) = ("identity", "de");
        request.Headers["Expires"] = "Tue, 03 Mar 2037 10:00:00 GMT";
        request.Metadata["made-by"] = "a test";
        await client.PutObjectAsync(request);
        var condition = conditional ? PutCondition.IfAbsent : null;
        await new S3Copy(Bucket.Store, await Bucket.Store.HeadAsync("k"), "copy", condition)
            { MostInOne = mostInOne * mebibyte, PartSize = 5 * mebibyte }.RunAsync(default);
        var (of, copy) = (await client.GetObjectMetadataAsync("bucket", "k"), await client.GetObjectMetadataAsync("bucket", "copy"));
        Assert.Equal(("text/csv", "max-age=60", "attachment; filename=\"a.csv\"", "identity", "de", "Tue, 03 Mar 2037 10:00:00 GMT"), Headers(of));
        Assert.Equal(Headers(of), Headers(copy));
        Assert.Equal("a test", copy.Metadata["made-by"]);
        var tag = Assert.Single((await client.GetObjectTaggingAsync(new() { BucketName = "bucket", Key = "copy" })).Tagging);
        Assert.Equal(("course", "credit & loans"), (tag.Key, tag.Value));

        static (string, string, string, string, string, string) Headers(GetObjectMetadataResponse answer) =>
            (answer.Headers.ContentType, answer.Headers.CacheControl, answer.Headers.ContentDisposition, answer.Headers.ContentEncoding,
                answer.ContentLanguage, answer.ExpiresString);
    }

    [Theory]
    [InlineData("a b+c/ü?#&=%")]
    [InlineData("%41/+/..hidden/a=b")]
    [InlineData("control \u0001\u001f and \uFFFD")]
    [InlineData("trailing/slash/")]
    [InlineData("a//b")]
    public async Task Odd_keys_are_kept_to_the_byte(string key)
    {
        await Bucket.Store.PutTextAsync(key, key);
        Assert.Equal(key, await Bucket.Store.GetTextAsync(key));
        Assert.Equal([key], await Bucket.Store.KeysAsync());
        await Bucket.Store.CopyAsync(key, "copy");
        await Bucket.Store.DeleteManyAsync([key]);
        Assert.Equal(["copy"], await Bucket.Store.KeysAsync());
        Assert.Equal(key, await Bucket.Store.GetTextAsync("copy"));
    }

    [Fact]
    public async Task A_key_of_1024_bytes_is_kept()
    {
        var key = new string('ü', 512);
        await Bucket.Store.PutTextAsync(key, "x");
        Assert.Equal([key], await Bucket.Store.KeysAsync());
    }

    [Fact]
    public async Task A_wrong_secret_a_wrong_key_and_a_wrong_bucket_have_S3s_names()
    {
        using var wrongSecret = new S3Connection(Bucket.Settings with { SecretAccessKey = "wrong" });
        using var wrongKey = new S3Connection(Bucket.Settings with { AccessKeyId = "nobody" });
        foreach (var (condition, store) in new[]
        {
            (StorageConditions.SignatureDoesNotMatch, wrongSecret.Bucket("bucket")),
            (StorageConditions.InvalidAccessKeyId, wrongKey.Bucket("bucket")),
            (StorageConditions.NoSuchBucket, Bucket.Connection.Bucket("no-such-bucket")),
        })
        {
            await FailsAsync(condition, () => store.HeadAsync("k"));
            await FailsAsync(condition, () => store.GetAsync("k"));
            await FailsAsync(condition, () => store.PutTextAsync("k", "x"));
            await FailsAsync(condition, () => store.PutTextAsync("k", "x", PutCondition.IfAbsent));
            await FailsAsync(condition, () => store.KeysAsync());
            await FailsAsync(condition, () => store.DeleteManyAsync(["k"]));
        }
    }

    [Fact]
    public async Task A_listing_of_more_than_a_page_is_whole()
    {
        var keys = Enumerable.Range(0, 1100).Select(i => $"many/{i:0000}").ToList();
        await Parallel.ForEachAsync(keys, async (key, _) => await Bucket.Store.PutTextAsync(key, ""));
        Assert.Equal(keys, await Bucket.Store.KeysAsync("many/"));
        await Bucket.Store.DeleteManyAsync(keys);
        Assert.Empty(await Bucket.Store.KeysAsync());
    }

    [Fact]
    public async Task A_written_folder_is_read_back_through_the_cache()
    {
        Directory.CreateDirectory(_folder["out/country=DE"]);
        File.WriteAllText(_folder["out/country=DE/part-0.csv"], "a,b");
        using var files = new S3Files(Bucket.Settings, new CacheSettings(_folder["cache"], 1_000_000));
        for (var round = 0; round < 2; round++)
        {
            await files.UploadFolderAsync(_folder["out"], "s3://bucket/out", UploadMode.Overwrite);
            using var opened = await files.OpenAsync(["s3a://bucket/out"]);
            var file = Assert.Single(opened.Files);
            Assert.Equal(("s3://bucket/out/country=DE/part-0.csv", "s3://bucket/out/", "a,b"),
                (file.Url, file.Root, File.ReadAllText(file.Path)));
        }
    }
}
