using System.Text;
using CreditNotebooks.Notebooks.Documents;
using CreditNotebooks.Notebooks.Evaluation;
using CreditNotebooks.Notebooks.Runner;
using CreditNotebooks.Tests.Courses;

namespace CreditNotebooks.Tests;

/// <summary>Secrets in every place, a course that shows them in every way, and a look into every file that its run writes.</summary>
public sealed class SecretRunTests
{
    private static readonly string[] Ways =
    [
        "Console.WriteLine(\"log: \" + secret);",
        "foreach (var sign in secret) Console.Write(sign);",
        "Console.Error.Write(secret[..9]); Console.Write(\"between\"); Console.Error.WriteLine(secret[9..]);",
        "var t = new System.Threading.Thread(() => Console.WriteLine(secret)); t.Start(); t.Join();",
        "display(new { Name = \"n\", Value = secret });",
        "display($\"<b>{secret}</b>\", \"text/html\"); display($\"<svg><text>{secret}</text></svg>\", \"image/svg+xml\");",
        "var shown = display(\"soon\"); shown.Update(secret);",
        "display(CreditNotebooks.Charts.Chart.Column(new[] { 1.0, 2.0 }, Keys: new[] { secret, \"b\" }, Name: secret));",
        "Console.WriteLine(Uri.EscapeDataString(secret) + \" \" + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(\"user:\" + secret)));",
        "System.Text.Encoding.UTF8.GetBytes(secret)",
        "new Dictionary<string, string> { [secret] = \"value\" }",
        "secret",
        "spark.Sql($\"SELECT '{secret}' AS value, length('{secret}') AS length\")",
        "spark.Sql($\"SELECT '{secret}' AS value\").Show();",
        "spark.Sql($\"SELECT '{secret}' AS value\").Explain(true);",
        "spark.Sql($\"SELECT `{secret}` FROM nowhere\")",
        "throw new Exception(\"cannot log in with \" + secret, new Exception(secret));",
        "Console.WriteLine(\"the end\");",
    ];

    [Fact]
    public async Task No_secret_is_in_any_file_that_a_course_writes()
    {
        using var folder = new Data.TemporaryFolder();
        var secrets = Plant(folder.Path);
        var paths = secrets.Select((s, i) => Notebook(folder.Path, $"{i + 1:00}.ipynb", s.Key)).ToList();
        var output = Path.Combine(folder.Path, "output");
        var course = new Course("secrets", paths, output);
        var run = await new CourseRunner(new SilentObserver(), setWorkingFolder: false).RunAsync(course, new Dictionary<string, string>(), output);

        Assert.Equal(CellOutcome.Finished, run.Outcome);
        Assert.Equal(secrets.Count + 1, Directory.GetFiles(output).Length);
        foreach (var file in Directory.GetFiles(output))
        {
            var text = await File.ReadAllTextAsync(file);
            Assert.Contains("[REDACTED]", text, StringComparison.Ordinal);
            Assert.Contains("the end", text, StringComparison.Ordinal);
            foreach (var value in secrets.Values)
            {
                Assert.DoesNotContain(value, text, StringComparison.Ordinal);
                Assert.DoesNotContain(value[..12], text, StringComparison.Ordinal);
                Assert.DoesNotContain(Uri.EscapeDataString(value), text, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(value))[..12], text, StringComparison.Ordinal);
                Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes("user:" + value))[8..20], text, StringComparison.Ordinal);
            }
        }
        // Every way of showing was gone: none failed before it showed something.
        var cells = run.Notebooks[0].Notebook.Cells.Where(c => c.Kind == CellKind.Code).Skip(1).SkipLast(1).ToList();
        Assert.All(cells, c => Assert.Contains("[REDACTED]", c.Outputs.ToJsonString(), StringComparison.Ordinal));
    }

    /// <summary>A secret in each place, by its key.</summary>
    private static Dictionary<string, string> Plant(string folder)
    {
        // AWS's own form, and with signs that every encoder treats differently.
        var planted = new[] { "file-key", "variable-key", "user-key", "aws-secret-access-key" }
            .ToDictionary(k => k, k => $"{Convert.ToHexString(Guid.NewGuid().ToByteArray())}/+=&é {k}");
        Directory.CreateDirectory(Path.Combine(folder, "mounted", "trial"));
        File.WriteAllText(Path.Combine(folder, "mounted", "trial", "file-key"), planted["file-key"] + "\n");
        var users = Path.Combine(folder, "Microsoft", "UserSecrets", "credit-notebooks");
        Directory.CreateDirectory(users);
        File.WriteAllText(Path.Combine(users, "secrets.json"), System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string> { ["trial:user-key"] = planted["user-key"] }));
        File.WriteAllText(Path.Combine(folder, "credentials"), $"[default]\naws_access_key_id = AKIATRIAL\naws_secret_access_key = {planted["aws-secret-access-key"]}\n");
        Environment.SetEnvironmentVariable("CREDIT_SECRETS_DIR", Path.Combine(folder, "mounted"));
        Environment.SetEnvironmentVariable("CREDIT_SECRET_TRIAL__VARIABLE_KEY", planted["variable-key"]);
        Environment.SetEnvironmentVariable("APPDATA", folder);
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(folder, "credentials"));
        return planted;
    }

    private static string Notebook(string folder, string name, string key)
    {
        var notebook = NotebookDocument.Create();
        var opening = $"#r \"{typeof(Workspace).Assembly.Location}\"\nusing CreditNotebooks;\nusing CreditNotebooks.Spark;\n"
            + $"var spark = SparkSession.Builder().GetOrCreate();\nvar secret = Secrets.Get(\"trial\", \"{key}\");";
        foreach (var (i, way) in Ways.Prepend(opening).Index())
        {
            var cell = NotebookCell.Code($"c{i}", way);
            cell.Metadata["tags"] = new System.Text.Json.Nodes.JsonArray("raises-exception");
            notebook.Cells.Add(cell);
        }
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, NotebookWriter.Write(notebook));
        return path;
    }
}
