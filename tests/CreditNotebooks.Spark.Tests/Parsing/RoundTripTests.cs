using System.Text.Json;
using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Tests.Goldens;
using CreditNotebooks.Spark.Writing;

namespace CreditNotebooks.Spark.Tests.Parsing;

/// <summary><c>parse(print(plan)) == plan</c> for the statements that people wrote; <see cref="RoundTripProperty"/> has those that nobody would.</summary>
public class RoundTripTests
{
    public static TheoryData<string> Files => new(GoldenFile.All);

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_statement_of_the_suite_reads_back_as_the_same_plan(string file) => Assert.Empty(Differences(new GoldenFile(file).Statements));

    [SkippableFact]
    public void Each_example_of_Sparks_functions_reads_back_as_the_same_plan()
    {
        var file = Path.Combine(GoldenFile.Root, "..", "shared", "spark", "function-examples.jsonl");
        Skip.IfNot(File.Exists(file), "Spark's function examples are not beside this clone.");
        Assert.Empty(Differences(File.ReadLines(file).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("sql").GetString()!)));
    }

    /// <summary>The statements that read as plans and are not printed, or read back as another plan.</summary>
    private static List<string> Differences(IEnumerable<string> statements)
    {
        var differences = new List<string>();
        foreach (var sql in statements)
        {
            Plans.Statement plan;
            try
            {
                plan = SqlParser.ParseStatement(sql);
            }
            catch (SparkException)
            {
                // Spark refuses it too, or only Spark can read it: the other tests see to that.
                continue;
            }
            var printed = "";
            try
            {
                printed = SparkSqlWriter.Write(plan);
                if (!plan.Equals(SqlParser.ParseStatement(printed))) differences.Add($"{sql}\n    is another plan than {printed}");
            }
            catch (SparkException e)
            {
                differences.Add($"{sql}\n    is printed as '{printed}': {e.Message}");
            }
        }
        return differences;
    }
}
