using System.Diagnostics;
using CreditNotebooks.Storage.S3;
using CreditNotebooks.Storage.Tests.Fakes;
using static CreditNotebooks.Storage.Tests.StoreExtensions;

namespace CreditNotebooks.Storage.Tests.Faults;

/// <summary>What is tried again, and what an error says in the end.</summary>
public sealed class RequestFaultTests : FaultTests
{
    [Theory]
    [InlineData(503, "SlowDown")]
    [InlineData(500, "InternalError")]
    [InlineData(502, "BadGateway")]
    public async Task A_request_is_tried_again_when_the_endpoint_fails(int status, string code)
    {
        Server.Bucket.Put("k", [1, 2, 3]);
        Server.FailFirst(1, _ => true, new Fault(status, code));
        Assert.Equal([1, 2, 3], await Store.GetBytesAsync("k"));
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task A_request_is_tried_again_when_there_is_no_answer_in_time()
    {
        using var impatient = new S3Connection(Server.Settings with { Timeout = TimeSpan.FromSeconds(1), MaxAttempts = 2 });
        Server.Bucket.Put("k", [1, 2, 3]);
        Server.FailFirst(1, _ => true, new Fault(Hang: true));
        Assert.Equal([1, 2, 3], await impatient.Bucket("bucket").GetBytesAsync("k"));
        Server.Fails = _ => new Fault(Hang: true);
        await FailsAsync(StorageConditions.RequestTimeout, () => impatient.Bucket("bucket").GetAsync("k"));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task A_port_of_this_machine_that_refuses_is_an_error_at_once_that_says_what_to_do(string host)
    {
        Uri nobody;
        using (var gone = new FakeS3()) nobody = new UriBuilder(gone.Address) { Host = host }.Uri;
        using var connection = new S3Connection(Server.Settings with { Endpoint = nobody, MaxAttempts = 6 });
        var store = connection.Bucket("bucket");
        var watch = Stopwatch.StartNew();
        foreach (var ask in new Func<Task>[] { () => store.HeadAsync("k"), () => store.PutTextAsync("k", "x"), () => store.KeysAsync() })
        {
            var exception = await Assert.ThrowsAsync<StorageException>(ask);
            Assert.Equal(StorageConditions.EndpointUnreachable, exception.Condition);
            Assert.Contains($"{host}:{nobody.Port}", exception.Message, StringComparison.Ordinal);
            Assert.Contains("Start the server, as 'credit s3 serve'", exception.Message, StringComparison.Ordinal);
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_connection_that_breaks_on_this_machine_is_tried_again()
    {
        Server.Bucket.Put("k", [1, 2, 3]);
        Server.FailFirst(2, _ => true, new Fault(LoseRequest: true));
        Assert.Equal([1, 2, 3], await Store.GetBytesAsync("k"));
    }

    [Fact]
    public async Task Attempts_end()
    {
        using var connection = new S3Connection(Server.Settings with { MaxAttempts = 2 });
        Server.Fails = _ => new Fault(503, "SlowDown");
        await FailsAsync(StorageConditions.SlowDown, () => connection.Bucket("bucket").GetAsync("k"));
        Assert.Equal(2, Server.Requests.Count);
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
        Server.Fails = request => new Fault(status, code);
        foreach (var ask in new Func<Task>[] { () => Store.GetAsync("a/b"), () => Store.HeadAsync("a/b"),
            () => Store.PutTextAsync("a/b", "x") })
        {
            var exception = await Assert.ThrowsAsync<StorageException>(ask);
            Assert.Equal(code, exception.Condition);
            Assert.StartsWith($"s3://bucket/a/b ({Server.Address.ToString().TrimEnd('/')}): ", exception.Message, StringComparison.Ordinal);
            Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Requests_to_an_endpoint_that_is_not_AWS_are_plain()
    {
        await Store.PutTextAsync("k", "text");
        var request = Assert.Single(Server.Requests);
        Assert.Equal("text"u8.ToArray(), request.Body);
        Assert.DoesNotContain(request.Headers.Keys, name => name.StartsWith("x-amz-checksum", StringComparison.OrdinalIgnoreCase)
            || name.Equals("x-amz-trailer", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("text"u8)),
            request.Header("x-amz-content-sha256"));
        Assert.Contains("/us-east-1/s3/aws4_request", request.Header("Authorization"), StringComparison.Ordinal);
    }
}
