using System.CommandLine;
using CreditNotebooks.Cli.Doctor;
using CreditNotebooks.Storage.Setup;

namespace CreditNotebooks.Cli.Verbs;

/// <summary><c>credit s3 check BUCKET</c>: what is missing or too open; exit code 1 when something is.</summary>
internal static class S3CheckVerb
{
    public static Command Create(Terminal terminal)
    {
        var options = new S3BucketOptions();
        var command = new Command("check", "Reads a bucket's settings back and says what is missing or too open; "
            + "exit code 1 when something is. With the options of 'setup' it looks at those too.");
        options.AddTo(command);
        command.SetAction((parsed, stop) => options.Read(parsed, out var wrong) is { } setup
            ? S3Command.RunAsync(terminal, stop, async (connection, token) =>
            {
                var findings = await setup.CheckAsync(connection, token).ConfigureAwait(false);
                return DoctorVerb.Report(terminal, findings.Select(Shown));
            }, setup.Region)
            : Task.FromResult(S3Command.Fail(terminal, wrong!)));
        return command;
    }

    private static Finding Shown(BucketFinding finding)
    {
        var state = finding.Kind is FindingKind.TooOpen ? $"too open: {finding.State}" : finding.State;
        return new Finding(finding.Setting, state, finding.Remedy, IsOptional: !finding.IsFault);
    }
}
