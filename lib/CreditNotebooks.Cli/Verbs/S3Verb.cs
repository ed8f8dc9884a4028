using System.CommandLine;

namespace CreditNotebooks.Cli.Verbs;

/// <summary><c>credit s3</c>: S3 and the server that stands in for it.</summary>
internal static class S3Verb
{
    public static Command Create(Terminal terminal) => new("s3", "S3, and a server that stands in for it.") { S3ServeVerb.Create(terminal) };
}
