using System.Net;
using System.Net.Sockets;
using CreditNotebooks.Storage.S3;
using CreditNotebooks.Storage.Tests.Fakes;
using static CreditNotebooks.Storage.Tests.StoreExtensions;

namespace CreditNotebooks.Storage.Tests;

/// <summary>What the store makes of an endpoint and a connection that fail.</summary>
public sealed class S3FaultTests : IDisposable
{
    private readonly FakeS3 _server = new();
    private readonly TemporaryFolder _folder = new();
    private readonly S3Connection _connection;

    public S3FaultTests() => _connection = new S3Connection(_server.Settings);

    private S3Store Store => _connection.Bucket("bucket");

    public void Dispose()
    {
        _connection.Dispose();
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_read_goes_on_where_the_connection_broke()
    {
        var content = Random(250_000);
        _server.Bucket.Put("k", content);
        _server.FailFirst(2, request => request.Method == "GET", new Fault(CutAfter: 100_000));
        Assert.Equal(content, await Store.GetBytesAsync("k"));
        var eTag = $"\"{_server.Bucket.Objects["k"].ETag}\"";
        Assert.Equal([(null, null), ("bytes=100000-249999", eTag), ("bytes=200000-249999", eTag)],
            _server.Requests.Select(request => (request.Header("Range"), request.Header("If-Match"))));
    }

    [Fact]
    public async Task A_read_never_mixes_two_versions()
    {
        _server.Bucket.Put("k", Random(200_000));
        _server.FailFirst(1, request => request.Method == "GET", new Fault(CutAfter: 100_000));
        _server.Bucket.AfterRead = () => _server.Bucket.Put("k", Random(200_000, seed: 2));
        await FailsAsync(StorageConditions.PreconditionFailed, () => Store.GetBytesAsync("k"));
    }

    [Fact]
    public async Task A_body_that_is_always_cut_off_is_an_error_in_the_end()
    {
        _server.Bucket.Put("k", Random(1000));
        _server.Fails = _ => new Fault(CutAfter: 0);
        await FailsAsync(StorageConditions.RequestTimeout, () => Store.GetBytesAsync("k"));
    }

    [Fact]
    public async Task A_large_object_comes_in_parallel_ranges_with_progress()
    {
        var content = Random(950_000);
        _server.Bucket.Put("k", content);
        _server.FailFirst(3, request => request.Header("Range") is not null, new Fault(CutAfter: 5000));
        var progress = new Reports();
        await ObjectDownload.ToFileAsync(Store, await Store.HeadAsync("k"), _folder["file"], 100_000, 4, progress);
        Assert.Equal(content, File.ReadAllBytes(_folder["file"]));
        Assert.Equal(950_000, progress.All.Max(report => report.Done));
        Assert.All(progress.All, report => Assert.Equal(950_000, report.Total));
    }

    [Fact]
    public async Task A_byte_that_arrives_changed_is_found_and_leaves_no_file()
    {
        _server.Bucket.Put("k", Random(300_000));
        _server.FailFirst(1, request => request.Header("Range") is not null, new Fault(FlipByte: true));
        var info = await Store.HeadAsync("k");
        await FailsAsync(StorageConditions.BadDigest, () => ObjectDownload.ToFileAsync(Store, info, _folder["file"], 100_000, 2));
        Assert.False(File.Exists(_folder["file"]));
    }

    [Theory]
    [InlineData(503, "SlowDown")]
    [InlineData(500, "InternalError")]
    [InlineData(502, "BadGateway")]
    public async Task A_request_is_tried_again_when_the_endpoint_fails(int status, string code)
    {
        _server.Bucket.Put("k", [1, 2, 3]);
        _server.FailFirst(2, _ => true, new Fault(status, code));
        Assert.Equal([1, 2, 3], await Store.GetBytesAsync("k"));
        Assert.Equal(3, _server.Requests.Count);
    }

    [Fact]
    public async Task A_request_is_tried_again_when_there_is_no_answer_in_time()
    {
        using var impatient = new S3Connection(_server.Settings with { Timeout = TimeSpan.FromSeconds(1), MaxAttempts = 2 });
        _server.Bucket.Put("k", [1, 2, 3]);
        _server.FailFirst(1, _ => true, new Fault(Hang: true));
        Assert.Equal([1, 2, 3], await impatient.Bucket("bucket").GetBytesAsync("k"));
        _server.Fails = _ => new Fault(Hang: true);
        await FailsAsync(StorageConditions.RequestTimeout, () => impatient.Bucket("bucket").GetAsync("k"));
    }

    [Fact]
    public async Task Attempts_end()
    {
        using var connection = new S3Connection(_server.Settings with { MaxAttempts = 2 });
        _server.Fails = _ => new Fault(503, "SlowDown");
        await FailsAsync(StorageConditions.SlowDown, () => connection.Bucket("bucket").GetAsync("k"));
        Assert.Equal(2, _server.Requests.Count);
    }

    [Theory]
    [InlineData(403, "AccessDenied", "may not do this")]
    [InlineData(403, "SignatureDoesNotMatch", "AWS_SECRET_ACCESS_KEY")]
    [InlineData(403, "InvalidAccessKeyId", "AWS_ACCESS_KEY_ID")]
    [InlineData(404, "NoSuchBucket", "no such bucket")]
    [InlineData(404, "NoSuchKey", "no such object")]
    [InlineData(403, "RequestTimeTooSkewed", "clock")]
    [InlineData(400, "SomethingNew", "It said SomethingNew")]
    public async Task An_error_says_what_where_and_what_to_do(int status, string code, string words)
    {
        _server.Fails = request => new Fault(status, code);
        foreach (var ask in new Func<Task>[] { () => Store.GetAsync("a/b"), () => Store.HeadAsync("a/b"), () => Store.PutTextAsync("a/b", "x") })
        {
            var exception = await Assert.ThrowsAsync<StorageException>(ask);
            Assert.Equal(code, exception.Condition);
            Assert.StartsWith($"s3://bucket/a/b ({_server.Address.ToString().TrimEnd('/')}): ", exception.Message, StringComparison.Ordinal);
            Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nobody_at_the_endpoint_is_an_error_that_says_so()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var connection = new S3Connection(_server.Settings with { Endpoint = new Uri($"http://127.0.0.1:{port}"), MaxAttempts = 2 });
        await FailsAsync(StorageConditions.EndpointUnreachable, () => connection.Bucket("bucket").HeadAsync("k"));
    }

    [Fact]
    public async Task Only_the_part_that_failed_is_sent_again()
    {
        var content = Random(450_000);
        _server.FailFirst(1, request => request.IsPart && request.Query["partNumber"] == "3", new Fault(LoseRequest: true));
        var progress = new Reports();
        var put = await Store.PutAsync("k", new MemoryStream(content), new PutOptions { Progress = progress });
        Assert.Equal(content, _server.Bucket.Objects["k"].Content);
        Assert.Equal(_server.Bucket.Objects["k"].ETag, put.ETag);
        Assert.Equal([1, 1, 2, 1, 1], Enumerable.Range(1, 5).Select(number => _server.Count(request => request.IsPart && request.Query["partNumber"] == $"{number}")));
        Assert.Equal(new TransferProgress(450_000, 450_000), progress.All.MaxBy(report => report.Done));
    }

    [Fact]
    public async Task An_upload_that_fails_leaves_no_part()
    {
        _server.Fails = request => request.IsPart && request.Query["partNumber"] == "4" ? new Fault(403, "AccessDenied") : null;
        await FailsAsync(StorageConditions.AccessDenied, () => Store.PutAsync("k", new MemoryStream(Random(900_000))));
        Assert.Empty(_server.Bucket.Uploads);
        Assert.Empty(_server.Bucket.Objects);
    }

    [Fact]
    public async Task An_upload_that_is_cancelled_leaves_no_part()
    {
        using var stop = new CancellationTokenSource();
        _server.Fails = request =>
        {
            if (request.IsPart && request.Query["partNumber"] == "4") stop.Cancel();
            return null;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutAsync("k", new MemoryStream(Random(900_000)), cancellationToken: stop.Token));
        Assert.Empty(_server.Bucket.Uploads);
        Assert.Empty(_server.Bucket.Objects);
    }

    [Fact]
    public async Task A_source_that_breaks_leaves_no_part()
    {
        await Assert.ThrowsAsync<IOException>(() => Store.PutAsync("k", new BreakingStream(350_000)));
        Assert.Empty(_server.Bucket.Uploads);
    }

    [Fact]
    public async Task Few_parts_are_on_their_way_at_once()
    {
        var (now, most) = (0, 0);
        _server.Fails = request =>
        {
            if (!request.IsPart) return null;
            most = Math.Max(most, Interlocked.Increment(ref now));
            Thread.Sleep(5);
            Interlocked.Decrement(ref now);
            return null;
        };
        await Store.PutAsync("k", new StreamOfUnknownLength(Random(2_000_000)));
        Assert.InRange(most, 2, 4);
    }

    [Fact]
    public async Task A_completion_whose_answer_was_lost_is_the_success_it_was()
    {
        _server.FailFirst(1, request => request.Method == "POST" && request.Query.ContainsKey("uploadId"), new Fault(LoseAnswer: true));
        var put = await Store.PutAsync("k", new MemoryStream(Random(300_000)));
        Assert.Equal(_server.Bucket.Objects["k"].ETag, put.ETag);
    }

    [Fact]
    public async Task A_put_if_absent_whose_answer_was_lost_is_the_success_it_was()
    {
        await Store.PutTextAsync("shows-that-conditions-are-kept", "x", PutCondition.IfAbsent);
        _server.FailFirst(1, request => request.Method == "PUT", new Fault(LoseAnswer: true));
        var put = await Store.PutTextAsync("log/0", "mine", PutCondition.IfAbsent);
        Assert.Equal(_server.Bucket.Objects["log/0"].ETag, put.ETag);
        Assert.Equal(2, _server.Count(request => request.Method == "PUT" && request.Key == "log/0"));
        await FailsAsync(StorageConditions.PreconditionFailed, () => Store.PutTextAsync("log/0", "another", PutCondition.IfAbsent));
    }

    [Fact]
    public async Task A_conflict_of_two_writers_is_tried_again()
    {
        _server.FailFirst(2, request => request.Key == "k" && request.Method == "PUT", new Fault(409, "ConditionalRequestConflict"));
        await Store.PutTextAsync("k", "x", PutCondition.IfAbsent);
        Assert.True(_server.Bucket.Objects.ContainsKey("k"));
    }

    [Fact]
    public async Task An_endpoint_that_ignores_conditions_is_refused_before_it_overwrites()
    {
        using var server = new FakeS3 { Bucket = new FakeBucket { KeepsConditions = false } };
        using var connection = new S3Connection(server.Settings);
        var store = connection.Bucket("bucket");
        await store.PutTextAsync("log/0", "old");
        foreach (var condition in new[] { PutCondition.IfAbsent, PutCondition.IfMatch("x") })
        {
            var exception = await Assert.ThrowsAsync<StorageException>(() => store.PutTextAsync("log/0", "new", condition));
            Assert.Equal(StorageConditions.NotImplemented, exception.Condition);
            Assert.Contains("overwrites", exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal("old", await store.GetTextAsync("log/0"));
        Assert.Equal(["log/0"], server.Bucket.Objects.Keys);
    }

    [Fact]
    public async Task Requests_to_an_endpoint_that_is_not_AWS_are_plain()
    {
        await Store.PutTextAsync("k", "text");
        var request = Assert.Single(_server.Requests);
        Assert.Equal("text"u8.ToArray(), request.Body);
        Assert.DoesNotContain(request.Headers.Keys, name => name.StartsWith("x-amz-checksum", StringComparison.OrdinalIgnoreCase) || name.Equals("x-amz-trailer", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("text"u8)), request.Header("x-amz-content-sha256"));
        Assert.Contains("/us-east-1/s3/aws4_request", request.Header("Authorization"), StringComparison.Ordinal);
    }

    private static byte[] Random(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
