using System.Text;

namespace CreditNotebooks.LocalS3.Tests;

/// <summary>Signature Version 4: AWS's published examples, and what is refused.</summary>
public sealed class SignatureTests
{
    private static readonly LocalS3User Example = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    private const string Scope = "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request";
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private static Task<LocalS3> StartIn2013Async() => LocalS3.StartAsync(o => o with
    {
        Users = [Example],
        Domains = ["s3.amazonaws.com"],
        Clock = new Clock(new(2013, 5, 24, 0, 0, 0, TimeSpan.Zero)),
    });

    private static RawRequest ExampleGet(string signature) => new RawRequest("GET", "/test.txt") { Host = "examplebucket.s3.amazonaws.com" }
        .With("range", "bytes=0-9").With("x-amz-content-sha256", EmptyHash).With("x-amz-date", "20130524T000000Z")
        .With("authorization", $"AWS4-HMAC-SHA256 Credential={Scope},SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature={signature}");

    [Fact]
    public async Task AWSs_example_of_a_signed_read_is_right_and_its_bucket_missing()
    {
        await using var s3 = await StartIn2013Async();
        var answer = await ExampleGet("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41").SendAsync(s3.Server.Endpoint);
        Assert.Equal((404, "NoSuchBucket"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_signature_with_one_other_digit_does_not_match()
    {
        await using var s3 = await StartIn2013Async();
        var answer = await ExampleGet("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb42").SendAsync(s3.Server.Endpoint);
        Assert.Equal((403, "SignatureDoesNotMatch"), (answer.Status, answer.Code));
        Assert.DoesNotContain(Example.SecretKey, answer.Text);
    }

    [Fact]
    public async Task AWSs_example_of_a_presigned_address_is_right()
    {
        await using var s3 = await StartIn2013Async();
        const string Target = "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z"
            + "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
        var answer = await new RawRequest("GET", Target) { Host = "examplebucket.s3.amazonaws.com" }.SendAsync(s3.Server.Endpoint);
        Assert.Equal("NoSuchBucket", answer.Code);
    }

    [Theory]
    [InlineData("", 200, "")]
    [InlineData("broken chunk signature", 403, "SignatureDoesNotMatch")]
    [InlineData("broken data", 403, "SignatureDoesNotMatch")]
    [InlineData("cut off", 400, "IncompleteBody")]
    public async Task AWSs_example_of_a_body_in_signed_chunks(string damage, int status, string code)
    {
        await using var s3 = await StartIn2013Async();
        Assert.Equal(200, (await new RawRequest("PUT", "/examplebucket").Signed(Example, new DateTime(2013, 5, 24)).SendAsync(s3.Server.Endpoint)).Status);
        var body = "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n" + new string('a', 65536) + "\r\n"
            + "400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n" + new string('a', 1024) + "\r\n"
            + "0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n";
        Assert.Equal(66824, body.Length);
        body = damage switch
        {
            "broken chunk signature" => body.Replace("005562", "005563"),
            "broken data" => body.Replace("aaaa\r\n400", "aaab\r\n400"),
            "cut off" => body[..^200],
            _ => body,
        };
        var request = new RawRequest("PUT", "/examplebucket/chunkObject.txt") { Host = "s3.amazonaws.com", Body = Encoding.ASCII.GetBytes(body) }
            .With("x-amz-date", "20130524T000000Z").With("x-amz-storage-class", "REDUCED_REDUNDANCY").With("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")
            .With("content-encoding", "aws-chunked").With("x-amz-decoded-content-length", "66560").With("content-length", "66824")
            .With("authorization", $"AWS4-HMAC-SHA256 Credential={Scope},SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;"
                + "x-amz-decoded-content-length;x-amz-storage-class,Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
        if (damage is "cut off")
        {
            // The connection stays without the rest: there is nobody to answer, and nothing may be seen of it.
            request.HangsUp = true;
            await Assert.ThrowsAsync<IOException>(() => request.SendAsync(s3.Server.Endpoint));
        }
        else
        {
            var answer = await request.SendAsync(s3.Server.Endpoint);
            Assert.Equal(status, answer.Status);
            if (code.Length > 0) Assert.Equal(code, answer.Code);
        }
        Assert.Equal(damage.Length == 0 ? 1 : 0, s3.Blobs().Length);
    }

    [Theory]
    [InlineData("UNKNOWN", "account-secret", 0, 403, "InvalidAccessKeyId")]
    [InlineData("ACCOUNT", "another-secret", 0, 403, "SignatureDoesNotMatch")]
    [InlineData("ACCOUNT", "account-secret", 61, 403, "RequestTimeTooSkewed")]
    [InlineData("ACCOUNT", "account-secret", -61, 403, "RequestTimeTooSkewed")]
    [InlineData("ACCOUNT", "account-secret", 14, 200, "")]
    public async Task A_wrong_key_a_wrong_secret_and_a_wrong_clock_are_told_apart(string key, string secret, int minutes, int status, string code)
    {
        await using var s3 = await LocalS3.StartAsync();
        var answer = await new RawRequest("GET", "/").Signed(new(key, secret), DateTime.UtcNow.AddMinutes(minutes)).SendAsync(s3.Server.Endpoint);
        Assert.Equal(status, answer.Status);
        if (status != 200) Assert.Equal(code, answer.Code);
    }

    [Fact]
    public async Task A_tampered_request_does_not_match()
    {
        await using var s3 = await LocalS3.StartAsync("bucket");
        var other = new RawRequest("PUT", "/bucket/b") { Body = [1] };
        var signed = new RawRequest("PUT", "/bucket/a") { Body = [1] }.With("x-amz-meta-a", "1").Signed(LocalS3.Account);
        foreach (var (name, value) in signed.Headers)
        {
            other.With(name, value);
        }
        Assert.Equal("SignatureDoesNotMatch", (await other.SendAsync(s3.Server.Endpoint)).Code);
        var added = new RawRequest("PUT", "/bucket/a") { Body = [1] }.Signed(LocalS3.Account);
        added.Unsigned.Add(("x-amz-meta-b", "2"));
        Assert.Equal("AccessDenied", (await added.SendAsync(s3.Server.Endpoint)).Code);
        var body = new RawRequest("PUT", "/bucket/a") { Body = [1] }.Signed(LocalS3.Account);
        body.Body = [2];
        Assert.Equal("XAmzContentSHA256Mismatch", (await body.SendAsync(s3.Server.Endpoint)).Code);
        Assert.Empty(s3.Blobs());
    }

    [Theory]
    [InlineData("a%20b%2Bc/%C3%BC%3F%23%26%3D%25")]
    [InlineData("../../etc/passwd")]
    [InlineData("a//b/./c")]
    [InlineData("~-._!'()*")]
    public async Task A_key_means_its_bytes(string encoded)
    {
        await using var s3 = await LocalS3.StartAsync("bucket");
        var target = "/bucket/" + encoded.Replace("!", "%21").Replace("'", "%27").Replace("(", "%28").Replace(")", "%29").Replace("*", "%2A");
        Assert.Equal(200, (await new RawRequest("PUT", target) { Body = [7] }.Signed(LocalS3.Account).SendAsync(s3.Server.Endpoint)).Status);
        Assert.Equal([7], (await new RawRequest("GET", target).Signed(LocalS3.Account).SendAsync(s3.Server.Endpoint)).Body);
        var listed = await s3.Client.ListObjectsV2Async(new() { BucketName = "bucket" });
        Assert.Equal(Uri.UnescapeDataString(encoded), Assert.Single(listed.S3Objects).Key);
    }
}
