using CreditNotebooks.Display;
using static CreditNotebooks.Spark.Functions;

namespace CreditNotebooks.Spark.Tests.Engines;

/// <summary>The embedded engine: what each engine does, and what it alone can.</summary>
public sealed class EmbeddedEngineTests() : EngineTests(SparkSession.Builder().AppName("tests").Create())
{
    [Fact]
    public void C_sharp_functions_run_in_queries()
    {
        var spark = SparkSession.ActiveSession!;
        var numbers = spark.Sql("SELECT * FROM VALUES (1, '10'), (2, 'x'), (4, '7_') t(id, name)");
        var clean = Udf<string, int?>(s => int.TryParse(s?.TrimEnd('_'), out var n) ? n : null);
        Assert.Equal("[10] [null] [7]", string.Join(" ", numbers.Select(clean(Col("name"))).Collect()));
        spark.Udf().Register<int, int>("twice", n => 2 * n);
        Assert.Equal("[2] [4] [8]", string.Join(" ", numbers.SelectExpr("twice(id)").Collect()));
    }

    [Fact]
    public void A_session_is_the_notebooks_own()
    {
        var spark = SparkSession.ActiveSession!;
        Assert.Same(spark, SparkSession.Builder().GetOrCreate());
        Assert.Same(spark, CellContext.Current.SqlSession);
    }

    [Fact]
    public void A_connection_string_that_is_none_is_refused() =>
        Assert.Equal("INVALID_CONNECT_URL", Assert.Throws<SparkException>(() => SparkSession.Builder().Remote("http://x").GetOrCreate()).Condition);

    [Fact]
    public void Explain_shows_the_SQL_that_runs() =>
        Assert.Contains("DuckDB SQL", SparkSession.ActiveSession!.Range(3).Filter("id > 1").ExplainString());

    [Theory]
    [InlineData("CACHE TABLE ids")]
    [InlineData("CACHE LAZY TABLE ids")]
    [InlineData("CACHE TABLE ids AS SELECT uuid() AS id FROM range(3)")]
    public void A_cached_view_is_computed_once_wherever_it_is_used(string cache)
    {
        using var spark = SparkSession.Builder().Create();
        if (!cache.Contains(" AS ", StringComparison.Ordinal)) spark.Range(3).Select(Expr("uuid()").As("id")).CreateOrReplaceTempView("ids");
        spark.Sql(cache);
        spark.Sql("CREATE TEMP VIEW upper_ids AS SELECT upper(id) AS id FROM ids");
        Assert.Equal(3L, spark.Sql("SELECT count(DISTINCT id) FROM (SELECT upper(id) AS id FROM ids UNION ALL SELECT id FROM upper_ids)").Collect()[0][0]);
        spark.Sql("UNCACHE TABLE ids");
        Assert.Equal(6L, spark.Sql("SELECT count(DISTINCT id) FROM (SELECT upper(id) AS id FROM ids UNION ALL SELECT id FROM upper_ids)").Collect()[0][0]);
    }
}
