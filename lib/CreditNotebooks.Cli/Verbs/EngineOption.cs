using System.CommandLine;
using CreditNotebooks.Spark.Engines.Connect;

namespace CreditNotebooks.Cli.Verbs;

/// <summary><c>--engine sc://HOST:PORT</c>: where the verb computes, in place of this process.</summary>
internal static class EngineOption
{
    private const string Variable = "SPARK_REMOTE";

    public static Option<string?> Create() => new("--engine")
    {
        HelpName = "sc://HOST:PORT",
        Description = $"A Spark behind Spark Connect that computes in place of this process, as {Variable} says it; 'embedded' for this process in spite of {Variable}.",
    };

    /// <summary>Makes every session that begins from now on one of this engine.</summary>
    /// <returns>What puts the environment back.</returns>
    /// <exception cref="Spark.SparkException"><c>INVALID_CONNECT_URL</c>: it is neither 'embedded' nor a connection string.</exception>
    public static IDisposable Apply(string? engine)
    {
        var before = Environment.GetEnvironmentVariable(Variable);
        if (engine is not null)
        {
            if (engine != "embedded") _ = ConnectionString.Parse(engine);
            Environment.SetEnvironmentVariable(Variable, engine == "embedded" ? "" : engine);
        }
        return new Restored(before);
    }

    private sealed class Restored(string? before) : IDisposable
    {
        public void Dispose() => Environment.SetEnvironmentVariable(Variable, before);
    }
}
