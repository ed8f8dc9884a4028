using CreditNotebooks.Spark;

namespace CreditNotebooks.Cli.Tests.Verbs;

/// <summary>--engine sets a variable of the process, which other tests must not meet.</summary>
[CollectionDefinition("engine", DisableParallelization = true)]
public class EngineVariable;

[Collection("engine")]
public class SqlVerbTests
{
    [Theory]
    [InlineData("http://127.0.0.1:1", "INVALID_CONNECT_URL")]
    [InlineData("sc://127.0.0.1:1", "127.0.0.1:1")]
    public async Task An_engine_that_is_none_is_refused_in_one_sentence(string engine, string part)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(["sql", "--engine", engine, "-e", "SELECT 1"], new Terminal(output, error, Environment.CurrentDirectory, false));
        Assert.Equal(CommandLine.BadInput, code);
        Assert.Contains(part, error.ToString());
        Assert.Null(SparkSession.ActiveSession);
    }

    [Fact]
    public async Task The_embedded_engine_answers_a_line_of_JSON_a_statement()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(0, await CommandLine.RunAsync(["sql", "--engine", "embedded", "--json", "-e", "SELECT 1 AS a;\nSELECT nope"], new Terminal(output, error, Environment.CurrentDirectory, false)));
        Assert.StartsWith("{\"sql\":\"SELECT 1 AS a\",\"schema\":\"a INT NOT NULL\",\"rows\":[[\"1\"]]}", output.ToString());
        Assert.Contains("\"error\":\"UNRESOLVED_COLUMN", output.ToString());
    }
}
