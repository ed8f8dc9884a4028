using System.CommandLine;

namespace CreditNotebooks.Cli.Verbs;

/// <summary><c>credit s3</c>: S3 and the server that stands in for it.</summary>
internal static class S3Verb
{
    public static Command Create(Terminal terminal) => new("s3",
        "Buckets in S3: set up, checked, filled and torn down; and a server that stands in for it.")
    {
        S3SetupVerb.Create(terminal),
        S3CheckVerb.Create(terminal),
        S3UploadVerb.Create(terminal),
        S3ListVerb.Create(terminal),
        S3RemoveVerb.Create(terminal),
        S3PolicyVerb.Create(terminal),
        S3TeardownVerb.Create(terminal),
        S3ServeVerb.Create(terminal),
    };
}
