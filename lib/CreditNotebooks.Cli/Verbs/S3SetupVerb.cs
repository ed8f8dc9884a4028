using System.CommandLine;
using CreditNotebooks.Storage.S3;
using CreditNotebooks.Storage.Setup;

namespace CreditNotebooks.Cli.Verbs;

/// <summary><c>credit s3 setup BUCKET</c>: a bucket with everything that guards it; a second time it changes nothing.</summary>
internal static class S3SetupVerb
{
    public static Command Create(Terminal terminal)
    {
        var options = new S3BucketOptions();
        var command = new Command("setup", "Creates a bucket and guards it: no public access, encryption, versions, a policy, "
            + "no plain HTTP. What is so already stays; a second time nothing changes.");
        options.AddTo(command);
        command.SetAction((parsed, stop) => options.Read(parsed, out var wrong) is { } setup
            ? S3Command.RunAsync(terminal, stop, (connection, token) => ApplyAsync(terminal, setup, connection, token), setup.Region)
            : Task.FromResult(S3Command.Fail(terminal, wrong!)));
        return command;
    }

    private static async Task<int> ApplyAsync(Terminal terminal, BucketSetup setup, S3Connection connection, CancellationToken stop)
    {
        var steps = await setup.ApplyAsync(connection, new Lines(terminal), stop).ConfigureAwait(false);
        var changes = steps.Count(step => step.Outcome is StepOutcome.Created or StepOutcome.Changed);
        await terminal.Out.WriteLineAsync(changes switch
        {
            0 => "Nothing had to be changed.",
            1 => "1 setting was made; 'credit s3 check' reads all of them back.",
            _ => $"{changes} settings were made; 'credit s3 check' reads all of them back.",
        }).ConfigureAwait(false);
        return 0;
    }

    private sealed class Lines(Terminal terminal) : IProgress<SetupStep>
    {
        public void Report(SetupStep step)
        {
            var outcome = step.Outcome switch
            {
                StepOutcome.Created => "created",
                StepOutcome.Changed => "changed",
                StepOutcome.AlreadySo => "already so",
                StepOutcome.LeftOut => "left out",
                _ => throw new InvalidOperationException($"There is no outcome {step.Outcome}."),
            };
            string[] lines = [.. new[] { step.State, step.LeftOut }.OfType<string>().Where(line => line.Length > 0)];
            for (var i = 0; i < lines.Length; i++)
            {
                terminal.Out.WriteLine(i == 0 ? $"{outcome,-10}  {step.Setting,-16} {lines[i]}" : $"{"",-10}  {"",-16} {lines[i]}");
            }
        }
    }
}
