using CreditNotebooks.Spark.Engines.Connect;

namespace CreditNotebooks.Spark.Tests.Connect.Client;

/// <summary>Databricks' variables and profiles as connection strings.</summary>
public sealed class DatabricksProfileTests : IDisposable
{
    private const string Host = "https://adb-1.7.azuredatabricks.net";

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Nothing_is_read_where_nothing_is_named() => Assert.Null(DatabricksProfile.FromEnvironment(_ => null));

    [Theory]
    [InlineData(Host)]
    [InlineData(Host + "/")]
    [InlineData("adb-1.7.azuredatabricks.net")]
    public void Variables_name_a_cluster(string host)
    {
        var connection = From(("HOST", host), ("TOKEN", "dapi-1"), ("CLUSTER_ID", "0301-12"))!;
        Assert.Equal((new Uri(Host), "dapi-1", null), (connection.Address, connection.Token, connection.SessionId));
        Assert.Equal("0301-12", Assert.Single(connection.Headers, h => h.Key == "x-databricks-cluster-id").Value);
    }

    [Fact]
    public void Serverless_compute_is_named_by_a_session()
    {
        var connection = From(("HOST", Host), ("TOKEN", "dapi-1"), ("SERVERLESS_COMPUTE_ID", "auto"))!;
        var header = Assert.Single(connection.Headers);
        Assert.Equal(("x-databricks-session-id", connection.SessionId), (header.Key, header.Value));
        Assert.True(Guid.TryParse(connection.SessionId, out _));
    }

    [Fact]
    public void A_profile_is_read_and_variables_go_before_it()
    {
        File.WriteAllText(_file,
            "; mine\n[DEFAULT]\nhost = https://other\n\n"
            + $"[work]\r\nhost  = {Host}\r\ntoken = dapi=2 \r\ncluster_id=0301-12\r\n# end\r\n[next]\ntoken = no");
        var connection = From(("CONFIG_PROFILE", "work"), ("CONFIG_FILE", _file))!;
        Assert.Equal((new Uri(Host), "dapi=2", "0301-12"),
            (connection.Address, connection.Token, connection.Headers["x-databricks-cluster-id"]));
        Assert.Equal("dapi-3", From(("CONFIG_PROFILE", "work"), ("CONFIG_FILE", _file), ("TOKEN", "dapi-3"))!.Token);
        Assert.Equal("x-databricks-session-id",
            From(("CONFIG_PROFILE", "work"), ("CONFIG_FILE", _file), ("SERVERLESS_COMPUTE_ID", "auto"))!.Headers.Single().Key);
    }

    [Theory]
    [InlineData("host = https://h", "token is missing")]
    [InlineData("token = t\ncluster_id = c", "host is missing")]
    [InlineData("host = https://h\ntoken = dapi-4", "cluster_id (or serverless_compute_id = auto) is missing")]
    [InlineData("host = http://h\ntoken = dapi-4\ncluster_id = c", "is no address such as https://")]
    public void What_is_missing_or_wrong_is_named(string section, string sentence)
    {
        File.WriteAllText(_file, "[work]\n" + section);
        var error = Assert.Throws<SparkException>(() => From(("CONFIG_PROFILE", "work"), ("CONFIG_FILE", _file)));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("dapi", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_or_file_that_is_not_there_is_named()
    {
        Assert.Contains("has no Databricks profile play",
            Assert.Throws<SparkException>(() => From(("CONFIG_PROFILE", "play"), ("CONFIG_FILE", _file))).Message,
            StringComparison.Ordinal);
        Assert.Contains("There is no file /no/file",
            Assert.Throws<SparkException>(() => From(("CONFIG_PROFILE", "play"), ("CONFIG_FILE", "/no/file"))).Message,
            StringComparison.Ordinal);
    }

    private static ConnectionString? From(params (string Name, string Value)[] variables) =>
        DatabricksProfile.FromEnvironment(name => variables.FirstOrDefault(v => "DATABRICKS_" + v.Name == name).Value);
}
