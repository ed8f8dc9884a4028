using System.Text.Json;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Tests.Goldens;
using CreditNotebooks.Spark.Writing;

namespace CreditNotebooks.Spark.Tests.Connect;

/// <summary>Every statement of the suite, and every example of Spark's own documentation, is answered over Spark Connect as Spark answered it by itself.
/// <c>explained.jsonl</c> has those that are not, each with its verdict and the reason.</summary>
public class ConnectGoldenTests
{
    public static TheoryData<string> Files => new(GoldenFile.All);

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void Answers_as_Spark_does(string file) => Check(file, new GoldenFile(file).Statements, new GoldenFile(file).Answers);

    /// <summary>DataFrames' expressions travel as text that is printed here: with other names of columns at most, and errors of another name.</summary>
    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void Printed_statements_have_the_rows_of_those_in_the_authors_words(string file)
    {
        var golden = new GoldenFile(file);
        Check(file, golden.Statements, golden.Answers, Printed);
    }

    private static string Printed(string sql)
    {
        try
        {
            return SparkSqlWriter.Write(SqlParser.ParseStatement(sql));
        }
        catch (SparkException)
        {
            return sql;
        }
    }

    [SkippableFact]
    public void Answers_the_examples_of_Sparks_functions()
    {
        var file = Path.Combine(GoldenFile.Root, "..", "shared", "spark", "function-examples.jsonl");
        Skip.IfNot(File.Exists(file), "Spark's function examples are not beside this clone.");
        var answers = File.ReadLines(file).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Check("function-examples", [.. answers.Select(a => a.GetProperty("sql").GetString()!)], answers);
    }

    private static void Check(string file, IReadOnlyList<string> statements, IReadOnlyList<JsonElement> answers, Func<string, string>? print = null)
    {
        using var session = SparkSession.Builder().Remote(SparkServer.ConnectionString()).Create();
        var explained = Explained().Where(e => e.File == file).Select(e => $"{e.Verdict}: {e.Sql}").ToHashSet();
        var found = new List<(string Line, string Why)>();
        foreach (var (sql, want) in statements.Zip(answers))
        {
            var (verdict, why) = AnswerJudge.Judge(want, JsonDocument.Parse(StatementAnswer.Of(session, print is null ? sql : print(sql), CancellationToken.None)).RootElement);
            if (verdict != Verdict.Same && !(print is not null && verdict is (Verdict.Schema or Verdict.ErrorName))) found.Add(($"{verdict.ToString().ToLowerInvariant()}: {sql}", why));
        }
        var unexplained = found.Where(f => !explained.Contains(f.Line)).Select(f => $"{f.Line}\n    {f.Why}").ToList();
        if (unexplained.Count > 0) Assert.Fail(string.Join("\n", unexplained));
        if (print is null) Assert.Empty(explained.Except(found.Select(f => f.Line)));
    }

    private static IEnumerable<Difference> Explained([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        File.ReadLines(Path.Combine(Path.GetDirectoryName(here)!, "explained.jsonl")).Select(l => JsonSerializer.Deserialize<Difference>(l, Options)!);

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private sealed record Difference(string File, string Verdict, string Sql, string Why);
}
