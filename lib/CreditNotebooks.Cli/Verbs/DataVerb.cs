using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CreditNotebooks.Data;

namespace CreditNotebooks.Cli.Verbs;

/// <summary><c>credit data list</c> and <c>credit data generate SET</c>, one subcommand a set.</summary>
internal static class DataVerb
{
    public static Command Create()
    {
        var generate = new Command("generate", "Generate a set of course data; the same seed gives the same bytes on every platform.");
        foreach (var set in DataSet.All) generate.Add(Generate(set));
        var list = new Command("list", "List the sets of data that can be generated.");
        list.SetAction(parsed => List(parsed.InvocationConfiguration.Output));
        return new Command("data", "List and generate the course data.") { generate, list };
    }

    private static Command Generate(DataSet set)
    {
        var size = Whole("--" + set.Unit, set.DefaultSize, int.MaxValue, $"How many {set.Unit} ({set.DefaultSize:N0} when not given).");
        var seed = Whole("--seed", CreditData.DefaultSeed, long.MaxValue,
            $"Another number gives other {set.Unit} ({CreditData.DefaultSeed} when not given).");
        var output = new Option<string?>("--output", "-o")
        {
            Description = $"The file to write (data/generated/{set.Name}.csv when not given).", HelpName = "PATH",
        };
        var command = new Command(set.Name, set.About + ".") { size, seed, output };
        command.SetAction((parsed, stop) => Task.Run(() => Run(
            set, (int)parsed.GetValue(size), parsed.GetValue(seed), parsed.GetValue(output), parsed.InvocationConfiguration, stop)));
        return command;
    }

    private static int Run(DataSet set, int size, long seed, string? output, InvocationConfiguration console, CancellationToken stop)
    {
        try
        {
            var path = output ?? Path.Combine(Workspace.FindRoot(), "data", "generated", set.FileName(size, seed));
            var watch = Stopwatch.StartNew();
            set.Generate(path, size, seed, stop);
            var megabytes = new FileInfo(path).Length / 1e6;
            console.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Wrote {size:N0} {set.Unit} to {Shown(path)} ({megabytes:0.0} MB in {watch.Elapsed.TotalSeconds:0.0} s)."));
            return 0;
        }
        catch (DataException e)
        {
            console.Error.WriteLine(e.Message);
            return 2;
        }
        catch (OperationCanceledException)
        {
            console.Error.WriteLine("Stopped; nothing was written.");
            return 130;
        }
    }

    private static int List(TextWriter console)
    {
        foreach (var set in DataSet.All)
        {
            console.WriteLine($"{set.Name,-10}{set.About}.");
            console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{"",-10}credit data generate {set.Name} --{set.Unit} {set.DefaultSize} --seed {CreditData.DefaultSeed} [-o PATH]"));
        }

        return 0;
    }

    // The parser's own message would speak of System.Int32.
    private static Option<long> Whole(string name, long fallback, long most, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => fallback,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                var whole = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value);
                if (whole && value <= most && value >= -most) return value;
                result.AddError($"'{text}' is no whole number that {name} can take.");
                return 0;
            },
        };

    private static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
