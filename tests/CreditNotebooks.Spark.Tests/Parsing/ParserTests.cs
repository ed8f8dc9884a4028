using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;

namespace CreditNotebooks.Spark.Tests.Parsing;

public class ParserTests
{
    [Fact]
    public void Each_statement_is_printed_as_recorded_and_reads_back_as_the_same_plan()
    {
        Assert.All(Samples.Read("printed.jsonl"), pair =>
        {
            var plan = SqlParser.ParseStatement(pair[0]);
            Assert.Equal(pair[1], SparkSqlWriter.Write(plan));
            Assert.Equal(plan, SqlParser.ParseStatement(pair[1]));
        });
    }

    [Fact]
    public void Each_wrong_statement_is_refused_with_its_condition_and_position()
    {
        Assert.All(Samples.Read("refused.jsonl"), sample =>
        {
            var error = Assert.Throws<SparkException>(() => SqlParser.ParseStatement(sample[0]));
            Assert.Equal((sample[0], sample[1], sample[2]), (sample[0], error.Condition, $"{error.Line}:{error.Column}"));
        });
    }

    [Fact]
    public void A_misspelt_keyword_is_named_with_a_caret_under_the_spot()
    {
        var error = Assert.Throws<SparkException>(() => SqlParser.ParseStatement("SELECT a\nFORM loans"));
        Assert.Equal("[PARSE_SYNTAX_ERROR] Syntax error at or near 'loans'. Did you mean FROM instead of FORM? (line 2, pos 5)\n\nFORM loans\n     ^^^^^", error.Message);
    }

    [Fact]
    public void A_span_covers_its_construct()
    {
        const string Sql = "SELECT a,\n  upper(b) || 'x' AS u FROM t";
        var list = Assert.IsType<Project>(SqlParser.ParseQuery(Sql)).Expressions;
        var operand = ((Alias)list[1]).Operand;
        Assert.Equal("upper(b) || 'x'", Sql[operand.Span.Start..operand.Span.End]);
        Assert.Equal((2, 2), (operand.Span.Line, operand.Span.Column));
    }

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("- ", "1.5", "")]
    [InlineData("(SELECT ", "1", ")")]
    [InlineData("abs(", "1", ")")]
    [InlineData("CASE WHEN ", "true", " THEN 1 END")]
    public void Deep_nesting_is_refused_in_one_sentence(string open, string core, string close)
    {
        var sql = $"SELECT {string.Concat(Enumerable.Repeat(open, 200_000))}{core}{string.Concat(Enumerable.Repeat(close, 200_000))}";
        Assert.Equal("FAILED_TO_PARSE_TOO_COMPLEX", Assert.Throws<SparkException>(() => SqlParser.ParseStatement(sql)).Condition);
    }

    [Fact]
    public void A_chain_of_five_thousand_terms_is_read_and_printed()
    {
        var sql = "SELECT " + string.Join(" + ", Enumerable.Range(0, 5_000));
        Assert.Equal(sql, SparkSqlWriter.Write(SqlParser.ParseStatement(sql)));
    }

    [Theory]
    [InlineData("id INT, name STRING NOT NULL COMMENT 'who'", "id INT,name STRING NOT NULL COMMENT 'who'")]
    [InlineData("a: int, b: array<struct<x: decimal(5,2), y: map<string, date>>>", "a INT,b ARRAY<STRUCT<x: DECIMAL(5,2), y: MAP<STRING, DATE>>>")]
    [InlineData("struct<a: bigint>", "a BIGINT")]
    [InlineData("`a b` varchar(3)", "`a b` STRING")]
    public void A_schema_is_read_in_both_forms(string ddl, string expected) => Assert.Equal(expected, SqlParser.ParseSchema(ddl).ToDdl());

    [Fact]
    public void Names_and_expressions_are_read_alone()
    {
        Assert.Equal(["a", "b.c"], SqlParser.ParseName("a.`b.c`"));
        Assert.IsType<Star>(SqlParser.ParseExpression("t.*"));
        Assert.Equal(["x"], Assert.IsType<Alias>(SqlParser.ParseExpression("a + 1 AS x")).Names);
        Assert.True(SqlParser.ParseSortOrder("a DESC NULLS FIRST").NullsComeFirst);
        Assert.Equal(DataType.Double, SqlParser.ParseDataType("double"));
    }

    [Fact]
    public void A_script_is_cut_at_semicolons_that_end_a_line() =>
        Assert.Equal(["SELECT ';', 1", "SELECT 2\nFROM t"], SqlScript.Split("-- first;\nSELECT ';', 1;\n\nSELECT 2\n-- no;\nFROM t"));

    [Fact]
    public void A_cell_is_cut_at_semicolons_outside_quotes_and_comments() =>
        Assert.Equal([("SELECT ';' /* ; */", 1), ("-- two;\nSELECT 2", 2)], SqlScript.SplitCell("SELECT ';' /* ; */;\n-- two;\nSELECT 2; ; -- end"));
}
