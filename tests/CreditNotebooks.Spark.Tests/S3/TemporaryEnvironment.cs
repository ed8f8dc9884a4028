namespace CreditNotebooks.Spark.Tests.S3;

/// <summary>Variables of the process's environment for the time of a test.</summary>
internal sealed class TemporaryEnvironment : IDisposable
{
    private readonly List<(string Name, string? Value)> old = [];

    public TemporaryEnvironment(params (string Name, string Value)[] variables)
    {
        foreach (var (name, value) in variables)
        {
            old.Add((name, Environment.GetEnvironmentVariable(name)));
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public void Dispose() => old.ForEach(v => Environment.SetEnvironmentVariable(v.Name, v.Value));
}
