using System.Text.Json;
using System.Text.RegularExpressions;
using CreditNotebooks.Data;
using CreditNotebooks.Notebooks.Documents;
using CreditNotebooks.Notebooks.Evaluation;
using CreditNotebooks.Notebooks.Runner;
using CreditNotebooks.Spark.Tests.Goldens;
using CreditNotebooks.Tests.Courses;

namespace CreditNotebooks.Tests.Steps;

/// <summary>
/// Every query that a course's notebook runs gives the rows that real Spark gives. <c>NOTEBOOK.sql</c> has the notebook's queries as Spark SQL, over the committed sample;
/// <c>NOTEBOOK.jsonl</c> has Spark's answers to them. A notebook whose queries change must be asked anew: CREDIT_RECORD_STEPS=1 writes the .sql files, Spark the answers.
/// </summary>
[Collection("courses")]
public sealed partial class StepTests : IAsyncLifetime
{
    private readonly string output = Directory.CreateTempSubdirectory("credit-steps-").FullName;

    private static string Root => Workspace.FindRoot(AppContext.BaseDirectory);

    private static string Folder => Path.Combine(Root, "tests", "CreditNotebooks.Tests", "Steps");

    public static IEnumerable<object[]> Notebooks =>
        from course in new[] { "credit", "loans" }
        let folder = Path.Combine(Root, "notebooks", course)
        where Directory.Exists(folder)
        from path in Directory.EnumerateFiles(folder, "*.ipynb").Order(StringComparer.Ordinal)
        select new object[] { course, Path.GetFileNameWithoutExtension(path) };

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task Each_step_gives_the_rows_of_Spark(string course, string notebook)
    {
        var steps = await Run(course, notebook);
        var statements = Path.Combine(Folder, $"{course}-{notebook}.sql");
        var text = string.Concat(steps.Select(s => s.Sql + ";\n"));
        if (Environment.GetEnvironmentVariable("CREDIT_RECORD_STEPS") == "1")
        {
            File.WriteAllText(statements, text);
            return;
        }
        Assert.True(File.Exists(statements), $"The steps of {course}/{notebook} were never recorded: set CREDIT_RECORD_STEPS=1, and ask Spark.");
        Assert.Equal(Shortened(File.ReadAllText(statements)), Shortened(text));
        var answers = File.ReadAllLines(Path.ChangeExtension(statements, ".jsonl"));
        Assert.Equal(answers.Length, steps.Count);
        var wrong = steps.Zip(answers).Where(p => p.First.Answer.Length > 0)
            .Select(p => (p.First.Sql, Result: AnswerJudge.Judge(JsonDocument.Parse(Shortened(p.Second)).RootElement, JsonDocument.Parse(Shortened(p.First.Answer)).RootElement)))
            .Where(r => r.Result.Verdict is not (Verdict.Same or Verdict.Schema)).Select(r => $"{r.Result.Verdict}: {r.Sql}\n    {r.Result.Why}").ToList();
        if (wrong.Count > 0) Assert.Fail(string.Join("\n", wrong));
    }

    // The last digits of a double's sum depend on the order of its parts.
    private static string Shortened(string text) => LongFraction().Replace(text, "$1");

    [GeneratedRegex(@"(\d\.\d{8})\d+")]
    private static partial Regex LongFraction();

    private async Task<IReadOnlyList<Step>> Run(string course, string notebook)
    {
        var input = course == "credit" ? Path.Combine(Root, "data", "credit-sample.csv") : Path.Combine(output, "loans.csv");
        if (course == "loans") LoansData.Generate(input, 1000);
        Environment.SetEnvironmentVariable("CREDIT_NOTEBOOKS_OUTPUT", output);
        // Spark was asked on a folder with the bucket's objects.
        var bucket = $"s3://{CourseStorage.LocalBucket}/{course}";
        using var recorder = new StepRecorder(text => text.Replace($"{bucket}/raw/{Path.GetFileName(input)}", "${INPUT}").Replace(input, "${INPUT}")
            .Replace(bucket, "${OUTPUT}/" + course).Replace(output, "${OUTPUT}").Replace(Root, "${ROOT}"));
        var path = Path.Combine(Root, "notebooks", course, notebook + ".ipynb");
        var run = await new CourseRunner(new SilentObserver(), false).RunAsync(
            new Course(course, [path], output), new Dictionary<string, string> { ["input"] = input }, Path.Combine(output, "run"));
        Assert.True(run.Outcome == CellOutcome.Finished, $"{course}/{notebook}: {run.Notebooks[^1].Error?.Message}");
        return recorder.Steps;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await CourseServer.StopAsync();
        Environment.SetEnvironmentVariable("CREDIT_NOTEBOOKS_OUTPUT", null);
        Directory.Delete(output, true);
    }
}
