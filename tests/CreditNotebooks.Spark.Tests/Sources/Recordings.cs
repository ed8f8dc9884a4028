using System.Runtime.CompilerServices;
using System.Text.Json;

namespace CreditNotebooks.Spark.Tests.Sources;

/// <summary>Answers recorded from Spark: one JSON value a line, in Sources/Recorded beside the tests.</summary>
internal static class Recordings
{
    public static IReadOnlyList<JsonElement> Read(string name) =>
        File.ReadLines(Path.Combine(Folder(), name)).Select(line => JsonDocument.Parse(line).RootElement).ToList();

    /// <summary>All lines whose actual answer is another one, for a message that shows them at once.</summary>
    public static void AssertSame(string name, Func<JsonElement, string?> answer)
    {
        var wrong = new List<string>();
        foreach (var line in Read(name))
        {
            var expected = line[line.GetArrayLength() - 1].GetString();
            string? actual;
            try { actual = answer(line); }
            catch (SparkException e) { actual = "error " + e.Condition; }
            if (actual != expected) wrong.Add($"{line} but here {actual ?? "null"}");
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} answers differ:\n{string.Join("\n", wrong.Take(60))}");
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Recorded");
}
