using System.Text.Json;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Tests.Goldens;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Tests.Connect.Arrow;

/// <summary>What a real Spark sent is read as the rows that Spark printed.</summary>
public class ArrowRecordingTests
{
    public static TheoryData<string> Recorded => [.. ArrowRecording.All("recorded.jsonl").Select(r => r.Sql)];
    public static TheoryData<string> Refused => [.. ArrowRecording.All("refused.jsonl").Select(r => r.Sql + r.Line.GetProperty("names"))];

    [Theory]
    [MemberData(nameof(Recorded))]
    public void The_rows_are_those_that_Spark_printed(string sql)
    {
        var recording = ArrowRecording.All("recorded.jsonl").First(r => r.Sql == sql);
        var answer = StatementAnswer.Of(recording.Sql, recording);
        var (verdict, why) = AnswerJudge.Judge(recording.Line, JsonDocument.Parse(answer).RootElement);
        Assert.True(verdict == Verdict.Same, why);
    }

    [Fact]
    public void A_variant_is_read_as_JSON_text()
    {
        var recording = ArrowRecording.All("variant.jsonl").Single();
        var answer = StatementAnswer.Of(recording.Sql, recording);
        Assert.Equal(Verdict.Same, AnswerJudge.Judge(recording.Line, JsonDocument.Parse(answer).RootElement).Verdict);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_not_read_is_refused_by_name(string sql)
    {
        var recording = ArrowRecording.All("refused.jsonl").First(r => r.Sql + r.Line.GetProperty("names") == sql);
        var error = Assert.Throws<SparkException>(recording.Next);
        Assert.Equal(recording.Line.GetProperty("error").GetString(), error.Condition);
        Assert.Contains(recording.Line.GetProperty("names").GetString()!, error.Message);
    }

    [Fact]
    public void Every_type_is_among_the_recordings_with_a_null()
    {
        var seen = ArrowRecording.All("recorded.jsonl").SelectMany(r =>
        {
            var types = r.Schema.Fields.Select(f => f.DataType).ToArray();
            return r.Batches.SelectMany(batch => batch.Zip(types))
                .Where(c => Enumerable.Range(0, c.First.Count).Any(c.First.IsNull)).Select(c => c.Second.GetType());
        }).ToHashSet();
        var all = typeof(DataType).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(DataType))).Except([typeof(VariantType)]);
        Assert.Empty(all.Where(t => !seen.Contains(t)).Select(t => t.Name));
    }

    [Fact]
    public void A_frame_of_them_has_typed_columns()
    {
        var recording = ArrowRecording.All("recorded.jsonl").First(r => r.Schema.FieldNames.SequenceEqual(["date", "timestamp", "ntz"]));
        var frame = Frame.Read(recording);
        Assert.Equal(new DateOnly(2024, 2, 29), frame.Column<DateOnly>("date").Values[0]);
        Assert.Equal(DateTimeKind.Utc, frame.Column<DateTime>("timestamp").Values[0].Kind);
        Assert.Equal(DateTimeKind.Unspecified, frame.Column<DateTime>("ntz").Values[0].Kind);
        Assert.Equal([false, true, false], Enumerable.Range(0, 3).Select(frame["date"].IsNull));
    }
}
