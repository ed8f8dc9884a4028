using System.Text.Json.Nodes;
using Amazon.S3.Model;
using CreditNotebooks.Storage.S3;
using CreditNotebooks.Storage.Setup;
using static CreditNotebooks.Storage.Tests.StoreExtensions;

namespace CreditNotebooks.Storage.Tests.Setup;

/// <summary>Reading a bucket back: each thing that can be missing or too open is found and named.</summary>
public sealed class CheckTests : IAsyncLifetime
{
    private SetupServer _server = null!;

    private static string Bucket => SetupServer.Bucket;

    public async Task InitializeAsync()
    {
        _server = await SetupServer.StartAsync();
        await SetupServer.Wish.ApplyAsync(_server.Connection);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private Task<IReadOnlyList<BucketFinding>> CheckAsync(BucketSetup? wish = null) =>
        (wish ?? SetupServer.Wish).CheckAsync(_server.Connection);

    private async Task FindsAsync(FindingKind kind, string setting, string state, BucketSetup? wish = null)
    {
        var finding = Assert.Single(await CheckAsync(wish), finding => finding.IsFault);
        Assert.Equal((kind, setting, state), (finding.Kind, finding.Setting, finding.State));
        Assert.EndsWith(".", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_was_set_up_is_in_place() => Assert.Equal(
        [
            "region: us-east-1", "public access: blocked", "encryption: AES256", "versioning: Enabled", "policy: plain HTTP is refused",
            $"policy: {SetupServer.ReaderArn} may list, read and write under credit",
            "lifecycle: unfinished uploads are removed after 7 days", "tags: course=credit", "ACL: private",
        ], (await CheckAsync()).Select(finding =>
        {
            Assert.Equal((FindingKind.InPlace, null), (finding.Kind, finding.Remedy));
            return $"{finding.Setting}: {finding.State}";
        }));

    [Fact]
    public async Task A_bucket_that_was_only_created_lacks_nearly_everything()
    {
        await _server.Client.PutBucketAsync("bare-bucket");
        var findings = await new BucketSetup("bare-bucket") { RefusePlainHttp = true }.CheckAsync(_server.Connection);
        Assert.Equal(["encryption", "versioning", "policy", "lifecycle"],
            findings.Where(finding => finding.Kind == FindingKind.Missing).Select(finding => finding.Setting));
    }

    [Fact]
    public async Task Public_access_that_is_not_blocked()
    {
        await _server.Client.DeletePublicAccessBlockAsync(new() { BucketName = Bucket });
        await FindsAsync(FindingKind.Missing, "public access", "not blocked");
    }

    [Fact]
    public async Task A_switch_of_the_public_access_block_that_is_off()
    {
        await _server.Client.PutPublicAccessBlockAsync(new()
        {
            BucketName = Bucket,
            PublicAccessBlockConfiguration = new() { BlockPublicAcls = true, IgnorePublicAcls = true, BlockPublicPolicy = true },
        });
        await FindsAsync(FindingKind.TooOpen, "public access", "RestrictPublicBuckets is off");
    }

    [Fact]
    public async Task Encryption_that_is_missing()
    {
        await _server.Client.DeleteBucketEncryptionAsync(new() { BucketName = Bucket });
        await FindsAsync(FindingKind.Missing, "encryption", "new objects are not encrypted by default");
    }

    [Fact]
    public async Task Versioning_that_is_suspended()
    {
        await _server.Client.PutBucketVersioningAsync(new() { BucketName = Bucket, VersioningConfig = new() { Status = "Suspended" } });
        await FindsAsync(FindingKind.Missing, "versioning", "suspended: what is overwritten now is lost");
    }

    [Fact]
    public async Task No_policy_that_refuses_plain_HTTP()
    {
        await _server.Client.DeleteBucketPolicyAsync(Bucket);
        await FindsAsync(FindingKind.Missing, "policy", "no statement refuses plain HTTP", SetupServer.Wish with { Principal = null });
    }

    [Theory]
    [InlineData("\"s3:GetObject\"", Both, "\"Bool\":{\"aws:SecureTransport\":\"false\"}")]
    [InlineData("\"s3:*\"", "\"arn:aws:s3:::credit-data/*\"", "\"Bool\":{\"aws:SecureTransport\":\"false\"}")]
    [InlineData("\"s3:*\"", Both, "\"Bool\":{\"aws:SecureTransport\":\"true\"}")]
    [InlineData("\"s3:*\"", Both, "\"Bool\":{\"aws:SecureTransport\":\"false\"},\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"}")]
    public void A_statement_that_refuses_only_some_plain_HTTP_is_not_enough(string actions, string resources, string condition)
    {
        var statement = $$"""{"Effect":"Deny","Principal":"*","Action":{{actions}},"Resource":{{resources}},"Condition":{ {{condition}} } }""";
        Assert.False(new PolicyStatement(JsonNode.Parse(statement)!.AsObject()).RefusesPlainHttp("arn:aws:s3:::credit-data"));
    }

    private const string Both = """["arn:aws:s3:::credit-data","arn:aws:s3:::credit-data/*"]""";

    [Fact]
    public async Task A_statement_of_others_that_refuses_plain_HTTP_is_as_good_as_ours()
    {
        await _server.Client.PutBucketPolicyAsync(Bucket, $$"""
            {"Statement":[{"Sid":"HttpsOnly","Effect":"Deny","Principal":{"AWS":"*"},"Action":["s3:*"],"Resource":{{Both}},
             "Condition":{"Bool":{"aws:securetransport":false} } }]}
            """);
        var wish = SetupServer.Wish with { Principal = null };
        Assert.DoesNotContain(await CheckAsync(wish), finding => finding.IsFault);
        Assert.Contains(await wish.ApplyAsync(_server.Connection), step => step is { Setting: "policy", Outcome: StepOutcome.AlreadySo });
    }

    [Fact]
    public async Task On_an_endpoint_of_plain_HTTP_that_is_a_remark_and_no_fault()
    {
        await _server.Client.DeleteBucketPolicyAsync(Bucket);
        var findings = await CheckAsync(SetupServer.Wish with { Principal = null, RefusePlainHttp = null });
        Assert.DoesNotContain(findings, finding => finding.IsFault);
        Assert.StartsWith("RefusePlainHttp is left out: this endpoint speaks plain HTTP",
            Assert.Single(findings, finding => finding.Kind == FindingKind.Remark).State, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_principal_that_was_granted_something_else()
    {
        var findings = (await CheckAsync(SetupServer.Wish with { Prefix = "" })).Where(finding => finding.IsFault).ToList();
        Assert.Equal(["the statement 'ListBucket' grants something else", "the statement 'ReadAndWriteObjects' grants something else"],
            findings.Select(finding => finding.State));
    }

    [Fact]
    public async Task A_principal_that_was_granted_nothing()
    {
        await _server.Client.DeleteBucketPolicyAsync(Bucket);
        var states = (await CheckAsync()).Where(finding => finding.IsFault).Select(finding => finding.State);
        Assert.Contains("there is no statement 'ListBucket' for the principal", states);
    }

    [Fact]
    public async Task A_policy_that_lets_everybody_in()
    {
        await _server.Client.DeletePublicAccessBlockAsync(new() { BucketName = Bucket });
        await _server.Client.PutBucketPolicyAsync(Bucket, $$"""
            {"Statement":[{"Sid":"Everybody","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::{{Bucket}}/*"},
                          {"Effect":"Allow","NotPrincipal":{"AWS":"000000000000"},"Action":"s3:GetObject",
                           "Resource":"arn:aws:s3:::{{Bucket}}/*"}]}
            """);
        var open = (await CheckAsync()).Where(finding => finding is { Kind: FindingKind.TooOpen, Setting: "policy" });
        Assert.Equal(["The statement 'Everybody' lets everybody in", "A statement without a Sid lets everybody in"],
            open.Select(finding => finding.State));
    }

    [Theory]
    [InlineData("""{"IpAddress":{"aws:SourceIp":"10.1.2.0/24"}}""", false)]
    [InlineData("""{"StringLike":{"s3:prefix":"*"}}""", true)]
    public async Task A_grant_to_everybody_with_a_condition_is_judged_by_S3(string condition, bool isOpen)
    {
        await _server.Client.DeletePublicAccessBlockAsync(new() { BucketName = Bucket });
        await _server.Client.PutBucketPolicyAsync(Bucket, $$"""
            {"Statement":[{"Sid":"Narrowed","Effect":"Allow","Principal":"*","Action":"s3:ListBucket","Resource":"arn:aws:s3:::{{Bucket}}",
             "Condition":{{condition}} }]}
            """);
        Assert.Equal(isOpen, (await CheckAsync()).Any(finding => finding is { Kind: FindingKind.TooOpen, Setting: "policy" }));
    }

    [Fact]
    public async Task Unfinished_uploads_that_stay()
    {
        await _server.Client.DeleteLifecycleConfigurationAsync(new DeleteLifecycleConfigurationRequest { BucketName = Bucket });
        await FindsAsync(FindingKind.Missing, "lifecycle", "parts of unfinished uploads stay, and cost, for ever");
    }

    [Theory]
    [InlineData("Disabled", "", 7, false)]
    [InlineData("Enabled", "tmp/", 7, false)]
    [InlineData("Enabled", "", 8, false)]
    [InlineData("Enabled", "", 1, true)]
    public async Task A_lifecycle_rule_counts_when_it_is_enabled_for_all_objects_and_soon_enough(
        string status, string prefix, int days, bool counts)
    {
        await _server.Client.PutLifecycleConfigurationAsync(Bucket, new LifecycleConfiguration
        {
            Rules =
            [
                new()
                {
                    Id = "x", Status = status, Filter = new() { Prefix = prefix },
                    AbortIncompleteMultipartUpload = new() { DaysAfterInitiation = days },
                },
            ],
        });
        Assert.Equal(counts, !(await CheckAsync()).Any(finding => finding.IsFault));
    }

    [Fact]
    public async Task A_tag_that_is_missing() => await FindsAsync(FindingKind.Missing, "tags", "there is no owner=me",
        SetupServer.Wish with { Tags = new Dictionary<string, string> { ["course"] = "credit", ["owner"] = "me" } });

    [Fact]
    public async Task A_region_that_is_another() =>
        await FindsAsync(FindingKind.Missing, "region", "us-east-1, not eu-west-1", SetupServer.Wish with { Region = "eu-west-1" });

    [Theory]
    [InlineData("AllUsers", true)]
    [InlineData("AuthenticatedUsers", true)]
    [InlineData("../s3/LogDelivery", false)]
    public void An_access_control_list_that_lets_a_group_of_everybody_in(string group, bool isOpen)
    {
        S3Grant[] grants =
        [
            new() { Grantee = new S3Grantee { CanonicalUser = "owner" }, Permission = "FULL_CONTROL" },
            new() { Grantee = new S3Grantee { URI = "http://acs.amazonaws.com/groups/global/" + group }, Permission = "READ" },
        ];
        var finding = Assert.Single(AccessControlList.Judge(grants, Bucket));
        Assert.Equal(isOpen ? (FindingKind.TooOpen, $"READ for {group}, which is everybody") : (FindingKind.InPlace, "private"),
            (finding.Kind, finding.State));
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_and_keys_that_are_wrong_have_S3s_names()
    {
        await FailsAsync(StorageConditions.NoSuchBucket, () => new BucketSetup("no-such-bucket").CheckAsync(_server.Connection));
        using var wrong = new S3Connection(_server.Settings with { SecretAccessKey = "wrong" });
        await FailsAsync(StorageConditions.SignatureDoesNotMatch, () => SetupServer.Wish.CheckAsync(wrong));
    }
}
