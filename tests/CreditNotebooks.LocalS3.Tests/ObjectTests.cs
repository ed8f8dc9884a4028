using System.Net;
using System.Security.Cryptography;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;

namespace CreditNotebooks.LocalS3.Tests;

/// <summary>Objects, through AWS's own client.</summary>
public sealed class ObjectTests : IAsyncLifetime
{
    private LocalS3 _s3 = null!;

    private AmazonS3Client Client => _s3.Client;

    public async Task InitializeAsync() => _s3 = await LocalS3.StartAsync("bucket");

    public async Task DisposeAsync() => await _s3.DisposeAsync();

    private Task<PutObjectResponse> PutAsync(string key, string content, Action<PutObjectRequest>? change = null)
    {
        var request = new PutObjectRequest { BucketName = "bucket", Key = key, ContentBody = content };
        change?.Invoke(request);
        return Client.PutObjectAsync(request);
    }

    private async Task<string> GetAsync(string key, Action<GetObjectRequest>? change = null)
    {
        var request = new GetObjectRequest { BucketName = "bucket", Key = key };
        change?.Invoke(request);
        using var response = await Client.GetObjectAsync(request);
        using var reader = new StreamReader(response.ResponseStream);
        return await reader.ReadToEndAsync();
    }

    private static async Task<(HttpStatusCode, string)> FailsAsync(Func<Task> work)
    {
        var error = await Assert.ThrowsAnyAsync<AmazonS3Exception>(work);
        return (error.StatusCode, error.ErrorCode);
    }

    [Fact]
    public async Task What_was_put_comes_back_with_its_headers_metadata_and_tags()
    {
        var put = await PutAsync("k", "content", r =>
        {
            r.ContentType = "text/csv";
            r.Headers.CacheControl = "no-cache";
            r.Headers.ContentDisposition = "attachment; filename=\"a.csv\"";
            r.Metadata.Add("colour", "blue");
            r.TagSet = [new() { Key = "a b", Value = "1+2" }];
        });
        Assert.Equal($"\"{Convert.ToHexStringLower(MD5.HashData("content"u8))}\"", put.ETag);
        using var got = await Client.GetObjectAsync("bucket", "k");
        Assert.Equal(("text/csv", "no-cache", "attachment; filename=\"a.csv\"", "blue", 7),
            (got.Headers.ContentType, got.Headers.CacheControl, got.Headers.ContentDisposition, got.Metadata["colour"], got.Headers.ContentLength));
        var tag = Assert.Single((await Client.GetObjectTaggingAsync(new() { BucketName = "bucket", Key = "k" })).Tagging);
        Assert.Equal(("a b", "1+2"), (tag.Key, tag.Value));
        await Client.DeleteObjectTaggingAsync(new() { BucketName = "bucket", Key = "k" });
        Assert.Empty((await Client.GetObjectTaggingAsync(new() { BucketName = "bucket", Key = "k" })).Tagging ?? []);
    }

    [Theory]
    [InlineData("bytes=0-0", "0", "bytes 0-0/10")]
    [InlineData("bytes=3-", "3456789", "bytes 3-9/10")]
    [InlineData("bytes=-3", "789", "bytes 7-9/10")]
    [InlineData("bytes=-30", "0123456789", "bytes 0-9/10")]
    [InlineData("bytes=8-100", "89", "bytes 8-9/10")]
    [InlineData("bytes=5-2", "0123456789", null)]
    [InlineData("bytes=0-1,3-4", "0123456789", null)]
    [InlineData("lines=0-1", "0123456789", null)]
    [InlineData("bytes=10-", null, "bytes */10")]
    [InlineData("bytes=-0", null, "bytes */10")]
    public async Task Ranges(string range, string? content, string? contentRange)
    {
        await PutAsync("k", "0123456789");
        var answer = await new RawRequest("GET", "/bucket/k").With("range", range).Signed(LocalS3.Account).SendAsync(_s3.Server.Endpoint);
        Assert.Equal(content is null ? 416 : contentRange is null ? 200 : 206, answer.Status);
        if (content is null) Assert.Equal("InvalidRange", answer.Code);
        else Assert.Equal(content, answer.Text);
        Assert.Equal(contentRange, answer.Headers.GetValueOrDefault("Content-Range"));
    }

    [Fact]
    public async Task Conditions_on_reads()
    {
        var etag = (await PutAsync("k", "x")).ETag;
        var now = DateTime.UtcNow;
        Assert.Equal("x", await GetAsync("k", r => r.EtagToMatch = etag));
        Assert.Equal("x", await GetAsync("k", r => r.EtagToNotMatch = "\"other\""));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "PreconditionFailed"), await FailsAsync(() => GetAsync("k", r => r.EtagToMatch = "\"other\"")));
        Assert.Equal(HttpStatusCode.NotModified, (await FailsAsync(() => GetAsync("k", r => r.EtagToNotMatch = etag))).Item1);
        Assert.Equal(HttpStatusCode.NotModified, (await FailsAsync(() => GetAsync("k", r => r.ModifiedSinceDate = now.AddHours(1)))).Item1);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await FailsAsync(() => GetAsync("k", r => r.UnmodifiedSinceDate = now.AddHours(-1)))).Item1);
        Assert.Equal("x", await GetAsync("k", r => (r.EtagToMatch, r.UnmodifiedSinceDate) = (etag, now.AddHours(-1))));
    }

    [Fact]
    public async Task Conditions_on_writes()
    {
        var etag = (await PutAsync("k", "1", r => r.IfNoneMatch = "*")).ETag;
        Assert.Equal((HttpStatusCode.PreconditionFailed, "PreconditionFailed"), await FailsAsync(() => PutAsync("k", "2", r => r.IfNoneMatch = "*")));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "PreconditionFailed"), await FailsAsync(() => PutAsync("k", "2", r => r.IfMatch = "\"other\"")));
        Assert.Equal((HttpStatusCode.NotFound, "NoSuchKey"), await FailsAsync(() => PutAsync("missing", "2", r => r.IfMatch = etag)));
        await PutAsync("k", "2", r => r.IfMatch = etag);
        Assert.Equal("2", await GetAsync("k"));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "PreconditionFailed"),
            await FailsAsync(() => Client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = "bucket", Key = "k", IfMatch = etag })));
        Assert.Single(_s3.Blobs());
    }

    [Fact]
    public async Task A_copy_takes_what_its_directives_say_and_needs_no_second_blob()
    {
        await PutAsync("k", "content", r => r.Metadata.Add("a", "1"));
        var copy = new CopyObjectRequest { SourceBucket = "bucket", SourceKey = "k", DestinationBucket = "bucket", DestinationKey = "ü/copy" };
        await Client.CopyObjectAsync(copy);
        Assert.Equal("1", (await Client.GetObjectMetadataAsync("bucket", "ü/copy")).Metadata["a"]);
        copy.MetadataDirective = S3MetadataDirective.REPLACE;
        copy.Metadata.Add("b", "2");
        await Client.CopyObjectAsync(copy);
        Assert.Equal(["x-amz-meta-b"], (await Client.GetObjectMetadataAsync("bucket", "ü/copy")).Metadata.Keys);
        Assert.Single(_s3.Blobs());
        await Client.DeleteObjectAsync("bucket", "k");
        await _s3.RestartAsync();
        Assert.Equal("content", await GetAsync("ü/copy"));
        await Client.DeleteObjectAsync("bucket", "ü/copy");
        Assert.Empty(_s3.Blobs());
    }

    [Fact]
    public async Task A_copy_that_changes_nothing_or_misses_its_condition_is_refused()
    {
        var etag = (await PutAsync("k", "content")).ETag;
        CopyObjectRequest Copy(string to) => new() { SourceBucket = "bucket", SourceKey = "k", DestinationBucket = "bucket", DestinationKey = to };
        Assert.Equal((HttpStatusCode.BadRequest, "InvalidRequest"), await FailsAsync(() => Client.CopyObjectAsync(Copy("k"))));
        var conditional = Copy("c");
        conditional.ETagToNotMatch = etag;
        Assert.Equal((HttpStatusCode.PreconditionFailed, "PreconditionFailed"), await FailsAsync(() => Client.CopyObjectAsync(conditional)));
        var missing = Copy("c");
        missing.SourceKey = "missing";
        Assert.Equal((HttpStatusCode.NotFound, "NoSuchKey"), await FailsAsync(() => Client.CopyObjectAsync(missing)));
    }

    [Fact]
    public async Task Many_are_deleted_at_once_and_a_missing_one_is_no_error()
    {
        await PutAsync("a", "1");
        await PutAsync("b&<\"\u0001", "2");
        var response = await Client.DeleteObjectsAsync(new() { BucketName = "bucket", Objects = [new() { Key = "a" }, new() { Key = "missing" }] });
        Assert.Equal(["a", "missing"], response.DeletedObjects.Select(d => d.Key));
        Assert.Equal(Uri.EscapeDataString("b&<\"\u0001"), Assert.Single((await Client.ListObjectsV2Async(new() { BucketName = "bucket", Encoding = EncodingType.Url })).S3Objects).Key);
        var bad = await new RawRequest("POST", "/bucket?delete") { Body = "<Delete><Object>"u8.ToArray() }
            .With("content-md5", Convert.ToBase64String(MD5.HashData("<Delete><Object>"u8))).Signed(LocalS3.Account).SendAsync(_s3.Server.Endpoint);
        Assert.Equal((400, "MalformedXML"), (bad.Status, bad.Code));
    }

    [Fact]
    public async Task A_presigned_address_reads_and_writes_until_it_expires_and_overrides_headers()
    {
        using var http = new HttpClient();
        string Url(HttpVerb verb, DateTime until) => Client.GetPreSignedURL(new()
        {
            BucketName = "bucket", Key = "p q", Verb = verb, Expires = until, Protocol = Protocol.HTTP,
            ResponseHeaderOverrides = verb == HttpVerb.GET ? new() { ContentType = "text/x", ContentDisposition = "inline" } : new(),
        });
        var soon = DateTime.UtcNow.AddMinutes(5);
        Assert.Equal(HttpStatusCode.OK, (await http.PutAsync(Url(HttpVerb.PUT, soon), new ByteArrayContent("body"u8.ToArray()))).StatusCode);
        using var got = await http.GetAsync(Url(HttpVerb.GET, soon));
        Assert.Equal(("body", "text/x"), (await got.Content.ReadAsStringAsync(), got.Content.Headers.ContentType!.ToString()));
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync(Url(HttpVerb.GET, soon).Replace("text%2Fx", "text%2Fy", StringComparison.Ordinal))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync(Url(HttpVerb.PUT, soon))).StatusCode);
        var brief = Url(HttpVerb.GET, DateTime.UtcNow.AddSeconds(1));
        await Task.Delay(2100);
        using var late = await http.GetAsync(brief);
        Assert.Equal(HttpStatusCode.Forbidden, late.StatusCode);
        Assert.Contains("Request has expired", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Virtual_hosts_name_the_bucket()
    {
        await PutAsync("k", "v");
        var answer = await new RawRequest("GET", "/k") { Host = "bucket.localhost:9000" }.Signed(LocalS3.Account).SendAsync(_s3.Server.Endpoint);
        Assert.Equal("v", answer.Text);
    }

    [Fact]
    public async Task What_is_not_implemented_says_so_by_name()
    {
        foreach (var (method, target, name) in new[]
        {
            ("GET", "/bucket?website", "GetBucketWebsite"), ("PUT", "/bucket?replication", "PutBucketReplication"), ("GET", "/bucket/k?retention", "GetObjectRetention"),
            ("POST", "/bucket", "PostObject"), ("DELETE", "/bucket?versioning", "DELETE of ?versioning"),
        })
        {
            var answer = await new RawRequest(method, target).Signed(LocalS3.Account).SendAsync(_s3.Server.Endpoint);
            Assert.Equal((501, "NotImplemented"), (answer.Status, answer.Code));
            Assert.Contains(name, answer.Message, StringComparison.Ordinal);
        }
        Assert.Equal((HttpStatusCode.NotImplemented, "NotImplemented"), await FailsAsync(() => PutAsync("k", "x", r => r.ServerSideEncryptionMethod = ServerSideEncryptionMethod.AWSKMS)));
    }

    [Fact]
    public async Task Keys_metadata_and_headers_have_S3s_limits()
    {
        var longest = string.Concat(Enumerable.Repeat("ü", 512));
        await PutAsync(longest, "x");
        Assert.Equal("x", await GetAsync(longest));
        Assert.Equal((HttpStatusCode.BadRequest, "KeyTooLongError"), await FailsAsync(() => PutAsync(longest + "x", "x")));
        Assert.Equal((HttpStatusCode.BadRequest, "MetadataTooLarge"), await FailsAsync(() => PutAsync("k", "x", r => r.Metadata.Add("a", new('x', 2048)))));
        var large = await new RawRequest("GET", "/bucket/k").With("x-amz-meta-a", new('x', 9000)).Signed(LocalS3.Account).SendAsync(_s3.Server.Endpoint);
        Assert.Equal((400, "RequestHeaderSectionTooLarge"), (large.Status, large.Code));
    }

    [Fact]
    public async Task A_delete_during_a_read_does_not_tear_it()
    {
        var content = RandomNumberGenerator.GetBytes(20_000_000);
        await Client.PutObjectAsync(new() { BucketName = "bucket", Key = "big", InputStream = new MemoryStream(content) });
        using var response = await Client.GetObjectAsync("bucket", "big");
        await Client.DeleteObjectAsync("bucket", "big");
        var copy = new MemoryStream();
        await response.ResponseStream.CopyToAsync(copy);
        Assert.Equal(content, copy.ToArray());
        for (var i = 0; i < 100 && _s3.Blobs().Length > 0; i++) await Task.Delay(20);
        Assert.Empty(_s3.Blobs());
    }

    [Fact]
    public async Task Not_ASCII_in_metadata_comes_back_encoded_and_control_characters_are_refused()
    {
        await new RawRequest("PUT", "/bucket/k").With("x-amz-meta-n", "Zürich").Signed(LocalS3.Account).SendAsync(_s3.Server.Endpoint);
        var answer = await new RawRequest("HEAD", "/bucket/k").Signed(LocalS3.Account).SendAsync(_s3.Server.Endpoint);
        Assert.Equal($"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes("Zürich"))}?=", answer.Headers["x-amz-meta-n"]);
        var split = await new RawRequest("GET", "/bucket/k?response-content-type=a%0D%0Ab%3A%20c").Signed(LocalS3.Account).SendAsync(_s3.Server.Endpoint);
        Assert.Equal((400, "InvalidArgument"), (split.Status, split.Code));
    }
}
