using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Documents;
using CreditNotebooks.Notebooks.Evaluation;
using CreditNotebooks.Notebooks.Runner;

namespace CreditNotebooks.Notebooks.Tests;

/// <summary>Runs the files under Sessions/: each fence of C# is a cell, the fence after it what the cell shows.</summary>
public partial class SessionTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Sessions");

    public static TheoryData<string> Sessions => [.. Directory.EnumerateFiles(Folder, "*.md").Select(f => Path.GetFileNameWithoutExtension(f)!).Order()];

    [Theory]
    [MemberData(nameof(Sessions))]
    public async Task A_session_shows_what_its_page_says(string name)
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Folder, name + ".md"));
        var recorder = new OutputRecorder((_, _) => { });
        var session = new CellSession(new CellContext { Sink = recorder }, Folder);
        var expected = new List<string>();
        var cells = new List<NotebookCell>();
        foreach (Match pair in Fences().Matches(page))
        {
            var cell = NotebookCell.Code($"c{cells.Count}", pair.Groups["code"].Value);
            cells.Add(cell);
            recorder.Begin(cell);
            recorder.End(await session.RunAsync(new CellSource($"cell {cells.Count}", cell.Source)), cells.Count);
            expected.Add($"-- cell {cells.Count}\n{pair.Groups["shown"].Value}");
        }
        // Updates reach back into earlier cells, so outputs are read at the end.
        var updated = cells.Select((cell, i) => $"-- cell {i + 1}\n{Transcript(cell)}");
        Assert.NotEmpty(expected);
        Assert.Equal(
            string.Concat(expected).Replace("display: end\n", "display: from a later cell\n", StringComparison.Ordinal),
            string.Concat(updated));
    }

    private static string Transcript(NotebookCell cell)
    {
        var text = string.Concat(cell.Outputs.Select(o => Line(o!.AsObject())));
        text = text.Replace(Path.GetFullPath(Folder), "FOLDER", StringComparison.Ordinal);
        return WallTime().Replace(text, "Wall time: N ms");
    }

    private static string Line(JsonObject output) => (string?)output["output_type"] switch
    {
        "stream" => ((string?)output["name"] == "stderr" ? "stderr: " : "") + MultilineText.Read(output["text"]),
        "error" => string.Join('\n', output["traceback"]!.AsArray().Select(l => (string?)l)) + "\n",
        "execute_result" => $"result: {MultilineText.Read(output["data"]![MimeBundle.PlainText])}\n",
        _ => $"display: {MultilineText.Read(output["data"]![MimeBundle.PlainText])}\n",
    };

    [GeneratedRegex("```csharp\n(?<code>.*?)\n```\n```text\n(?<shown>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex(@"Wall time: [\d.]+ ms")]
    private static partial Regex WallTime();
}
