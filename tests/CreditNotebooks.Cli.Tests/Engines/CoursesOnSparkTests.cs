using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CreditNotebooks.Cli.Tests.Jupyter;
using CreditNotebooks.Spark.Tests.Connect;
using CreditNotebooks.Tests;

namespace CreditNotebooks.Cli.Tests.Engines;

/// <summary>A course run on the embedded engine and on a real Spark shows the same, cell by cell. Skipped where there is no Spark.</summary>
[Slow]
public sealed partial class CoursesOnSparkTests : IDisposable
{
    // A sum of doubles depends on the order of its parts.
    private const double LastDigits = 1e-12;

    private static readonly Dictionary<string, string> EngineOwn = new()
    {
        ["02-schema failfast"] = "each parser's own words for a line that does not fit",
        ["03-cleaning write"] = "the size of a Parquet file",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("credit-engines-").FullName;

    private string Output => Path.Combine(_folder, "output");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData("credit")]
    [InlineData("loans")]
    public void Each_cell_shows_on_Spark_what_it_shows_on_the_embedded_engine(string course)
    {
        var spark = SparkServer.ConnectionString();
        var input = Path.Combine(JupyterTests.Repository, "data", "credit-sample.csv");
        if (course is "loans")
        {
            input = Path.Combine(_folder, "loans.csv");
            Succeed(["data", "generate", "loans", "--rows", "1000", "-o", input]);
        }
        var notebooks = Path.Combine(JupyterTests.Repository, "notebooks");
        foreach (var (folder, pattern) in new[] { (course, "*.ipynb"), ("solutions", course + "-*.ipynb") })
        {
            string[] paths = [.. Directory.GetFiles(Path.Combine(notebooks, folder), pattern).Order(StringComparer.Ordinal)];
            var embedded = RunInto("embedded", ["run", "-q", "-p", "input", input, "-o", Path.Combine(Output, "run"), .. paths]);
            var remote = RunInto("spark", ["run", "-q", "--engine", spark, "-p", "input", input, "-o", Path.Combine(Output, "run"), .. paths]);
            var different = paths.Select(Path.GetFileName).SelectMany(name => Different(name!, Path.Combine(embedded, name!), Path.Combine(remote, name!))).ToList();
            Assert.True(different.Count == 0, string.Join("\n\n", different));
        }
    }

    // Both runs have the same paths, which some cells print.
    private string RunInto(string name, string[] arguments)
    {
        Succeed(arguments);
        var kept = Path.Combine(_folder, $"{name}-{Guid.NewGuid():N}");
        Directory.Move(Output, kept);
        return Path.Combine(kept, "run");
    }

    private void Succeed(string[] arguments)
    {
        var (code, output) = JupyterTests.Run(JupyterTests.Credit, arguments, Output);
        Assert.True(code == 0, output);
    }

    private static IEnumerable<string> Different(string notebook, string embedded, string remote)
    {
        var (cells, others) = (Cells(embedded), Cells(remote));
        Assert.Equal(cells.Select(c => c.Id), others.Select(c => c.Id));
        return cells.Zip(others)
            .Where(pair => !EngineOwn.ContainsKey($"{Path.GetFileNameWithoutExtension(notebook)} {pair.First.Id}") && !IsSame(pair.First.Shown, pair.Second.Shown))
            .Select(pair => $"{notebook}, cell {pair.First.Id}:\nembedded: {pair.First.Shown}\nSpark:    {pair.Second.Shown}");
    }

    private static List<(string Id, string Shown)> Cells(string path) =>
    [
        .. JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("cells").EnumerateArray()
            .Where(cell => cell.GetProperty("cell_type").GetString() == "code")
            .Select(cell => (cell.GetProperty("id").GetString()!, string.Join("\n", cell.GetProperty("outputs").EnumerateArray().Select(Shown)))),
    ];

    // Text, tables as text, and figures as their JSON; their other forms are made of these.
    private static string Shown(JsonElement output)
    {
        if (output.TryGetProperty("text", out var text)) return Joined(text);
        if (!output.TryGetProperty("data", out var data)) return output.ToString();
        return string.Concat(new[] { "text/plain", "application/vnd.plotly.v1+json" }
            .Select(type => data.TryGetProperty(type, out var value) ? Joined(value) + "\n" : ""));
    }

    private static string Joined(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? string.Concat(value.EnumerateArray().Select(line => line.GetString())) : value.ToString();

    private static bool IsSame(string a, string b)
    {
        if (a == b) return true;
        var (words, others) = (Words(a), Words(b));
        return words.Count == others.Count && words.Zip(others).All(pair => pair.First == pair.Second
            || (double.TryParse(pair.First, CultureInfo.InvariantCulture, out var x) && double.TryParse(pair.Second, CultureInfo.InvariantCulture, out var y)
                && pair.First.Length > 12 && Math.Abs(x - y) <= LastDigits * Math.Max(Math.Abs(x), Math.Abs(y))));
    }

    // A longer number makes a column wider: rules and padding do not count.
    private static List<string> Words(string text) => [.. Word().Matches(text).Select(m => m.Value).Where(w => w.Trim('-', '+').Length > 0)];

    [GeneratedRegex("""[^\s|,:\[\]{}"]+""")]
    private static partial Regex Word();
}
