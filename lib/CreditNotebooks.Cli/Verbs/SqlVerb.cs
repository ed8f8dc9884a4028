using System.CommandLine;
using System.Text;
using CreditNotebooks.Spark;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Parsing;

namespace CreditNotebooks.Cli.Verbs;

/// <summary><c>credit sql [--engine sc://HOST:PORT] -e TEXT</c>, <c>credit sql FILE</c> or statements on the standard input: runs Spark SQL, all in one session.</summary>
internal static class SqlVerb
{
    /// <summary>Exit code when a statement failed.</summary>
    private const int Failed = 1;

    public static Command Create(Terminal terminal)
    {
        var text = new Option<string?>("--execute", "-e") { Description = "The statements themselves.", HelpName = "TEXT" };
        var json = new Option<bool>("--json") { Description = "One JSON line a statement: its schema and rows, or its error." };
        var engine = EngineOption.Create();
        var file = new Argument<string?>("FILE")
        {
            Description = "A file of statements; each ends with a semicolon at the end of a line. Without it they come from the standard input.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("sql", "Run Spark SQL statements in one session.") { text, json, engine, file };
        command.SetAction((parsed, stop) =>
        {
            if (parsed.GetValue(text) is not null && parsed.GetValue(file) is not null)
            {
                terminal.Error.WriteLine("credit: sql takes either -e TEXT or a FILE, not both.");
                return Task.FromResult(CommandLine.BadInput);
            }
            var script = parsed.GetValue(text) ?? Read(parsed.GetValue(file), terminal);
            return script is null ? Task.FromResult(CommandLine.BadInput)
                : Task.Run(() => Run(script, parsed.GetValue(engine), parsed.GetValue(json), terminal, stop), CancellationToken.None);
        });
        return command;
    }

    private static string? Read(string? file, Terminal terminal)
    {
        if (file is null) return new StreamReader(Console.OpenStandardInput(), Encoding.UTF8).ReadToEnd();
        try
        {
            return File.ReadAllText(Path.Combine(terminal.Folder, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"credit: the file {file} cannot be read: {e.Message}");
            return null;
        }
    }

    private static int Run(string script, string? engine, bool json, Terminal terminal, CancellationToken stop)
    {
        using var signal = new StopSignal(terminal.Error, stop);
        Display.CellContext.Current.CancellationToken = signal.Token;
        SparkSession opened;
        try
        {
            using var place = EngineOption.Apply(engine);
            opened = SparkSession.Builder().AppName("credit sql").GetOrCreate();
        }
        catch (SparkException e)
        {
            terminal.Error.WriteLine("credit: " + e.Message);
            return CommandLine.BadInput;
        }
        using var session = opened;
        var code = 0;
        foreach (var statement in SqlScript.Split(script))
        {
            try
            {
                if (json)
                {
                    var answer = StatementAnswer.Of(session, statement, signal.Token);
                    terminal.Out.WriteLine(answer);
                }
                else
                {
                    Show(session, statement, terminal);
                }
            }
            catch (SparkException e)
            {
                terminal.Error.WriteLine(e.Message);
                code = Failed;
            }
            catch (OperationCanceledException)
            {
                terminal.Error.WriteLine("Stopped.");
                return CommandLine.Stopped;
            }
        }
        return code;
    }

    private static void Show(SparkSession session, string statement, Terminal terminal)
    {
        var frame = session.Sql(statement);
        if (frame.Schema().Fields.Count > 0) terminal.Out.Write(frame.ShowString(int.MaxValue, 0));
    }
}
