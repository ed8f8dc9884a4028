using CreditNotebooks.Display;
using CreditNotebooks.Spark.Engines.Connect;

namespace CreditNotebooks.Spark.Tests.Connect.Client;

/// <summary>What a connection string says, and which ones are refused.</summary>
public sealed class ConnectionStringTests
{
    [Theory]
    [InlineData("sc://myhost.com", "http://myhost.com:15002/")]
    [InlineData("sc://myhost.com/", "http://myhost.com:15002/")]
    [InlineData("sc://myhost.com/;", "http://myhost.com:15002/")]
    [InlineData("sc://127.0.0.1:80/", "http://127.0.0.1:80/")]
    [InlineData("sc://[::1]/", "http://[::1]:15002/")]
    [InlineData("sc://[2001:db8::1]:443/;use_ssl=true", "https://[2001:db8::1]:443/")]
    [InlineData("sc://myhost.com:443/;use_ssl=true", "https://myhost.com:443/")]
    [InlineData("sc://myhost.com:443/;use_ssl=false", "http://myhost.com:443/")]
    [InlineData("sc://myhost.com:443/;token=ABCDEFG", "https://myhost.com:443/")]
    [InlineData("sc://localhost/;token=ABCDEFG;use_ssl=false", "http://localhost:15002/")]
    public void The_server_is_a_host_a_port_and_TLS_or_not(string text, string address) =>
        Assert.Equal(new Uri(address), ConnectionString.Parse(text).Address);

    [Fact]
    public void Parameters_are_decoded_and_unknown_ones_are_headers()
    {
        var connection = ConnectionString.Parse("sc://h:7/;token=a%3Bb==;user_id=Mar%20tin;user_agent=my%20app;"
            + "session_id=550e8400-e29b-41d4-a716-446655440000;"
            + "grpc_max_message_size=1000;x-databricks-cluster-id=0301-12;X-Other=%41");
        Assert.Equal(("a;b==", "Mar tin", "my app", "550e8400-e29b-41d4-a716-446655440000", 1000),
            (connection.Token, connection.UserId, connection.UserAgent, connection.SessionId, connection.MaxMessageSize));
        Assert.Equal(new Dictionary<string, string> { ["x-databricks-cluster-id"] = "0301-12", ["x-other"] = "A" }, connection.Headers);
    }

    [Fact]
    public void What_is_not_said_has_its_default()
    {
        var connection = ConnectionString.Parse("sc://h");
        Assert.Equal((null, null, 128 << 20), (connection.Token, connection.SessionId, connection.MaxMessageSize));
        Assert.Empty(connection.Headers);
        Assert.StartsWith("credit-notebooks/", connection.UserAgent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://myhost.com", "begin with sc://")]
    [InlineData("SC://myhost.com", "begin with sc://")]
    [InlineData("", "begin with sc://")]
    [InlineData("sc://", "names no host")]
    [InlineData("sc://:15002", "names no host")]
    [InlineData("sc://my host", "\"my host\" is no host")]
    [InlineData("sc://::1/", "an IPv6 address is written in brackets: [::1]")]
    [InlineData("sc://h:port", "\"port\" is no port")]
    [InlineData("sc://h:0", "\"0\" is no port")]
    [InlineData("sc://h:65536", "\"65536\" is no port")]
    [InlineData("sc://me@h", "user_id")]
    [InlineData("sc://h:443/prefix/;token=AAAAAAA", "no path")]
    [InlineData("sc://h/?token=AAAAAAA", "no path")]
    [InlineData("sc://h;use_ssl=true", "behind /;")]
    [InlineData("sc://h/;use_ssl=yes", "use_ssl is true or false, and not \"yes\"")]
    [InlineData("sc://h/;use_ssl=true;use_ssl=true", "use_ssl is there twice")]
    [InlineData("sc://h/;use_ssl=true;AAAAAAA", "parameter 2 is not written as key=value")]
    [InlineData("sc://h/;=AAAAAAA", "parameter 1 is not written as key=value")]
    [InlineData("sc://h/;Use_SSL=true", "write use_ssl for Use_SSL")]
    [InlineData("sc://h/;Token=AAAAAAA", "write token for Token")]
    [InlineData("sc://h/;token=", "the token is empty")]
    [InlineData("sc://h/;token=AAA%0AAAA", "holds signs that no token has")]
    [InlineData("sc://h/;token=AAAAAAA;use_ssl=false", "a token needs TLS")]
    [InlineData("sc://h/;session_id=42", "the session_id \"42\" is no UUID")]
    [InlineData("sc://h/;grpc_max_message_size=lots", "\"lots\" is no number of bytes")]
    [InlineData("sc://h/;grpc_max_message_size=0", "\"0\" is no number of bytes")]
    [InlineData("sc://h/;grpc-timeout=1", "cannot be sent as a header")]
    [InlineData("sc://h/;a b=1", "cannot be sent as a header")]
    [InlineData("sc://h/;x-a=%0D%0Ax-b: 1", "the value of x-a holds signs")]
    public void A_bad_one_is_refused_by_name_without_its_token(string text, string sentence)
    {
        var error = Assert.Throws<SparkException>(() => ConnectionString.Parse(text));
        Assert.Equal("INVALID_CONNECT_URL", error.Condition);
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AAA", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_is_never_shown()
    {
        var connection = ConnectionString.Parse("sc://h/;token=dapi-0123456789;x-api-key=key-9876543210;x-databricks-cluster-id=0301-12");
        Assert.Equal("sc://h:15002/;use_ssl=true;token=[REDACTED];x-api-key=[REDACTED];x-databricks-cluster-id=0301-12",
            connection.ToString());
        Assert.Equal("the token is [REDACTED]", Redaction.Apply("the token is dapi-0123456789"));
    }
}
