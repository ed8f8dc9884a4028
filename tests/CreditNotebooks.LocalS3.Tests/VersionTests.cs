using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace CreditNotebooks.LocalS3.Tests;

/// <summary>Buckets that keep versions.</summary>
public sealed class VersionTests : IAsyncLifetime
{
    private LocalS3 _s3 = null!;

    private AmazonS3Client Client => _s3.Client;

    public async Task InitializeAsync() => _s3 = await LocalS3.StartAsync("bucket");

    public async Task DisposeAsync() => await _s3.DisposeAsync();

    private Task SetAsync(string status) =>
        Client.PutBucketVersioningAsync(new() { BucketName = "bucket", VersioningConfig = new() { Status = status } });

    private async Task<string> PutAsync(string content) =>
        (await Client.PutObjectAsync(new() { BucketName = "bucket", Key = "k", ContentBody = content })).VersionId;

    private async Task<string> GetAsync(string? version = null)
    {
        using var got = await Client.GetObjectAsync(new GetObjectRequest { BucketName = "bucket", Key = "k", VersionId = version });
        using var reader = new StreamReader(got.ResponseStream);
        return await reader.ReadToEndAsync();
    }

    private async Task<(HttpStatusCode, string)> FailsAsync(string? version = null)
    {
        var error = await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => GetAsync(version));
        return (error.StatusCode, error.ErrorCode);
    }

    private async Task<List<(string Id, bool Latest, bool Marker)>> VersionsAsync() =>
        [.. ((await Client.ListVersionsAsync("bucket")).Versions ?? [])
            .Select(v => (v.VersionId, v.IsLatest ?? false, v.IsDeleteMarker ?? false))];

    [Fact]
    public async Task Versions_are_kept_from_when_it_is_switched_on_and_survive_a_restart()
    {
        Assert.Null(await PutAsync("0"));
        await SetAsync("Enabled");
        var first = await PutAsync("1");
        var second = await PutAsync("2");
        await _s3.RestartAsync();
        Assert.Equal(["2", "2", "1", "0"], [await GetAsync(), await GetAsync(second), await GetAsync(first), await GetAsync("null")]);
        Assert.Equal([(second, true, false), (first, false, false), ("null", false, false)], await VersionsAsync());
        Assert.Equal("Enabled", (await Client.GetBucketVersioningAsync("bucket")).VersioningConfig.Status.Value);
    }

    [Fact]
    public async Task Versions_deleted_page_by_page_are_all_gone_in_the_end()
    {
        await SetAsync("Enabled");
        for (var i = 0; i < 5; i++) await PutAsync($"{i}");
        var request = new ListVersionsRequest { BucketName = "bucket", MaxKeys = 2 };
        ListVersionsResponse page;
        do
        {
            page = await Client.ListVersionsAsync(request);
            foreach (var version in page.Versions) await Client.DeleteObjectAsync("bucket", version.Key, version.VersionId);
            (request.KeyMarker, request.VersionIdMarker) = (page.NextKeyMarker, page.NextVersionIdMarker);
        }
        while (page.IsTruncated is true);
        Assert.Empty(await VersionsAsync());
    }

    [Fact]
    public async Task A_deletion_is_a_marker_that_can_be_taken_away()
    {
        await SetAsync("Enabled");
        var first = await PutAsync("1");
        var marker = await Client.DeleteObjectAsync("bucket", "k");
        Assert.Equal("true", marker.DeleteMarker);
        Assert.Equal((HttpStatusCode.NotFound, "NoSuchKey"), await FailsAsync());
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "MethodNotAllowed"), await FailsAsync(marker.VersionId));
        Assert.Equal("1", await GetAsync(first));
        var removed = await Client.DeleteObjectAsync("bucket", "k", marker.VersionId);
        Assert.Equal("true", removed.DeleteMarker);
        Assert.Equal("1", await GetAsync());
        await Client.DeleteObjectAsync("bucket", "k", first);
        Assert.Empty(await VersionsAsync());
        Assert.Empty(_s3.Blobs());
        Assert.Equal((HttpStatusCode.NotFound, "NoSuchVersion"), await FailsAsync(first));
        Assert.Equal((HttpStatusCode.BadRequest, "InvalidArgument"), await FailsAsync("no version"));
    }

    [Fact]
    public async Task Suspended_only_the_null_version_is_written()
    {
        await SetAsync("Enabled");
        var first = await PutAsync("1");
        await SetAsync("Suspended");
        await PutAsync("2");
        await PutAsync("3");
        Assert.Equal([("null", true, false), (first, false, false)], await VersionsAsync());
        Assert.Equal("null", (await Client.DeleteObjectAsync("bucket", "k")).VersionId);
        Assert.Equal([("null", true, true), (first, false, false)], await VersionsAsync());
        Assert.Equal((HttpStatusCode.NotFound, "NoSuchKey"), await FailsAsync());
        Assert.Single(_s3.Blobs());
    }

    [Fact]
    public async Task Put_if_absent_sees_through_a_delete_marker()
    {
        await SetAsync("Enabled");
        await PutAsync("1");
        await Client.DeleteObjectAsync("bucket", "k");
        await Client.PutObjectAsync(new() { BucketName = "bucket", Key = "k", ContentBody = "2", IfNoneMatch = "*" });
        Assert.Equal("2", await GetAsync());
    }

    [Fact]
    public async Task A_bucket_with_old_versions_is_not_empty()
    {
        await SetAsync("Enabled");
        var first = await PutAsync("1");
        var marker = (await Client.DeleteObjectAsync("bucket", "k")).VersionId;
        Assert.Equal("BucketNotEmpty",
            (await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => Client.DeleteBucketAsync("bucket"))).ErrorCode);
        await Client.DeleteObjectsAsync(new() { BucketName = "bucket",
            Objects = [new() { Key = "k", VersionId = first }, new() { Key = "k", VersionId = marker }] });
        await Client.DeleteBucketAsync("bucket");
        Assert.Equal("NoSuchBucket", (await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => Client.ListVersionsAsync("bucket"))).ErrorCode);
    }
}
