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
    public void Below_four_characters_there_is_no_room_for_points() => Assert.Equal("""
        +---+---+
        | id|nam|
        +---+---+
        |  1|abc|
        +---+---+

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
    public void Line_breaks_are_made_visible() => Assert.Contains("|a\\nb|", Frame([1, "a\nb"]).ShowString());

    [Fact]
    public void Html_has_names_types_and_the_number_of_rows()
    {
        var html = Frame([1, "<b>"]).ToMimeBundle().Data["text/html"];
        Assert.Contains("<th>id</th>", html);
        Assert.Contains(">int</th>", html);
        Assert.Contains("&lt;b&gt;", html);
        Assert.Contains("1 row", html);
    }
}
