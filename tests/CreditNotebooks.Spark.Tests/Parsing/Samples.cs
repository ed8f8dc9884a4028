using System.Runtime.CompilerServices;
using System.Text.Json;

namespace CreditNotebooks.Spark.Tests.Parsing;

/// <summary>Lines of a file beside the tests, each an array of texts.</summary>
internal static class Samples
{
    public static IEnumerable<string[]> Read(string file, [CallerFilePath] string here = "") =>
        File.ReadLines(Path.Combine(Path.GetDirectoryName(here)!, file)).Select(line => JsonSerializer.Deserialize<string[]>(line)!);
}
