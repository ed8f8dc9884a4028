namespace CreditNotebooks.Spark.Tests.Goldens;

/// <summary>Every statement of the suite has real Spark's answer, or is refused as its status file says. <c>CREDIT_WRITE_STATUS=1</c> writes the status anew;
/// Spark's answers come from Spark alone.</summary>
public class GoldenTests
{
    public static TheoryData<string> Files => new(GoldenFile.All);

    [Theory]
    [MemberData(nameof(Files))]
    public void Answers_as_Spark_does(string file)
    {
        var differences = new GoldenFile(file).Differences();
        if (differences.Count > 0) Assert.Fail($"{differences.Count} statements of {file} differ:\n{string.Join("\n", differences)}");
    }
}
