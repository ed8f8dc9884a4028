using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CreditNotebooks.Storage.Setup;

namespace CreditNotebooks.Storage.Tests.Setup;

/// <summary>The templates in <c>infra/</c> make what <see cref="BucketSetup"/> makes, and its page lists the rights that this takes.</summary>
public sealed partial class InfraTests
{
    private const string Ada = "arn:aws:iam::123456789012:user/ada";

    private static readonly string Infra = Path.Combine(Root(), "infra");

    public static TheoryData<string, string> Wishes => new() { { "", "" }, { Ada, "" }, { "", "credit/" }, { Ada, "credit/" } };

    [Theory]
    [MemberData(nameof(Wishes))]
    public void CloudFormation_has_the_same_policies(string principal, string prefix)
    {
        var template = Template(principal, prefix);
        AssertSame(OfBucket(principal, prefix), template.Resource("Policy")["PolicyDocument"]!);
        AssertSame(BucketPolicy.OfPrincipal("credit-data", prefix, "us-east-1"), template.Resource("AccessPolicy")["PolicyDocument"]!);
    }

    [Fact]
    public void CloudFormation_has_the_same_settings()
    {
        var bucket = Template("", "").Resource("Bucket");
        Assert.Equal("credit-data", bucket["BucketName"]!.ToString());
        var block = bucket["PublicAccessBlockConfiguration"]!.AsObject();
        Assert.Equal(["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"],
            block.Select(pair => pair.Key).Order());
        Assert.All(block, pair => Assert.Equal("true", pair.Value!.ToString()));
        var encryption = Assert.Single(bucket["BucketEncryption"]!["ServerSideEncryptionConfiguration"]!.AsArray())!;
        Assert.Equal(("AES256", "true"),
            (encryption["ServerSideEncryptionByDefault"]!["SSEAlgorithm"]!.ToString(), encryption["BucketKeyEnabled"]!.ToString()));
        Assert.Equal("Enabled", bucket["VersioningConfiguration"]!["Status"]!.ToString());
        var rule = Assert.Single(bucket["LifecycleConfiguration"]!["Rules"]!.AsArray())!;
        Assert.Equal((Lifecycle.RuleId, "Enabled", $"{new BucketSetup("x").DaysForUnfinishedUploads}"),
            (rule["Id"]!.ToString(), rule["Status"]!.ToString(), rule["AbortIncompleteMultipartUpload"]!["DaysAfterInitiation"]!.ToString()));
    }

    /// <summary>Terraform itself evaluates the policies, where it is installed.</summary>
    [SkippableTheory]
    [MemberData(nameof(Wishes))]
    public async Task Terraform_has_the_same_policies(string principal, string prefix)
    {
        using var folder = new TemporaryFolder();
        foreach (var file in new[] { "variables.tf", "policies.tf" }) File.Copy(Path.Combine(Infra, "terraform", file), folder[file]);
        File.WriteAllText(folder["partition.tf"], "locals {\n  partition = \"aws\"\n}\n");
        var answer = await TerraformAsync(folder.Path, "jsonencode([local.bucket_policy, local.access_policy])",
            "console", "-var=bucket=credit-data", $"-var=principal_arn={principal}", $"-var=prefix={prefix}");
        var policies = JsonNode.Parse(JsonSerializer.Deserialize<string>(answer)!)!;
        AssertSame(OfBucket(principal, prefix), policies[0]!);
        AssertSame(BucketPolicy.OfPrincipal("credit-data", prefix, "us-east-1"), policies[1]!);
    }

    /// <summary>Where Terraform is not installed, this much is known of its text.</summary>
    [Fact]
    public void Terraform_names_the_same_statements_actions_and_conditions()
    {
        var document = BucketPolicy.OfBucket(new BucketSetup("credit-data") { Principal = Ada, Prefix = "credit" }, "us-east-1").ToJsonString();
        var text = File.ReadAllText(Path.Combine(Infra, "terraform", "policies.tf"));
        Assert.Equal(Names(document), Names(text));
        Assert.Equal(["ListBucket", "ReadAndWriteObjects", "RefusePlainHttp"],
            Sid().Matches(text).Select(match => match.Groups[1].Value).Order());
    }

    [Theory]
    [InlineData("block_public_acls = true")]
    [InlineData("ignore_public_acls = true")]
    [InlineData("block_public_policy = true")]
    [InlineData("restrict_public_buckets = true")]
    [InlineData("sse_algorithm = \"AES256\"")]
    [InlineData("bucket_key_enabled = true")]
    [InlineData("status = \"Enabled\"")]
    [InlineData("id = \"" + Lifecycle.RuleId + "\"")]
    [InlineData("days_after_initiation = var.days_for_unfinished_uploads")]
    [InlineData("policy = jsonencode(local.bucket_policy)")]
    [InlineData("policy = jsonencode(local.access_policy)")]
    public void Terraform_has_the_same_settings(string setting) =>
        Assert.Contains(setting, Spaces().Replace(File.ReadAllText(Path.Combine(Infra, "terraform", "main.tf")), " "),
            StringComparison.Ordinal);

    [Fact]
    public async Task The_rights_that_the_page_lists_are_enough_to_set_up_check_and_tear_down_and_each_is_needed()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Infra, "README.md"));
        var rights = JsonNode.Parse(Json().Match(page).Groups[1].Value.Replace("MY-BUCKET", SetupServer.Bucket, StringComparison.Ordinal))!;
        Assert.Null(await RunWithAsync(rights));

        // Creating a bucket is the account's alone on this server.
        var names = rights["Statement"]!.AsArray().SelectMany(statement => statement!["Action"]!.AsArray()).Select(name => name!.ToString());
        foreach (var right in names.Except(["s3:CreateBucket"]))
        {
            var fewer = rights.DeepClone();
            foreach (var statement in fewer["Statement"]!.AsArray())
            {
                var actions = statement!["Action"]!.AsArray();
                actions.RemoveAll(action => action!.ToString() == right);
            }
            Assert.True(await RunWithAsync(fewer) is not null, $"{right} is not needed.");
        }
    }

    /// <summary>Sets up, checks and tears down as another user who has these rights; the error, if there is one.</summary>
    private static async Task<StorageException?> RunWithAsync(JsonNode rights)
    {
        await using var server = await SetupServer.StartAsync();
        await server.Client.PutBucketAsync(SetupServer.Bucket);
        await server.Client.DeletePublicAccessBlockAsync(new() { BucketName = SetupServer.Bucket });
        await server.Client.PutBucketVersioningAsync(
            new() { BucketName = SetupServer.Bucket, VersioningConfig = new() { Status = "Suspended" } });
        await server.Connection.Bucket(SetupServer.Bucket).PutTextAsync("k", "");
        await server.Connection.Bucket(SetupServer.Bucket).PutTextAsync("control \u0001", "");
        await server.Client.InitiateMultipartUploadAsync(SetupServer.Bucket, "k");
        var granted = rights.DeepClone();
        foreach (var statement in granted["Statement"]!.AsArray())
        {
            statement!["Principal"] = new JsonObject { ["AWS"] = SetupServer.ReaderArn };
        }
        granted["Statement"]!.AsArray().Add(new JsonObject
        {
            ["Sid"] = "Narrowed", ["Effect"] = "Allow", ["Principal"] = "*", ["Action"] = "s3:GetObject",
            ["Resource"] = $"arn:aws:s3:::{SetupServer.Bucket}/x",
            ["Condition"] = new JsonObject { ["IpAddress"] = new JsonObject { ["aws:SourceIp"] = "10.1.2.3/32" } },
        });
        await server.Client.PutBucketPolicyAsync(SetupServer.Bucket, granted.ToJsonString());
        try
        {
            await SetupServer.Wish.ApplyAsync(server.OfReader);
            await SetupServer.Wish.CheckAsync(server.OfReader);
            await SetupServer.Wish.TeardownAsync(server.OfReader);
            return null;
        }
        catch (StorageException exception) when (exception.Condition == StorageConditions.AccessDenied)
        {
            return exception;
        }
    }

    private static CloudFormation Template(string principal, string prefix) => new(File.ReadAllText(Path.Combine(Infra, "cloudformation.yaml")),
        new Dictionary<string, string> { ["BucketName"] = "credit-data", ["PrincipalArn"] = principal, ["Prefix"] = prefix });

    private static JsonObject OfBucket(string principal, string prefix) =>
        BucketPolicy.OfBucket(
            new BucketSetup("credit-data") { Principal = principal.Length > 0 ? principal : null, Prefix = prefix }, "us-east-1");

    private static void AssertSame(JsonNode expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"Expected {expected.ToJsonString()}\nActual   {actual.ToJsonString()}");

    private static async Task<string> TerraformAsync(string folder, string expression, params string[] arguments)
    {
        var start = new ProcessStartInfo("terraform", arguments)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["CHECKPOINT_DISABLE"] = "1";
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new SkipException("Terraform is not installed.");
        }
        using (process)
        {
            var error = process.StandardError.ReadToEndAsync();
            await process.StandardInput.WriteLineAsync(expression);
            process.StandardInput.Close();
            var answer = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, answer + await error);
            return answer;
        }
    }

    private static IEnumerable<string> Names(string text) =>
        Name().Matches(text).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CreditNotebooks.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex("\"((s3|aws):[A-Za-z*]+)\"")]
    private static partial Regex Name();

    [GeneratedRegex("Sid\\s*=\\s*\"(\\w+)\"")]
    private static partial Regex Sid();

    [GeneratedRegex("[ ]+")]
    private static partial Regex Spaces();

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Json();
}
