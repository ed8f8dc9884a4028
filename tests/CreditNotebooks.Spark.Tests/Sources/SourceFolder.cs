using System.Text;
using System.Text.Json;

namespace CreditNotebooks.Spark.Tests.Sources;

/// <summary>A folder with a recorded case's files, gone when the test is over.</summary>
internal sealed class SourceFolder : IDisposable
{
    public SourceFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "credit-sources-" + Guid.NewGuid().ToString("N"));

    public void Add(JsonElement files)
    {
        foreach (var file in files.EnumerateObject())
        {
            var path = System.IO.Path.Combine(Path, file.Name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            var content = file.Value.GetString()!;
            File.WriteAllBytes(path, content.StartsWith("base64:", StringComparison.Ordinal) ? Convert.FromBase64String(content[7..]) : Encoding.UTF8.GetBytes(content));
        }
    }

    public void Dispose() => Directory.Delete(Path, true);
}
