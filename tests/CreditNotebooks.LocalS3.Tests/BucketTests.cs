using System.Net;
using System.Security.Cryptography;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;

namespace CreditNotebooks.LocalS3.Tests;

/// <summary>Buckets, their settings, and who may do what with them.</summary>
public sealed class BucketTests : IAsyncLifetime
{
    private LocalS3 _s3 = null!;

    private AmazonS3Client Client => _s3.Client;

    public async Task InitializeAsync() => _s3 = await LocalS3.StartAsync("bucket");

    public async Task DisposeAsync() => await _s3.DisposeAsync();

    private static async Task<(HttpStatusCode, string)> FailsAsync(Func<Task> work)
    {
        var error = await Assert.ThrowsAnyAsync<AmazonS3Exception>(work);
        return (error.StatusCode, error.ErrorCode);
    }

    private static string Policy(string effect, string principal, string action, string resource, string condition = "") =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"{{effect}}",{{principal}},"Action":{{action}},"Resource":{{resource}}{{(condition.Length > 0 ? $",\"Condition\":{condition}" : "")}}}]}""";

    private const string Everybody = "\"Principal\":\"*\"";
    private const string Reader = "\"Principal\":{\"AWS\":\"arn:aws:iam::000000000000:user/READER\"}";
    private const string Whole = """["arn:aws:s3:::bucket","arn:aws:s3:::bucket/*"]""";

    private Task PutPolicyAsync(string policy) => Client.PutBucketPolicyAsync("bucket", policy);

    [Theory]
    [InlineData("ab")]
    [InlineData("Upper")]
    [InlineData("192.168.1.1")]
    [InlineData("a..b")]
    [InlineData("-abc")]
    [InlineData("under_score")]
    public async Task Names_that_are_no_bucket_names(string name)
    {
        var answer = await new RawRequest("PUT", "/" + name).Signed(LocalS3.Account).SendAsync(_s3.Server.Endpoint);
        Assert.Equal((400, "InvalidBucketName"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_bucket_has_a_region_and_a_life()
    {
        await Client.PutBucketAsync(new PutBucketRequest { BucketName = "europe", BucketRegionName = "eu-central-1" });
        Assert.Equal("eu-central-1", (await Client.GetBucketLocationAsync("europe")).Location.Value);
        Assert.Equal((HttpStatusCode.Conflict, "BucketAlreadyOwnedByYou"), await FailsAsync(() => Client.PutBucketAsync("europe")));
        await _s3.RestartAsync();
        Assert.Equal(["bucket", "europe"], (await Client.ListBucketsAsync()).Buckets.Select(b => b.BucketName));
        await Client.PutObjectAsync(new() { BucketName = "europe", Key = "k", ContentBody = "x" });
        Assert.Equal((HttpStatusCode.Conflict, "BucketNotEmpty"), await FailsAsync(() => Client.DeleteBucketAsync("europe")));
        await Client.DeleteObjectAsync("europe", "k");
        await Client.DeleteBucketAsync("europe");
        Assert.Equal(["bucket"], (await Client.ListBucketsAsync()).Buckets.Select(b => b.BucketName));
    }

    [Theory]
    [InlineData("policy", "NoSuchBucketPolicy")]
    [InlineData("policyStatus", "NoSuchBucketPolicy")]
    [InlineData("encryption", "ServerSideEncryptionConfigurationNotFoundError")]
    [InlineData("tagging", "NoSuchTagSet")]
    [InlineData("lifecycle", "NoSuchLifecycleConfiguration")]
    [InlineData("cors", "NoSuchCORSConfiguration")]
    [InlineData("ownershipControls", "OwnershipControlsNotFoundError")]
    public async Task A_setting_that_was_not_made_has_its_own_error(string parameter, string code)
    {
        var answer = await new RawRequest("GET", $"/bucket?{parameter}").Signed(LocalS3.Account).SendAsync(_s3.Server.Endpoint);
        Assert.Equal((404, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Settings_come_back_as_they_were_made_also_after_a_restart()
    {
        await Client.PutBucketTaggingAsync("bucket", [new() { Key = "course", Value = "credit" }]);
        await Client.PutBucketEncryptionAsync(new() { BucketName = "bucket",
            ServerSideEncryptionConfiguration =
            new() { ServerSideEncryptionRules =
            [new() { ServerSideEncryptionByDefault = new() { ServerSideEncryptionAlgorithm = "AES256" } }] } });
        await Client.PutLifecycleConfigurationAsync("bucket", new()
        {
            Rules = [new() { Id = "unfinished", Status = "Enabled",
                Filter = new() { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = "" } },
                AbortIncompleteMultipartUpload = new() { DaysAfterInitiation = 7 } }],
        });
        Assert.True((await Client.GetPublicAccessBlockAsync(new() { BucketName =
            "bucket" })).PublicAccessBlockConfiguration.RestrictPublicBuckets);
        await Client.PutPublicAccessBlockAsync(new() { BucketName = "bucket",
            PublicAccessBlockConfiguration = new() { BlockPublicAcls = true } });
        await _s3.RestartAsync();
        Assert.Equal("credit", Assert.Single((await Client.GetBucketTaggingAsync(new() { BucketName = "bucket" })).TagSet).Value);
        Assert.Equal("AES256",
            Assert.Single((await Client.GetBucketEncryptionAsync(new() { BucketName =
            "bucket" })).ServerSideEncryptionConfiguration.ServerSideEncryptionRules)
            .ServerSideEncryptionByDefault.ServerSideEncryptionAlgorithm.Value);
        Assert.Equal(7,
            Assert.Single((await Client.GetLifecycleConfigurationAsync("bucket")).Configuration.Rules).AbortIncompleteMultipartUpload.DaysAfterInitiation);
        var block = (await Client.GetPublicAccessBlockAsync(new() { BucketName = "bucket" })).PublicAccessBlockConfiguration;
        Assert.Equal((true, false), (block.BlockPublicAcls, block.RestrictPublicBuckets));
        await Client.DeletePublicAccessBlockAsync(new() { BucketName = "bucket" });
        Assert.Equal((HttpStatusCode.NotFound, "NoSuchPublicAccessBlockConfiguration"),
            await FailsAsync(() => Client.GetPublicAccessBlockAsync(new() { BucketName = "bucket" })));
    }

    [Fact]
    public async Task Another_user_may_what_a_policy_grants_and_no_more()
    {
        using var reader = _s3.ClientOf(LocalS3.Reader);
        await Client.PutObjectAsync(new() { BucketName = "bucket", Key = "open/k", ContentBody = "x" });
        await Client.PutObjectAsync(new() { BucketName = "bucket", Key = "closed/k", ContentBody = "x" });
        var denied = (HttpStatusCode.Forbidden, "AccessDenied");
        Assert.Equal(denied, await FailsAsync(() => reader.GetObjectAsync("bucket", "open/k")));
        Assert.Equal(denied, await FailsAsync(() => reader.ListBucketsAsync()));
        await PutPolicyAsync(Policy("Allow", Reader, "\"s3:Get*\"", "\"arn:aws:s3:::bucket/open/*\""));
        (await reader.GetObjectAsync("bucket", "open/k")).Dispose();
        Assert.Equal(denied, await FailsAsync(() => reader.GetObjectAsync("bucket", "closed/k")));
        Assert.Equal(denied, await FailsAsync(() => reader.GetObjectAsync("bucket", "open/missing")));
        Assert.Equal(denied,
            await FailsAsync(() => reader.PutObjectAsync(new() { BucketName = "bucket", Key = "open/k", ContentBody = "y" })));
        Assert.Equal(denied, await FailsAsync(() => reader.ListObjectsV2Async(new() { BucketName = "bucket" })));
        var delete = () => reader.DeleteObjectsAsync(new()
            { BucketName = "bucket", Objects = [new() { Key = "open/k" }, new() { Key = "closed/k" }] });
        Assert.Equal(denied, await FailsAsync(delete));
        await PutPolicyAsync(Policy("Allow", Reader, "\"s3:DeleteObject\"", "\"arn:aws:s3:::bucket/open/*\""));
        var deleted = (await Assert.ThrowsAsync<DeleteObjectsException>(delete)).Response;
        Assert.Equal("open/k", Assert.Single(deleted.DeletedObjects).Key);
        Assert.Equal(("closed/k", "AccessDenied"), (Assert.Single(deleted.DeleteErrors).Key, deleted.DeleteErrors[0].Code));
    }

    [Theory]
    [InlineData("READER", "reader-secret", "AccessDenied")]
    [InlineData("ACCOUNT", "wrong-secret", "SignatureDoesNotMatch")]
    [InlineData("NOBODY", "nobodys-secret", "InvalidAccessKeyId")]
    [InlineData(null, "", "AccessDenied")]
    public async Task Who_may_delete_nothing_is_refused_before_the_list_of_keys_is_looked_at(string? key, string secret, string code)
    {
        var request = new RawRequest("POST", "/bucket?delete") { Body = "<Delete><Object>"u8.ToArray() };
        request.With("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==");
        if (key is not null) request.Signed(new(key, secret));
        var answer = await request.SendAsync(_s3.Server.Endpoint);
        Assert.Equal((403, code), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("""{"StringLike":{"s3:prefix":["open/*",""]}}""", true)]
    [InlineData("""{"StringEquals":{"s3:prefix":"closed/"}}""", false)]
    [InlineData("""{"StringNotEquals":{"s3:prefix":"open/a"}}""", false)]
    [InlineData("""{"StringEquals":{"s3:prefix":"open/a"},"Null":{"s3:delimiter":"true"}}""", true)]
    [InlineData("""{"Null":{"s3:delimiter":"false"}}""", false)]
    [InlineData("""{"IpAddress":{"aws:SourceIp":"127.0.0.0/8"}}""", true)]
    [InlineData("""{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","192.168.0.0/16"]}}""", false)]
    [InlineData("""{"NotIpAddress":{"aws:SourceIp":"127.0.0.1"}}""", false)]
    [InlineData("""{"Bool":{"aws:SecureTransport":"false"}}""", true)]
    [InlineData("""{"Bool":{"aws:SecureTransport":true}}""", false)]
    [InlineData("""{"NumericLessThanEquals":{"s3:max-keys":10}}""", true)]
    [InlineData("""{"NumericGreaterThan":{"s3:max-keys":10}}""", false)]
    public async Task Conditions(string condition, bool holds)
    {
        using var reader = _s3.ClientOf(LocalS3.Reader);
        await PutPolicyAsync(Policy("Allow", Reader, "\"s3:ListBucket\"", "\"arn:aws:s3:::bucket\"", condition));
        var list = () => reader.ListObjectsV2Async(new() { BucketName = "bucket", Prefix = "open/a", MaxKeys = 10 });
        if (holds) await list();
        else Assert.Equal((HttpStatusCode.Forbidden, "AccessDenied"), await FailsAsync(list));
    }

    [Fact]
    public async Task A_denial_counts_for_the_account_too_but_never_locks_out_the_policy()
    {
        await PutPolicyAsync(Policy("Deny", Everybody, "\"s3:*\"", Whole, """{"Bool":{"aws:SecureTransport":"false"}}"""));
        Assert.Equal((HttpStatusCode.Forbidden, "AccessDenied"),
            await FailsAsync(() => Client.ListObjectsV2Async(new() { BucketName = "bucket" })));
        Assert.Contains("SecureTransport", (await Client.GetBucketPolicyAsync("bucket")).Policy, StringComparison.Ordinal);
        await Client.DeleteBucketPolicyAsync("bucket");
        await Client.ListObjectsV2Async(new() { BucketName = "bucket" });
    }

    [Fact]
    public async Task The_loopback_address_counts_as_encrypted_when_asked_for()
    {
        await using var s3 = await LocalS3.StartAsync(o => o with { LoopbackIsSecure = true });
        await s3.Client.PutBucketAsync("bucket");
        await s3.Client.PutBucketPolicyAsync("bucket", Policy("Deny", Everybody, "\"s3:*\"", Whole, """{"Bool":{"aws:SecureTransport":"false"}}"""));
        await s3.Client.ListObjectsV2Async(new() { BucketName = "bucket" });
    }

    [Fact]
    public async Task Nobody_unknown_reads_before_public_access_is_unblocked_and_a_policy_grants_it()
    {
        await Client.PutObjectAsync(new() { BucketName = "bucket", Key = "k", ContentBody = "open" });
        var policy = Policy("Allow", Everybody, "\"s3:GetObject\"", "\"arn:aws:s3:::bucket/*\"");
        Assert.Equal((HttpStatusCode.Forbidden, "AccessDenied"), await FailsAsync(() => PutPolicyAsync(policy)));
        await Client.PutPublicAccessBlockAsync(new() { BucketName = "bucket",
            PublicAccessBlockConfiguration = new() { RestrictPublicBuckets = true } });
        await PutPolicyAsync(policy);
        Assert.True((await Client.GetBucketPolicyStatusAsync(new() { BucketName = "bucket" })).PolicyStatus.IsPublic);
        var get = () => new RawRequest("GET", "/bucket/k").SendAsync(_s3.Server.Endpoint);
        Assert.Equal((403, "AccessDenied"), ((await get()).Status, (await get()).Code));
        await Client.DeletePublicAccessBlockAsync(new() { BucketName = "bucket" });
        Assert.Equal("open", (await get()).Text);
        Assert.Equal(403, (await new RawRequest("PUT", "/bucket/k").SendAsync(_s3.Server.Endpoint)).Status);
        Assert.Equal(403, (await new RawRequest("GET", "/").SendAsync(_s3.Server.Endpoint)).Status);
        Assert.Equal(403, (await new RawRequest("GET", "/missing").SendAsync(_s3.Server.Endpoint)).Status);
    }

    [Theory]
    [InlineData("not json", "MalformedPolicy")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::other/*"}]}""", "MalformedPolicy")]
    [InlineData("""{"Statement":[{"Effect":"Maybe","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/*"}]}""", "MalformedPolicy")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"ec2:Run","Resource":"arn:aws:s3:::bucket/*"}]}""", "MalformedPolicy")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/*"}]}""", "MalformedPolicy")]
    [InlineData("""{"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::bucket/*","Condition":{"StringEquals":{"aws:SourceVpc":"x"}}}]}""", "NotImplemented")]
    [InlineData("""{"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::bucket/*","Condition":{"Sounds":{"s3:prefix":"x"}}}]}""", "NotImplemented")]
    public async Task A_policy_that_cannot_be_judged_is_refused(string policy, string code) =>
        Assert.Equal(code, (await FailsAsync(() => PutPolicyAsync(policy))).Item2);

    [Fact]
    public async Task All_but_the_named_principal_actions_and_resources()
    {
        using var reader = _s3.ClientOf(LocalS3.Reader);
        await Client.PutObjectAsync(new() { BucketName = "bucket", Key = "k", ContentBody = "x" });
        await PutPolicyAsync($$"""
            {"Statement":[
              {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:user/READER"},"NotAction":"s3:Delete*","Resource":{{Whole}}},
              {"Effect":"Deny","NotPrincipal":{"AWS":"000000000000"},"Action":"s3:PutObject","NotResource":"arn:aws:s3:::bucket/in/*"}]}
            """);
        (await reader.GetObjectAsync("bucket", "k")).Dispose();
        await reader.PutObjectAsync(new() { BucketName = "bucket", Key = "in/k", ContentBody = "x" });
        await Client.PutObjectAsync(new() { BucketName = "bucket", Key = "k", ContentBody = "x" });
        Assert.Equal((HttpStatusCode.Forbidden, "AccessDenied"),
            await FailsAsync(() => reader.PutObjectAsync(new() { BucketName = "bucket", Key = "k", ContentBody = "x" })));
        Assert.Equal((HttpStatusCode.Forbidden, "AccessDenied"), await FailsAsync(() => reader.DeleteObjectAsync("bucket", "k")));
    }

    [Fact]
    public async Task Pages_of_allowed_origins_may_ask()
    {
        await Client.PutCORSConfigurationAsync("bucket",
            new() { Rules =
            [new() { AllowedOrigins = ["https://*.example.org"], AllowedMethods = ["GET", "PUT"], AllowedHeaders = ["x-amz-*"],
            ExposeHeaders = ["ETag"], MaxAgeSeconds = 60 }] });
        RawRequest Preflight(string origin, string method, string headers) => new RawRequest("OPTIONS", "/bucket/k").With("origin", origin)
            .With("access-control-request-method", method).With("access-control-request-headers", headers);
        var allowed = await Preflight("https://a.example.org", "PUT", "X-Amz-Date").SendAsync(_s3.Server.Endpoint);
        Assert.Equal((200, "https://a.example.org", "60"),
            (allowed.Status, allowed.Headers["Access-Control-Allow-Origin"], allowed.Headers["Access-Control-Max-Age"]));
        foreach (var (origin, method, headers) in new[] { ("https://evil.org", "PUT", "x-amz-date"),
            ("https://a.example.org", "DELETE", "x-amz-date"), ("https://a.example.org", "PUT", "x-other") })
        {
            var refused = await Preflight(origin, method, headers).SendAsync(_s3.Server.Endpoint);
            Assert.Equal((403, "AccessForbidden"), (refused.Status, refused.Code));
        }
        var error = new RawRequest("GET", "/bucket/missing").Signed(LocalS3.Account);
        error.Unsigned.Add(("origin", "https://a.example.org"));
        Assert.Equal("https://a.example.org", (await error.SendAsync(_s3.Server.Endpoint)).Headers["Access-Control-Allow-Origin"]);
    }

    [Fact]
    public async Task Access_control_lists_are_private_and_stay_so()
    {
        var answer = await new RawRequest("GET", "/bucket?acl").Signed(LocalS3.Account).SendAsync(_s3.Server.Endpoint);
        Assert.Contains("FULL_CONTROL", answer.Text, StringComparison.Ordinal);
        await Client.PutObjectAsync(new() { BucketName = "bucket", Key = "k", ContentBody = "x", CannedACL = S3CannedACL.Private });
        Assert.Equal((HttpStatusCode.BadRequest, "AccessControlListNotSupported"),
            await FailsAsync(() =>
                Client.PutObjectAsync(new() { BucketName = "bucket", Key = "k", ContentBody = "x", CannedACL = S3CannedACL.PublicRead })));
        Assert.Equal(200,
            (await new RawRequest("PUT", "/bucket/k?acl").With("x-amz-acl", "private").Signed(LocalS3.Account)
            .SendAsync(_s3.Server.Endpoint)).Status);
    }

    [Theory]
    [InlineData("versioning", "<VersioningConfiguration><Status>Perhaps</Status></VersioningConfiguration>")]
    [InlineData("tagging", "<Tagging><TagSet>")]
    [InlineData("lifecycle", "<LifecycleConfiguration/>")]
    [InlineData("cors", "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><CORSConfiguration>&a;</CORSConfiguration>")]
    public async Task A_document_that_is_none_is_refused(string parameter, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var answer = await new RawRequest("PUT", $"/bucket?{parameter}") { Body = bytes }.With("content-md5",
            Convert.ToBase64String(MD5.HashData(bytes))).Signed(LocalS3.Account)
            .SendAsync(_s3.Server.Endpoint);
        Assert.Equal((400, "MalformedXML"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_document_nested_without_end_is_malformed_and_the_server_goes_on()
    {
        const int depth = 300_000;
        var nested = string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth));
        var answer = await new RawRequest("PUT", "/bucket?tagging")
        {
            Body = Encoding.ASCII.GetBytes($"<Tagging><TagSet/>{nested}</Tagging>"),
        }.Signed(LocalS3.Account).SendAsync(_s3.Server.Endpoint);
        Assert.Equal((400, "MalformedXML"), (answer.Status, answer.Code));
        Assert.Equal("bucket", Assert.Single((await Client.ListBucketsAsync()).Buckets).BucketName);
    }

    [Fact]
    public async Task An_address_asked_of_what_is_none_does_not_hold_and_locks_nobody_out()
    {
        await PutPolicyAsync(Policy("Deny", Everybody, "\"s3:*\"", Whole, """{"IpAddress":{"aws:UserAgent":"10.0.0.0/8"}}"""));
        await Client.PutObjectAsync(new() { BucketName = "bucket", Key = "k", ContentBody = "x" });
        await Client.DeleteBucketPolicyAsync("bucket");
    }

    [Fact]
    public async Task Headers_of_an_answer_are_chosen_only_by_who_signs()
    {
        await Client.PutObjectAsync(new() { BucketName = "bucket", Key = "k", ContentBody = "x" });
        await Client.DeletePublicAccessBlockAsync(new() { BucketName = "bucket" });
        await PutPolicyAsync(Policy("Allow", Everybody, "\"s3:GetObject\"", Whole));
        Assert.Equal(200, (await new RawRequest("GET", "/bucket/k").SendAsync(_s3.Server.Endpoint)).Status);
        var answer = await new RawRequest("GET", "/bucket/k?response-content-type=text/html").SendAsync(_s3.Server.Endpoint);
        Assert.Equal((400, "InvalidRequest"), (answer.Status, answer.Code));
    }
}
