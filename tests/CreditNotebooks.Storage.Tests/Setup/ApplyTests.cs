using System.Net;
using System.Text.Json.Nodes;
using Amazon.S3.Model;
using CreditNotebooks.Storage.S3;
using CreditNotebooks.Storage.Setup;
using CreditNotebooks.Storage.Tests.Fakes;
using static CreditNotebooks.Storage.Tests.StoreExtensions;

namespace CreditNotebooks.Storage.Tests.Setup;

/// <summary>Setting a bucket up: from nothing, again, and over what somebody else has put.</summary>
public sealed class ApplyTests : IAsyncLifetime
{
    private SetupServer _server = null!;

    public async Task InitializeAsync() => _server = await SetupServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private async Task<Dictionary<string, SetupStep>> ApplyAsync(BucketSetup wish) =>
        (await wish.ApplyAsync(_server.Connection)).ToDictionary(step => step.Setting);

    private async Task<string> PolicyAsync() => (await _server.Client.GetBucketPolicyAsync(SetupServer.Bucket)).Policy;

    private async Task<List<string>> OutcomesAsync(BucketSetup wish) =>
        [.. (await wish.ApplyAsync(_server.Connection)).Select(step => $"{step.Setting}: {step.Outcome}")];

    [Fact]
    public async Task A_bucket_is_created_with_everything_and_each_step_is_told()
    {
        var told = new Told<SetupStep>();
        var steps = await SetupServer.Wish.ApplyAsync(_server.Connection, told);
        Assert.Equal(
        [
            "bucket: Created s3://credit-data in us-east-1",
            "public access: AlreadySo blocked", // A new bucket's own.
            "encryption: Created SSE-S3 (AES256), bucket key on",
            "versioning: Created Enabled",
            $"policy: Created plain HTTP is refused; {SetupServer.ReaderArn} may list, read and write under credit",
            "lifecycle: Created unfinished uploads are removed after 7 days",
            "tags: Created course=credit",
        ], steps.Select(step => $"{step.Setting}: {step.Outcome} {step.State}"));
        Assert.Equal(steps, told.All);
        Assert.All(steps, step => Assert.Null(step.LeftOut));
    }

    [Fact]
    public async Task S3_has_then_what_was_wanted()
    {
        await ApplyAsync(SetupServer.Wish with { DaysForUnfinishedUploads = 3 });
        var client = _server.Client;
        var encryption = await client.GetBucketEncryptionAsync(new() { BucketName = SetupServer.Bucket });
        var rule = Assert.Single(encryption.ServerSideEncryptionConfiguration.ServerSideEncryptionRules);
        Assert.Equal(("AES256", true), (rule.ServerSideEncryptionByDefault.ServerSideEncryptionAlgorithm.Value, rule.BucketKeyEnabled));
        Assert.Equal("Enabled", (await client.GetBucketVersioningAsync(SetupServer.Bucket)).VersioningConfig.Status.Value);
        var policy = JsonNode.Parse(await PolicyAsync());
        Assert.Equal(["ListBucket", "ReadAndWriteObjects", "RefusePlainHttp"],
            policy!["Statement"]!.AsArray().Select(statement => statement!["Sid"]!.ToString()).Order());
        var lifecycle = Assert.Single((await client.GetLifecycleConfigurationAsync(SetupServer.Bucket)).Configuration.Rules);
        Assert.Equal(("AbortUnfinishedUploads", "Enabled", 3),
            (lifecycle.Id, lifecycle.Status.Value, lifecycle.AbortIncompleteMultipartUpload.DaysAfterInitiation));
        var tag = Assert.Single((await client.GetBucketTaggingAsync(new() { BucketName = SetupServer.Bucket })).TagSet);
        Assert.Equal(("course", "credit"), (tag.Key, tag.Value));
    }

    [Fact]
    public async Task A_second_time_nothing_changes()
    {
        await ApplyAsync(SetupServer.Wish);
        var steps = await SetupServer.Wish.ApplyAsync(_server.Connection);
        Assert.All(steps, step => Assert.Equal(StepOutcome.AlreadySo, step.Outcome));
    }

    [Fact]
    public async Task The_principal_may_what_it_needs_in_its_folder_and_nothing_else()
    {
        await ApplyAsync(SetupServer.Wish);
        await _server.Connection.Bucket(SetupServer.Bucket).PutTextAsync("other/a.csv", "x");
        var store = _server.OfReader.Bucket(SetupServer.Bucket);
        await store.PutTextAsync("credit/a.csv", "a,b");
        Assert.Equal("a,b", await store.GetTextAsync("credit/a.csv"));
        Assert.Equal(["credit/a.csv"], await store.KeysAsync("credit/"));
        await store.DeleteAsync("credit/a.csv");
        await FailsAsync(StorageConditions.AccessDenied, () => store.PutTextAsync("other/b.csv", "x"));
        await FailsAsync(StorageConditions.AccessDenied, () => store.GetTextAsync("other/a.csv"));
        await FailsAsync(StorageConditions.AccessDenied, () => store.KeysAsync());
        await FailsAsync(StorageConditions.AccessDenied, () => SetupServer.Wish.CheckAsync(_server.OfReader));
    }

    [Fact]
    public async Task On_an_endpoint_of_plain_HTTP_the_statement_that_would_lock_everybody_out_is_left_out_by_name()
    {
        var step = (await ApplyAsync(SetupServer.Wish with { RefusePlainHttp = null }))["policy"];
        Assert.Equal(StepOutcome.Created, step.Outcome);
        Assert.Equal("RefusePlainHttp is left out: this endpoint speaks plain HTTP, and the statement would lock everybody out",
            step.LeftOut);
        Assert.DoesNotContain("RefusePlainHttp", await PolicyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_principal_there_the_policy_as_a_whole_is_left_out()
    {
        Assert.Equal(StepOutcome.LeftOut, (await ApplyAsync(new BucketSetup(SetupServer.Bucket)))["policy"].Outcome);
        Assert.Equal(HttpStatusCode.NotFound, (await _server.Client.GetBucketPolicyAsync(SetupServer.Bucket)).HttpStatusCode);
    }

    [Fact]
    public async Task What_is_not_as_wanted_is_changed_and_the_rest_left_alone()
    {
        await ApplyAsync(SetupServer.Wish);
        var client = _server.Client;
        await client.PutBucketVersioningAsync(new() { BucketName = SetupServer.Bucket, VersioningConfig = new() { Status = "Suspended" } });
        await client.DeletePublicAccessBlockAsync(new() { BucketName = SetupServer.Bucket });
        Assert.Equal(
        [
            "bucket: AlreadySo", "public access: Created", "encryption: AlreadySo", "versioning: Changed", "policy: Changed",
            "lifecycle: Changed", "tags: Changed",
        ], await OutcomesAsync(SetupServer.Wish with
        {
            Prefix = "elsewhere", DaysForUnfinishedUploads = 1, Tags = new Dictionary<string, string> { ["course"] = "loans" },
        }));
    }

    [Fact]
    public async Task Statements_rules_and_tags_of_others_are_kept()
    {
        await _server.Client.PutBucketAsync(SetupServer.Bucket);
        var theirs = JsonNode.Parse($$"""
            {"Version":"2012-10-17","Id":"theirs","Statement":{"Sid":"TheirReport","Effect":"Allow",
             "Principal":{"AWS":"arn:aws:iam::000000000000:user/REPORT"},"Action":"s3:GetObject",
             "Resource":"arn:aws:s3:::{{SetupServer.Bucket}}/report/*"} }
            """)!;
        await _server.Client.PutBucketPolicyAsync(SetupServer.Bucket, theirs.ToJsonString());
        await _server.Client.PutBucketTaggingAsync(SetupServer.Bucket, [new Tag { Key = "owner", Value = "them" }]);
        await _server.Client.PutLifecycleConfigurationAsync(SetupServer.Bucket, new LifecycleConfiguration
        {
            Rules =
            [
                new()
                {
                    Id = "theirs", Status = "Enabled", Filter = new() { Prefix = "tmp/" }, Expiration = new() { Days = 2 },
                    AbortIncompleteMultipartUpload = new() { DaysAfterInitiation = 1 },
                },
            ],
        });
        await ApplyAsync(SetupServer.Wish);
        await ApplyAsync(SetupServer.Wish with { Prefix = "other" });
        var policy = JsonNode.Parse(await PolicyAsync())!;
        Assert.Equal("theirs", policy["Id"]!.ToString());
        var statements = policy["Statement"]!.AsArray();
        Assert.Equal(4, statements.Count);
        var kept = Assert.Single(statements, statement => statement!["Sid"]!.ToString() == "TheirReport");
        Assert.True(JsonNode.DeepEquals(theirs["Statement"], kept));
        Assert.DoesNotContain("/credit/", policy.ToJsonString(), StringComparison.Ordinal);
        var rules = (await _server.Client.GetLifecycleConfigurationAsync(SetupServer.Bucket)).Configuration.Rules;
        Assert.Equal(["AbortUnfinishedUploads", "theirs"], rules.Select(rule => rule.Id).Order());
        Assert.Equal(2, rules.Single(rule => rule.Id == "theirs").Expiration.Days);
        var tags = (await _server.Client.GetBucketTaggingAsync(new() { BucketName = SetupServer.Bucket })).TagSet;
        Assert.Equal(["course=credit", "owner=them"], tags.Select(tag => $"{tag.Key}={tag.Value}").Order());
    }

    [Fact]
    public async Task A_principal_that_is_not_named_again_keeps_its_grant()
    {
        await ApplyAsync(SetupServer.Wish);
        Assert.Equal(StepOutcome.AlreadySo, (await ApplyAsync(SetupServer.Wish with { Principal = null }))["policy"].Outcome);
        Assert.Contains(SetupServer.ReaderArn, await PolicyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_of_others_that_lets_everybody_in_is_named_and_not_written_again()
    {
        await MakePublicAsync(_server);
        var error = await Assert.ThrowsAsync<StorageException>(() => SetupServer.Wish.ApplyAsync(_server.Connection));
        Assert.Equal(StorageConditions.AccessDenied, error.Condition);
        Assert.Contains("The statement 'Everybody' of the bucket's policy lets everybody in", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_region_is_the_wanted_one_and_no_bucket_can_be_moved()
    {
        await ApplyAsync(SetupServer.Wish with { Region = "eu-central-1" });
        Assert.Equal("eu-central-1", (await _server.Client.GetBucketLocationAsync(SetupServer.Bucket)).Location.Value);
        await FailsAsync("IllegalLocationConstraintException",
            () => (SetupServer.Wish with { Region = "eu-west-1" }).ApplyAsync(_server.Connection));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    public async Task A_name_that_is_another_accounts_is_said_to_be(int statusOfHead)
    {
        using var fake = new FakeS3();
        fake.Fails = request => request.Method == "PUT" ? new Fault(409, "BucketAlreadyExists") : new Fault(statusOfHead, "");
        using var connection = new S3Connection(fake.Settings);
        var error = await Assert.ThrowsAsync<StorageException>(() => new BucketSetup("bucket").ApplyAsync(connection));
        Assert.Equal("BucketAlreadyExists", error.Condition);
        Assert.Contains("The name belongs to another account's bucket", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_meets_another_change_under_way_is_tried_again()
    {
        using var fake = new FakeS3();
        var puts = 0;
        fake.Fails = request => request.Method != "PUT" ? new Fault(404, "")
            : new Fault(409, ++puts == 1 ? "OperationAborted" : "BucketAlreadyExists");
        using var connection = new S3Connection(fake.Settings);
        await FailsAsync("BucketAlreadyExists", () => new BucketSetup("bucket").ApplyAsync(connection));
        Assert.Equal(2, puts);
    }

    [Fact]
    public async Task Wrong_keys_and_missing_rights_have_S3s_names()
    {
        using var wrongSecret = new S3Connection(_server.Settings with { SecretAccessKey = "wrong" });
        using var wrongKey = new S3Connection(_server.Settings with { AccessKeyId = "nobody" });
        foreach (var (condition, connection) in new[]
        {
            (StorageConditions.SignatureDoesNotMatch, wrongSecret), (StorageConditions.InvalidAccessKeyId, wrongKey),
            (StorageConditions.AccessDenied, _server.OfReader),
        })
        {
            await FailsAsync(condition, () => SetupServer.Wish.ApplyAsync(connection));
        }
    }

    [Theory]
    [InlineData("InvalidBucketName", "Upper", null, "", "", 7)]
    [InlineData("InvalidBucketName", "ab", null, "", "", 7)]
    [InlineData("InvalidBucketName", "192.168.1.1", null, "", "", 7)]
    [InlineData("InvalidSetting", "bucket", "*", "", "", 7)]
    [InlineData("InvalidSetting", "bucket", "arn:aws:iam::123456789012:user/*", "", "", 7)]
    [InlineData("InvalidSetting", "bucket", "READER", "", "", 7)]
    [InlineData("InvalidSetting", "bucket", "arn:aws:iam::123456789012:root", "", "", 7)]
    [InlineData("InvalidSetting", "bucket", null, "/credit", "", 7)]
    [InlineData("InvalidSetting", "bucket", null, "credit*", "", 7)]
    [InlineData("InvalidSetting", "bucket", null, "${aws:username}", "", 7)]
    [InlineData("InvalidSetting", "bucket", null, "", "aws:mine", 7)]
    [InlineData("InvalidSetting", "bucket", null, "", "", 0)]
    public async Task What_cannot_be_wanted_is_refused_before_anything_is_asked(
        string condition, string bucket, string? principal, string prefix, string tag, int days)
    {
        var unreachable = new S3Settings { Endpoint = new Uri("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = "b" };
        using var nowhere = new S3Connection(unreachable);
        var wish = new BucketSetup(bucket)
        {
            Principal = principal, Prefix = prefix, DaysForUnfinishedUploads = days,
            Tags = tag.Length > 0 ? new Dictionary<string, string> { [tag] = "" } : [],
        };
        await FailsAsync(condition, () => wish.ApplyAsync(nowhere));
        await FailsAsync(condition, () => wish.CheckAsync(nowhere));
    }

    internal static async Task MakePublicAsync(SetupServer server)
    {
        await server.Client.PutBucketAsync(SetupServer.Bucket);
        await server.Client.DeletePublicAccessBlockAsync(new() { BucketName = SetupServer.Bucket });
        await server.Client.PutBucketPolicyAsync(SetupServer.Bucket, $$"""
            {"Version":"2012-10-17","Statement":[{"Sid":"Everybody","Effect":"Allow","Principal":{"AWS":["*"]},"Action":["s3:GetObject"],
             "Resource":"arn:aws:s3:::{{SetupServer.Bucket}}/*"}]}
            """);
    }
}

/// <summary>Keeps what is told, at once and in order.</summary>
internal sealed class Told<T> : IProgress<T>
{
    public List<T> All { get; } = [];

    public void Report(T value) => All.Add(value);
}
