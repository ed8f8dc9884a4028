using CreditNotebooks.Display;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Sources.S3;

namespace CreditNotebooks.Spark.Tests.S3;

/// <summary>S3 is reached as AWS's settings say, and over them the session's, under Hadoop's names.</summary>
[Collection(S3Collection.Name)]
public sealed class S3OptionsTests(Lake lake)
{
    [Fact]
    public void Without_settings_of_the_session_those_of_the_environment_hold_at_each_action()
    {
        using var environment = new TemporaryEnvironment(
            ("AWS_ENDPOINT_URL_S3", lake.Endpoint.ToString()), ("AWS_ACCESS_KEY_ID", "lake-keeper"),
            ("AWS_SECRET_ACCESS_KEY", Lake.Secret));
        using var spark = SparkSession.Builder().Create();
        lake.Put("environment.csv", "1\n");
        var rows = spark.Read().Csv("s3://lake/environment.csv");
        Assert.Equal("1", Lake.Values(rows));
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "somebody-else");
        Assert.Contains("InvalidAccessKeyId", Assert.Throws<SparkException>(() => rows.Count()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("endpoint=localhost:9000 connection.ssl.enabled=false", "http://localhost:9000 us-east-1 path")]
    [InlineData("endpoint=localhost:9000", "https://localhost:9000 us-east-1 path")]
    [InlineData("endpoint=http://localhost:9000 path.style.access=false", "http://localhost:9000 us-east-1 host")]
    [InlineData("endpoint=s3.eu-west-1.amazonaws.com endpoint.region=eu-west-1", "https://s3.eu-west-1.amazonaws.com eu-west-1 host")]
    [InlineData("endpoint.region=eu-west-1", "AWS in eu-west-1 eu-west-1 host")]
    [InlineData("endpoint=http://a bucket.lake.endpoint=http://b", "http://b us-east-1 path")]
    [InlineData("endpoint=http://a bucket.other.endpoint=http://b", "http://a us-east-1 path")]
    public void Settings_have_Hadoops_names(string settings, string expected)
    {
        using var environment = new TemporaryEnvironment(("AWS_ACCESS_KEY_ID", "id-of-all"), ("AWS_SECRET_ACCESS_KEY", "secret-of-all"));
        foreach (var name in new[] { "spark.hadoop.fs.s3a.", "fs.s3a." })
        {
            var found = S3Options.Of("lake", Settings(settings.Split(' ').Select(s => name + s)));
            Assert.Equal(expected, $"{found.EndpointName} {found.Region} {(found.PathStyle ? "path" : "host")}");
            Assert.Equal("id-of-all", found.AccessKeyId);
        }
    }

    [Fact]
    public void Keys_of_the_session_stand_alone()
    {
        using var environment = new TemporaryEnvironment(
            ("AWS_ACCESS_KEY_ID", "id-of-all"), ("AWS_SECRET_ACCESS_KEY", "secret-of-all"), ("AWS_SESSION_TOKEN", "token-of-all"));
        var found = S3Options.Of("lake", Settings(["fs.s3a.access.key=own", "fs.s3a.secret.key=secret"]));
        Assert.Equal(("own", "secret", null), (found.AccessKeyId, found.SecretAccessKey, found.SessionToken));
        found = S3Options.Of("lake", Settings(["fs.s3a.access.key=own", "fs.s3a.secret.key=secret", "fs.s3a.session.token=token"]));
        Assert.Equal("token", found.SessionToken);
    }

    [Fact]
    public void Options_of_a_reader_and_of_a_writer_go_before_the_session()
    {
        lake.Put("options/in/a.csv", "1\n2\n");
        var options = new Dictionary<string, string>
        {
            ["fs.s3a.endpoint"] = lake.Endpoint.ToString(), ["fs.s3a.access.key"] = "lake-keeper", ["fs.s3a.secret.key"] = Lake.Secret,
        };
        using var spark = lake.Session(settings: [("fs.s3a.access.key", "nobody"), ("fs.s3a.secret.key", "a-secret-of-nobody")]);
        Assert.Contains("InvalidAccessKeyId", Assert.Throws<SparkException>(() => spark.Read().Csv("s3://lake/options/in")).Message, StringComparison.Ordinal);
        var rows = spark.Read().Options(options).Csv("s3://lake/options/in");
        Assert.Equal("1 2", Lake.Values(rows));
        rows.Write().Options(options).Csv("s3a://lake/options/out");
        Assert.Equal("1 2", Lake.Values(spark.Read().Options(options).Csv("s3://lake/options/out/part-*.csv")));
        var quoted = string.Join(", ", options.Select(o => $"`{o.Key}` '{o.Value}'"));
        spark.Sql($"CREATE TEMPORARY VIEW seen USING csv OPTIONS (path 's3://lake/options/in', {quoted})");
        Assert.Equal("1 2", Lake.Values(spark.Table("seen")));
        Assert.Throws<SparkException>(() => rows.Write().Csv("s3a://lake/options/other"));
    }

    [Fact]
    public void A_secret_among_a_readers_options_is_not_shown()
    {
        var secret = $"hidden-{Guid.NewGuid():N}";
        using var spark = lake.Session();
        Assert.Throws<SparkException>(() => spark.Read().Option("fs.s3a.Secret.Key", secret).Csv("s3://lake/a.csv"));
        Assert.Equal("[REDACTED]", Redaction.Apply(secret));
    }

    [Theory]
    [InlineData("fs.s3a.access.key=own", "fs.s3a.access.key")]
    [InlineData("spark.hadoop.fs.s3a.secret.key=own", "spark.hadoop.fs.s3a.secret.key")]
    [InlineData("fs.s3a.endpoint=ftp://x", "fs.s3a.endpoint")]
    [InlineData("fs.s3a.path.style.access=perhaps", "fs.s3a.path.style.access")]
    public void A_malformed_setting_is_named(string setting, string name)
    {
        var e = Assert.Throws<SparkException>(() => S3Options.Of("lake", Settings([setting])));
        Assert.Equal("INVALID_CONF_VALUE.REQUIREMENT", e.Condition);
        Assert.Contains($"\"{name}\"", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_that_is_not_there_is_named()
    {
        using var environment = new TemporaryEnvironment(("AWS_PROFILE", "no-such-profile"));
        using var spark = SparkSession.Builder().Create();
        var e = Assert.Throws<SparkException>(() => spark.Read().Csv("s3://lake/a.csv"));
        Assert.Equal("INVALID_CONF_VALUE.REQUIREMENT", e.Condition);
        Assert.Contains("AWS_PROFILE", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spark.hadoop.fs.s3a.secret.key")]
    [InlineData("fs.s3a.bucket.lake.secret.key")]
    [InlineData("fs.s3a.session.token")]
    public void A_secret_of_the_session_is_not_shown(string key)
    {
        var secret = $"hidden-{Guid.NewGuid():N}";
        using (lake.Session(null, (key, secret))) Assert.Equal("[REDACTED]", Redaction.Apply(secret));
        using var spark = lake.Session();
        spark.Sql($"SET {key}={secret}-of-SQL");
        var listed = spark.Sql("SET").Collect().Concat(spark.Sql($"SET {key}").Collect());
        Assert.DoesNotContain(secret, string.Join(" ", listed), StringComparison.Ordinal);
        Assert.Equal("is [REDACTED].", Redaction.Apply($"is {secret}-of-SQL."));
    }

    private static RuntimeSettings Settings(IEnumerable<string> settings)
    {
        var result = new RuntimeSettings();
        foreach (var setting in settings) result.Set(setting.Split('=')[0], setting[(setting.IndexOf('=') + 1)..]);
        return result;
    }
}
