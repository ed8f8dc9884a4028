namespace CreditNotebooks.Display.Tests;

public class TableHtmlTests
{
    private static string Cell(string? text, bool isNumber = false) =>
        TableHtml.Write([new TableColumn("c", isNumber)], [[text]], null).Split("<tbody><tr>")[1].Split("</tr>")[0];

    [Fact]
    public void A_type_stands_under_its_columns_name() =>
        Assert.Contains(">Age<div style=\"font-weight:normal;font-size:85%;opacity:.6\">array&lt;int&gt;</div></th>",
            TableHtml.Write([new TableColumn("Age", false, "array<int>")], [], null));

    [Fact]
    public void Null_is_told_from_its_own_letters()
    {
        Assert.Equal("<td style=\"text-align:left;white-space:pre\"><span style=\"opacity:.6;font-style:italic\">null</span></td>", Cell(null));
        Assert.Equal("<td style=\"text-align:left;white-space:pre\">null</td>", Cell("null"));
    }

    [Fact]
    public void Numbers_stand_to_the_right_with_their_name()
    {
        var html = TableHtml.Write([new TableColumn("n", true)], [["1"]], null);
        Assert.Contains("<th style=\"text-align:right;white-space:pre\">n</th>", html);
        Assert.Contains("<td style=\"text-align:right;white-space:pre\">1</td>", html);
    }

    [Fact]
    public void A_long_text_is_cut_and_told_in_full_when_it_is_pointed_at()
    {
        Assert.DoesNotContain("title", Cell(new string('x', 100)));
        var html = Cell(new string('"', 101));
        Assert.Contains($"title=\"{string.Concat(Enumerable.Repeat("&quot;", 101))}\"", html);
        Assert.EndsWith($">{string.Concat(Enumerable.Repeat("&quot;", 99))}…</td>", html);
    }

    [Fact]
    public void A_character_of_two_halves_is_not_cut_apart() =>
        Assert.EndsWith($">{new string('x', 98)}…</td>", Cell(new string('x', 98) + string.Concat(Enumerable.Repeat("😀", 3))));

    [Fact]
    public void A_huge_text_does_not_make_a_huge_table() => Assert.True(Cell(new string('x', 1_000_000)).Length < 3_000);

    [Theory]
    [InlineData(0, 0L, "0 rows")]
    [InlineData(1, 1L, "1 row")]
    [InlineData(20, 20L, "20 rows")]
    [InlineData(20, 100_000L, "20 rows of 100,000")]
    [InlineData(20, null, "the first 20 rows; there are more")]
    public void The_line_below_says_how_many_rows_there_are(int shown, long? total, string expected) =>
        Assert.Equal(expected, TableHtml.RowCount(shown, total));

    [Fact]
    public void No_colour_of_its_own_hides_it_on_a_dark_or_light_page()
    {
        var html = TableHtml.Write([new TableColumn("n", true, "int")], [["1"], [null]], "2 rows");
        Assert.DoesNotContain("color", html);
        Assert.DoesNotContain("background", html);
    }
}
