using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CreditNotebooks.Storage.S3;
using static CreditNotebooks.Storage.Tests.StoreExtensions;

namespace CreditNotebooks.Storage.Tests;

public sealed class S3SettingsTests : IDisposable
{
    private const string Config = """
        [default]
        region = eu-central-1
        # a comment
        [profile workshop]
        region = eu-west-1
        endpoint_url = http://profile:9000
        services = local
        s3 =
            addressing_style = path
        [profile role]
        role_arn = arn:aws:iam::123456789012:role/reader
        source_profile = default
        [profile command]
        credential_process = cat $HOME_OF_TEST/.aws/answer.json
        [services local]
        s3 =
          endpoint_url = http://services:9000
        dynamodb =
          endpoint_url = http://dynamodb:8000
        [profile plain]
        endpoint_url = http://profile:9000
        """;

    private const string Credentials = """
        [default]
        aws_access_key_id = default-key
        aws_secret_access_key = default-secret
        [workshop]
        aws_access_key_id=workshop-key
        aws_secret_access_key=workshop-secret=with=equals
        aws_session_token = token
        """;

    private readonly TemporaryFolder _home = new();

    public S3SettingsTests()
    {
        Directory.CreateDirectory(_home[".aws"]);
        File.WriteAllText(_home[".aws/config"], Config.Replace("$HOME_OF_TEST", _home.Path, StringComparison.Ordinal));
        File.WriteAllText(_home[".aws/answer.json"], """{ "Version": 1, "AccessKeyId": "from-command", "SecretAccessKey": "its-secret" }""");
        File.WriteAllText(_home[".aws/credentials"], Credentials);
    }

    public void Dispose() => _home.Dispose();

    [Fact]
    public void The_default_profile_is_read_and_AWS_is_the_endpoint()
    {
        var settings = Read();
        Assert.Equal(("default-key", "default-secret", null), (settings.AccessKeyId, settings.SecretAccessKey, settings.SessionToken));
        Assert.Equal("eu-central-1", settings.Region);
        Assert.Null(settings.Endpoint);
        Assert.True(settings.IsAws);
        Assert.False(settings.PathStyle);
    }

    [Fact]
    public void AWS_PROFILE_chooses_a_profile_with_its_services_section()
    {
        var settings = Read(("AWS_PROFILE", "workshop"));
        Assert.Equal(("workshop-key", "workshop-secret=with=equals", "token"),
            (settings.AccessKeyId, settings.SecretAccessKey, settings.SessionToken));
        Assert.Equal(("eu-west-1", new Uri("http://services:9000"), true), (settings.Region, settings.Endpoint, settings.PathStyle));
        Assert.Equal(new Uri("http://profile:9000"), Read(("AWS_PROFILE", "plain")).Endpoint);
    }

    [Fact]
    public void The_environment_comes_before_the_profile()
    {
        var settings = Read(("AWS_PROFILE", "workshop"), ("AWS_ACCESS_KEY_ID", "k"), ("AWS_SECRET_ACCESS_KEY", "s"),
            ("AWS_REGION", "us-west-2"),
            ("AWS_DEFAULT_REGION", "ignored"), ("AWS_ENDPOINT_URL", "http://general:1"));
        Assert.Equal(("k", "s", null), (settings.AccessKeyId, settings.SecretAccessKey, settings.SessionToken));
        Assert.Equal(("us-west-2", new Uri("http://general:1")), (settings.Region, settings.Endpoint));
        Assert.Equal(new Uri("http://s3:2"),
            Read(("AWS_ENDPOINT_URL", "http://general:1"), ("AWS_ENDPOINT_URL_S3", "http://s3:2")).Endpoint);
        Assert.Null(Read(("AWS_ENDPOINT_URL_S3", "http://s3:2"), ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")).Endpoint);
        Assert.Equal("ap-south-1", Read(("AWS_DEFAULT_REGION", "ap-south-1")).Region);
    }

    [Theory]
    [InlineData("http://localhost:9000", null, true)]
    [InlineData("http://localhost:9000", "false", false)]
    [InlineData("https://s3.eu-west-1.amazonaws.com", null, false)]
    [InlineData("https://s3.eu-west-1.amazonaws.com", "true", true)]
    public void The_bucket_stands_in_the_path_on_any_endpoint_that_is_not_AWS(string endpoint, string? force, bool expected) =>
        Assert.Equal(expected, Read(("AWS_ENDPOINT_URL_S3", endpoint), ("AWS_S3_FORCE_PATH_STYLE", force ?? "")).PathStyle);

    [Theory]
    [InlineData("AWS_PROFILE", "unknown", "There is no profile 'unknown'")]
    [InlineData("AWS_ENDPOINT_URL_S3", "localhost:9000", "is no address")]
    [InlineData("AWS_S3_FORCE_PATH_STYLE", "yes", "neither true nor false")]
    [InlineData("AWS_REQUEST_CHECKSUM_CALCULATION", "never", "neither when_supported nor when_required")]
    [InlineData("AWS_MAX_ATTEMPTS", "0", "no number from 1")]
    [InlineData("AWS_ACCESS_KEY_ID", "only", "no secret key with it")]
    public void A_malformed_setting_is_named(string name, string value, string sentence)
    {
        var exception = Assert.Throws<StorageException>(() => Read((name, value)));
        Assert.Equal(StorageConditions.InvalidSetting, exception.Condition);
        Assert.Contains(sentence, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://s3.eu-west-1.amazonaws.com", "", true)]
    [InlineData("http://localhost:9000", "", false)]
    [InlineData("http://localhost:9000", "when_supported", true)]
    [InlineData("https://s3.eu-west-1.amazonaws.com", "WHEN_REQUIRED", false)]
    public void Checksums_go_to_AWS_unless_the_environment_says_otherwise(string endpoint, string calculation, bool expected) =>
        Assert.Equal(expected, Read(("AWS_ENDPOINT_URL_S3", endpoint), ("AWS_REQUEST_CHECKSUM_CALCULATION", calculation)).SendsChecksums);

    [Fact]
    public void The_text_of_settings_has_no_secret()
    {
        var text = Read(("AWS_PROFILE", "workshop")).ToString();
        Assert.Contains("workshop-key", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("token", text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_command_of_a_profile_gives_its_credentials()
    {
        Skip.If(OperatingSystem.IsWindows(), "The command is written for a Unix shell.");
        var found = S3Credentials.Find(Read(("AWS_PROFILE", "command"))).GetCredentials();
        Assert.Equal(("from-command", "its-secret"), (found.AccessKey, found.SecretKey));
    }

    [Fact]
    public void A_role_that_the_AWS_library_cannot_take_says_what_to_do()
    {
        var exception = Assert.Throws<StorageException>(() => S3Credentials.Find(Read(("AWS_PROFILE", "role"))));
        Assert.Equal(StorageConditions.NoCredentials, exception.Condition);
        Assert.Contains("aws configure export-credentials --profile role", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_no_credentials_hears_so_soon_even_where_the_metadata_service_is_a_black_hole()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var settings = S3Settings.FromEnvironment(new Dictionary<string, string>
        {
            ["HOME"] = _home["nobody"],
                ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}",
        });
        using var connection = new S3Connection(settings);
        var clock = Stopwatch.StartNew();
        await FailsAsync(StorageConditions.NoCredentials, () => connection.Bucket("b").HeadAsync("k"));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
    }

    private S3Settings Read(params (string Name, string Value)[] environment) =>
        S3Settings.FromEnvironment(environment.Append(("HOME", _home.Path)).ToDictionary(pair => pair.Item1, pair => pair.Item2));
}
