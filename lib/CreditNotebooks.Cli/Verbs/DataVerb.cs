using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using CreditNotebooks.Data;

namespace CreditNotebooks.Cli.Verbs;

/// <summary><c>credit data list</c> and <c>credit data generate SET [--customers N | --rows N] [--seed N] [-o PATH]</c></summary>
internal static class DataVerb
{
    private static readonly string Names = string.Join(" or ", DataSet.All.Select(set => $"'{set.Name}'"));

    public static Command Create()
    {
        // Numbers are read below: the parser's own message would speak of System.Int32.
        var name = new Argument<string?>("set") { Arity = ArgumentArity.ZeroOrOne, Description = $"The set: {Names}." };
        var sizes = DataSet.All.ToDictionary(set => set, set => new Option<string?>("--" + set.Unit)
        {
            HelpName = "N",
            Description = $"The size of {set.Name} [default: {set.DefaultSize}]",
        });
        var seed = new Option<string?>("--seed")
        {
            HelpName = "N",
            Description = $"Another seed gives other data [default: {CreditData.DefaultSeed}]",
        };
        var output = new Option<string?>("--output", "-o")
        {
            HelpName = "PATH",
            Description = "The file to write [default: data/generated/SET.csv]",
        };

        var generate = new Command("generate", "Generate a set of course data; the same seed gives the same bytes everywhere.") { name };
        foreach (var size in sizes.Values) generate.Add(size);
        generate.Add(seed);
        generate.Add(output);
        generate.SetAction((parsed, stop) => Task.Run(() =>
        {
            var console = parsed.InvocationConfiguration;
            try
            {
                var named = parsed.GetValue(name)
                    ?? throw new DataException($"Which set shall be generated? Write 'credit data generate' and {Names}.");
                var set = DataSet.Named(named);
                if (sizes.FirstOrDefault(size => size.Key != set && parsed.GetValue(size.Value) is not null).Value is { } foreign)
                    throw new DataException($"{foreign.Name} is not for '{set.Name}', which is sized by --{set.Unit}.");
                var count = Whole(sizes[set].Name, parsed.GetValue(sizes[set]), set.DefaultSize, int.MaxValue);
                var number = Whole(seed.Name, parsed.GetValue(seed), CreditData.DefaultSeed, long.MaxValue);
                return Generate(set, (int)count, number, parsed.GetValue(output), console, stop);
            }
            catch (DataException e)
            {
                console.Error.WriteLine(e.Message);
                return 2;
            }
        }));

        var list = new Command("list", "List the sets of data that can be generated.");
        list.SetAction(parsed => List(parsed.InvocationConfiguration.Output));
        return new Command("data", "List and generate the course data.") { generate, list };
    }

    private static int Generate(DataSet set, int size, long seed, string? output, InvocationConfiguration console, CancellationToken outer)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(outer);
        // Ctrl-C waits for the half-written file to be taken away.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            source.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            var path = output ?? Path.Combine(Workspace.FindRoot(), "data", "generated", set.FileName(size, seed));
            var watch = Stopwatch.StartNew();
            set.Generate(path, size, seed, source.Token);
            var megabytes = new FileInfo(path).Length / 1e6;
            console.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Wrote {size:N0} {set.Unit} to {Shown(path)} ({megabytes:0.0} MB in {watch.Elapsed.TotalSeconds:0.0} s)."));
            return 0;
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

    private static long Whole(string option, string? text, long fallback, long most)
    {
        if (text is null) return fallback;
        var whole = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value);
        return whole && value <= most && value >= -most
            ? value
            : throw new DataException($"'{text}' is no whole number that {option} can take.");
    }

    private static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
