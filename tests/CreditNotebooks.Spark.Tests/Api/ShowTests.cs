using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Tests.Api;

/// <summary>Tables of text, character by character as Spark 4.1 prints them.</summary>
public class ShowTests
{
    private static readonly StructType Schema = new([new("id", DataType.Integer), new("name", DataType.String)]);

    private static DataFrame Frame(params object?[][] rows) => new SparkSession(new FakeEngine(Schema, rows)).Table("t");

    [Fact]
    public void Values_are_aligned_to_the_right_and_at_least_three_wide() => Assert.Equal("""
        +---+----+
        | id|name|
        +---+----+
        |  1|   a|
        |  2|NULL|
        +---+----+

        """.ReplaceLineEndings("\n"), Frame([1, "a"], [2, null]).ShowString());

    [Fact]
    public void Long_values_end_in_points() => Assert.Equal("""
        +---+--------------------+
        | id|                name|
        +---+--------------------+
        |  1|abcdefghijklmnopq...|
        +---+--------------------+

        """.ReplaceLineEndings("\n"), Frame([1, "abcdefghijklmnopqrstuvwxyz"]).ShowString());

    [Fact]
    public void Without_truncation_values_are_aligned_to_the_left() => Assert.Equal("""
        +---+--------------------------+
        |id |name                      |
        +---+--------------------------+
        |1  |abcdefghijklmnopqrstuvwxyz|
        +---+--------------------------+

        """.ReplaceLineEndings("\n"), Frame([1, "abcdefghijklmnopqrstuvwxyz"]).ShowString(20, 0));

    [Fact]
    public void Below_four_characters_there_is_no_room_for_points_and_names_stay_long() => Assert.Equal("""
        +---+----+
        | id|name|
        +---+----+
        |  1| abc|
        +---+----+

        """.ReplaceLineEndings("\n"), Frame([1, "abcdef"]).ShowString(20, 3));

    [Fact]
    public void Wide_characters_take_two_columns() => Assert.Equal("""
        +---+----+
        | id|name|
        +---+----+
        |  1|中文|
        |  2|   a|
        +---+----+

        """.ReplaceLineEndings("\n"), Frame([1, "中文"], [2, "a"]).ShowString());

    [Fact]
    public void More_rows_than_asked_for_are_announced() => Assert.Equal("""
        +---+----+
        | id|name|
        +---+----+
        |  1|   a|
        +---+----+
        only showing top 1 row

        """.ReplaceLineEndings("\n"), Frame([1, "a"], [2, "b"]).ShowString(1));

    [Fact]
    public void Vertical_shows_a_line_a_column() => Assert.Equal(
        "-RECORD 0--------------\n id   | 1              \n name | a              \n-RECORD 1--------------\n id   | 2              \n name | a longer value \n",
        Frame([1, "a"], [2, "a longer value"]).ShowString(20, 20, true));

    [Fact]
    public void No_row_at_all_is_an_empty_table()
    {
        Assert.Equal("+---+----+\n| id|name|\n+---+----+\n+---+----+\n", Frame().ShowString());
        Assert.Equal("(0 rows)\n", Frame().ShowString(20, 20, true));
        Assert.EndsWith("only showing top 0 rows\n", Frame([1, "a"]).ShowString(-1));
    }

    public static TheoryData<string, object?, DataType> Values => new()
    {
        { "1.5", 1.5, DataType.Double },
        { "1.0E10", 1e10f, DataType.Float },
        { "1.0E-5", 1e-5, DataType.Double },
        { "2.50", DecimalValue.From(2.50m), new DecimalType(10, 2) },
        { "[61 FF]", new byte[] { 0x61, 0xFF }, DataType.Binary },
        { "2024-01-31", new DateOnly(2024, 1, 31), DataType.Date },
        { "2024-01-31 10:00:00.123", new DateTime(2024, 1, 31, 10, 0, 0, 123, DateTimeKind.Utc), DataType.Timestamp },
        { "2024-01-31 10:00:00", new DateTime(2024, 1, 31, 10, 0, 0), DataType.TimestampNTZ },
        { "[1, NULL]", new object?[] { 1, null }, new ArrayType(DataType.Integer) },
        { "{k -> 1}", new KeyValuePair<object, object?>[] { new("k", 1) }, new MapType(DataType.String, DataType.Integer) },
        { "{1, z}", new object?[] { 1, "z" }, new StructType([new("x", DataType.Integer), new("y", DataType.String)]) },
        { "INTERVAL '1-2' YEAR TO MONTH", new YearMonthInterval(14), new YearMonthIntervalType() },
        { "INTERVAL '-3' MONTH", new YearMonthInterval(-3), new YearMonthIntervalType(1, 1) },
        { "INTERVAL '1 02:03:04.5' DAY TO SECOND", new TimeSpan(1, 2, 3, 4, 500), new DayTimeIntervalType() },
        { "INTERVAL '05' HOUR", TimeSpan.FromHours(5), new DayTimeIntervalType(1, 1) },
        { "INTERVAL '-01.5' SECOND", TimeSpan.FromSeconds(-1.5), new DayTimeIntervalType(3, 3) },
        { "INTERVAL '3' DAY", TimeSpan.FromDays(3), new DayTimeIntervalType(0, 0) },
        { "1 years 2 months 25 days 5 hours 6 minutes 7.5 seconds", new CalendarInterval(14, 25, 18_367_500_000),
            DataType.CalendarInterval },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Values_of_each_type_are_written_as_Spark_does(string expected, object? value, DataType type) =>
        Assert.Equal(expected, ValueText.Write(value, type));

    [Fact]
    public void Line_breaks_are_made_visible() => Assert.Contains("|a\\nb|", Frame([1, "a\nb"]).ShowString());

    private static string Html(DataFrame frame) => frame.ToMimeBundle().Data["text/html"];

    private static DataFrame Numbers(int count, Action<CancellationToken>? aside = null) =>
        new SparkSession(new FakeEngine(new StructType([new("n", DataType.Long)]), [.. Enumerable.Range(0, count).Select(i => new object?[] { 25L })])
            { Aside = aside }).Table("t");

    [Fact]
    public void Html_has_names_types_and_the_number_of_rows()
    {
        var html = Html(Frame([1, "<b>"], [2, null]));
        Assert.Contains(">id<div", html);
        Assert.Contains(">int</div>", html);
        Assert.Contains("&lt;b&gt;", html);
        Assert.Contains(">null</span>", html);
        Assert.EndsWith(">2 rows</div>", html);
    }

    [Fact]
    public void More_rows_than_are_shown_are_counted() => Assert.EndsWith(">20 rows of 25</div>", Html(Numbers(25)));

    [Fact]
    public void Rows_that_are_all_shown_need_no_second_query()
    {
        var engine = new FakeEngine(Schema, [1, "a"]);
        new SparkSession(engine).Table("t").ToMimeBundle();
        Assert.Single(engine.Executed);
    }

    [Fact]
    public void Counting_that_fails_does_not_fail_the_rows_that_are_shown() => Assert.EndsWith(
        ">the first 20 rows; there are more</div>", Html(Numbers(25, _ => throw new SparkException("DIVIDE_BY_ZERO", "No."))));

    [Fact]
    public void Counting_ends_after_two_seconds()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var html = Html(Numbers(25, stop =>
        {
            stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(30));
            stop.ThrowIfCancellationRequested();
        }));
        Assert.EndsWith(">the first 20 rows; there are more</div>", html);
        Assert.InRange(clock.Elapsed.TotalSeconds, 1.5, 15);
    }

    [Fact]
    public void The_stop_button_ends_the_counting_and_the_cell()
    {
        using var stop = new CancellationTokenSource();
        Display.CellContext.Current = new Display.CellContext { CancellationToken = stop.Token };
        Assert.ThrowsAny<OperationCanceledException>(() => Html(Numbers(25, token =>
        {
            stop.Cancel();
            token.ThrowIfCancellationRequested();
        })));
    }

    [Fact]
    public void Its_shape_is_told_without_a_query()
    {
        var engine = new FakeEngine(Schema, [1, "a"]);
        var frame = new SparkSession(engine).Table("t");
        Assert.Equal("2 columns", ((Display.IShaped)frame).Shape);
        Assert.Empty(engine.Executed);
        Assert.Equal("1 row × 2 columns", ((Display.IShaped)frame.LocalCheckpoint()).Shape);
        Assert.Equal("1 row × 2 columns", ((Display.IShaped)frame.ToFrame()).Shape);
    }
}
