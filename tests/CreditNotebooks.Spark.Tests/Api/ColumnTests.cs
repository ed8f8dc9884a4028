using CreditNotebooks.Spark.Expressions;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Functions;

namespace CreditNotebooks.Spark.Tests.Api;

/// <summary>What C# builds, as the text of the expression.</summary>
public class ColumnTests
{
    private static readonly Column A = Col("a");
    private static readonly Column B = Col("b");

    public static TheoryData<string, Column> Expressions => new()
    {
        { "(a + 1)", A + 1 },
        { "(1 - a)", 1 - A },
        { "((a * 2.5) / b)", A * 2.5 / B },
        { "(a % 2)", A % 2 },
        { "(- a)", -A },
        { "(NOT (a = x))", !(A == "x") },
        { "(a != 1)", A != 1 },
        { "((a > 1) AND (b <= 2))", A > 1 & B <= 2 },
        { "((a >= 1) OR (b < 2))", A >= 1 | B < 2 },
        { "(a = NULL)", A.EqualTo(null) },
        { "(a <=> NULL)", A.EqNullSafe(null) },
        { "(a IS NULL)", A.IsNull() },
        { "(a IS NOT NULL)", A.IsNotNull() },
        { "isnan(a)", A.IsNaN() },
        { "a LIKE x%", A.Like("x%") },
        { "RLIKE(a, ^x)", A.RLike("^x") },
        { "ilike(a, X)", A.ILike("X") },
        { "contains(a, x)", A.Contains("x") },
        { "startswith(a, b)", A.StartsWith(B) },
        { "((a >= 1) AND (a <= 2))", A.Between(1, 2) },
        { "(a IN (1, 2))", A.IsIn(1, 2) },
        { "(a IN (x, y))", A.IsIn(new[] { "x", "y" }) },
        { "(a IN (3, 4))", A.IsIn(new List<int> { 3, 4 }) },
        { "substr(a, 1, 2)", A.SubStr(1, 2) },
        { "a[0]", A.GetItem(0) },
        { "a.f", A.GetField("f") },
        { "CAST(a AS INT)", A.Cast("int") },
        { "CAST(a AS DECIMAL(10,2))", A.Cast(new DecimalType(10, 2)) },
        { "TRY_CAST(a AS ARRAY<STRING>)", A.TryCast("array<string>") },
        { "a AS x", A.As("x") },
        { "a AS (x, y)", A.Alias("x", "y") },
        { "a DESC NULLS LAST", A.Desc() },
        { "a ASC NULLS FIRST", A.Asc() },
        { "a DESC NULLS FIRST", A.DescNullsFirst() },
        { "CASE WHEN (a > 1) THEN x WHEN (a > 0) THEN b ELSE y END", When(A > 1, "x").When(A > 0, B).Otherwise("y") },
        { "(a & 1)", A.BitwiseAND(1) },
        { "~a", BitwiseNot(A) },
        { "count(1)", Count("*") },
        { "count(DISTINCT a, b)", CountDistinct("a", "b") },
        { "sum(DISTINCT a)", SumDistinct("a") },
        { "first(a) ignore nulls", First("a", ignoreNulls: true) },
        { "lag(a, 1, NULL) OVER (PARTITION BY x ORDER BY y DESC NULLS LAST)", Lag("a").Over(Window.PartitionBy("x").OrderBy(Desc("y"))) },
        { "sum(a) OVER (ORDER BY y ASC NULLS FIRST ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)",
            Sum("a").Over(Window.OrderBy("y").RowsBetween(-1, Window.CurrentRow)) },
        { "max(a) OVER (RANGE BETWEEN UNBOUNDED PRECEDING AND 5 FOLLOWING)",
            Max("a").Over(Window.RangeBetween(Window.UnboundedPreceding, 5)) },
        { "sum(a) OVER ()", Sum("a").Over() },
        { "transform(a, lambdafunction((x + 1), x))", Transform(A, x => x + 1) },
        { "transform(a, lambdafunction(transform(x, lambdafunction((x + x_1), x_1)), x))", Transform(A, x => Transform(x, y => x + y)) },
        { "aggregate(a, 0, lambdafunction((x + y), x, y))", Aggregate(A, 0, (x, y) => x + y) },
        { "upper(Name)", Upper("Name") },
        { "split(a, ,)", Split("a", ",") },
        { "concat_ws(-, a, b)", ConcatWs("-", "a", "b") },
        { "concat(a, b)", Concat("a", "b") },
        { "array()", Array() },
        { "round(a, 2)", Round("a", 2) },
        { "pow(a, 2)", Pow("a", 2) },
        { "array_contains(a, x)", ArrayContains("a", "x") },
        { "date_add(a, 3)", DateAdd("a", 3) },
        { "array(1, 2)", Lit(new[] { 1, 2 }) },
        { "map(k, 1)", Lit(new Dictionary<string, int> { ["k"] = 1 }) },
        { "DATE '2024-01-31'", Lit(new DateOnly(2024, 1, 31)) },
        { "TIMESTAMP_NTZ '2024-01-31 10:00:00'", Lit(new DateTime(2024, 1, 31, 10, 0, 0)) },
        { "TIMESTAMP '2024-01-31 10:00:00Z'", Lit(new DateTime(2024, 1, 31, 10, 0, 0, DateTimeKind.Utc)) },
        { "INTERVAL '0 05:00:00' DAY TO SECOND", Lit(TimeSpan.FromHours(5)) },
        { "1.50", Lit(1.50m) },
        { "1.0E10", Lit(1e10) },
        { "t.a", Col("t.a") },
        { "*", Col("*") },
        { "t.*", Col("t.*") },
        { "(a + 1) AS b", Expr("a + 1 AS b") },
    };

    [Theory]
    [MemberData(nameof(Expressions))]
    public void A_column_reads_as_Spark_writes_it(string expected, Column column) => Assert.Equal(expected, column.ToString());

    [Fact]
    public void Back_quotes_keep_a_dot_in_a_name() => Assert.Equal(["a.b", "c`d"], ColumnNames.Parts("`a.b`.`c``d`"));

    [Theory]
    [InlineData("a`b")]
    [InlineData("`a")]
    [InlineData("a..b")]
    [InlineData("`a`b")]
    public void A_name_with_odd_quotes_is_refused(string name) =>
        Assert.Equal("INVALID_ATTRIBUTE_NAME_SYNTAX", Assert.Throws<SparkException>(() => Col(name)).Condition);

    [Fact]
    public void Otherwise_needs_a_When() => Assert.Throws<InvalidOperationException>(() => A.Otherwise(1));

    [Fact]
    public void Only_functions_have_windows() =>
        Assert.Equal("UNSUPPORTED_EXPR_FOR_WINDOW", Assert.Throws<SparkException>(() => A.Over()).Condition);
}
