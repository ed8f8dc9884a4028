using System.CommandLine;
using CreditNotebooks.Storage;
using CreditNotebooks.Storage.Setup;

namespace CreditNotebooks.Cli.Verbs;

/// <summary><c>credit s3 policy s3://BUCKET/PREFIX</c>: prints the IAM policy for one bucket and folder. Nothing is asked.</summary>
internal static class S3PolicyVerb
{
    public static Command Create(Terminal terminal)
    {
        var url = new Argument<string>("address")
        {
            HelpName = "s3://BUCKET/PREFIX",
            Description = "The bucket, or the folder in it, that the policy is for.",
        };
        var command = new Command("policy", "Prints the IAM policy that a user or role needs for one bucket and folder, "
            + "in place of AmazonS3FullAccess.") { url };
        command.SetAction((parsed, stop) => S3Command.RunAsync(terminal, stop, async (connection, _) =>
        {
            var of = S3Url.Parse(parsed.GetValue(url)!);
            var policy = BucketPolicy.OfPrincipal(of.Bucket, of.Key, connection.Settings.Region);
            await terminal.Out.WriteLineAsync(BucketPolicy.Text(policy)).ConfigureAwait(false);
            return 0;
        }));
        return command;
    }
}
