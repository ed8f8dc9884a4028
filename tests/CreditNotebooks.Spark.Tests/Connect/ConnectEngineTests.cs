using CreditNotebooks.Spark.Tests.Engines;
using static CreditNotebooks.Spark.Functions;

namespace CreditNotebooks.Spark.Tests.Connect;

/// <summary>A Spark behind Spark Connect: what each engine does, and what it alone can.</summary>
public sealed class ConnectEngineTests() : EngineTests(SparkSession.Builder().Remote(SparkServer.ConnectionString()).AppName("tests").Create())
{
    private static SparkSession Spark => SparkSession.ActiveSession!;

    private static string Rows(DataFrame df) => string.Join(" ", df.Collect().Select(r => r.ToString()).Order(StringComparer.Ordinal));

    protected override void AllowCopies() => Spark.Conf().Set("spark.sql.artifact.copyFromLocalToFs.allowDestLocal", true);

    [SkippableFact]
    public void The_version_is_the_servers() => Assert.StartsWith("4.", Spark.Version());

    [SkippableFact]
    public void A_C_sharp_function_is_refused_by_name()
    {
        var twice = Udf<int, int>(n => 2 * n);
        Assert.Contains("C# function", Assert.Throws<SparkException>(() => Spark.Range(3).Select(twice(Col("id").Cast("int")))).Message);
        Assert.Contains("twice", Assert.Throws<SparkException>(() => Spark.Udf().Register<int, int>("twice", n => 2 * n)).Message);
    }

    [SkippableFact]
    public void A_session_is_the_notebooks_until_another_server_is_asked_for()
    {
        var spark = Spark;
        Assert.Same(spark, SparkSession.Builder().GetOrCreate());
        Assert.Same(spark, SparkSession.Builder().Remote(SparkServer.ConnectionString()).GetOrCreate());
        Assert.Throws<SparkException>(() => SparkSession.Builder().Remote("sc://127.0.0.1:1").GetOrCreate());
    }

    [SkippableFact]
    public void A_query_keeps_the_view_that_it_was_made_of()
    {
        Spark.Range(3).CreateOrReplaceTempView("v");
        var first = Spark.Sql("SELECT sum(v.id) AS s, (SELECT count(*) FROM v) AS n FROM v WHERE id IN (SELECT id FROM v)");
        var table = Spark.Table("v");
        Spark.Range(10).CreateOrReplaceTempView("v");
        Assert.Equal("[3,3]", Rows(first));
        Assert.Equal(3, table.Count());
        Assert.Equal(10, Spark.Table("v").Count());
        Assert.Equal(10, Spark.Sql("SELECT * FROM v").Count());
        Spark.Sql("SELECT id + 1 AS id FROM v").CreateOrReplaceTempView("v");
        Assert.Equal("[55]", Rows(Spark.Sql("SELECT sum(id) FROM v")));
        Assert.Equal("[3,3]", Rows(first));
    }

    [SkippableFact]
    public void A_query_of_a_view_that_SQL_text_has_replaced_is_refused_by_name()
    {
        Spark.Sql("CREATE TEMP VIEW base AS SELECT 1 AS a");
        Spark.Sql("CREATE TEMP VIEW above AS SELECT a FROM base");
        var (direct, through) = (Spark.Sql("SELECT * FROM base"), Spark.Table("above"));
        Spark.Sql("CREATE OR REPLACE TEMP VIEW base AS SELECT 2 AS a");
        Assert.Contains("view base", Assert.Throws<SparkException>(() => direct.Count()).Message);
        Assert.Contains("view base", Assert.Throws<SparkException>(() => through.Count()).Message);
        Assert.Equal("[2]", Rows(Spark.Sql("SELECT * FROM above")));
    }

    [SkippableFact]
    public void A_name_of_WITH_is_no_view()
    {
        Spark.Range(3).CreateOrReplaceTempView("t");
        var query = Spark.Sql("WITH t AS (SELECT max(id) AS m FROM t) SELECT m FROM t");
        Spark.Range(9).CreateOrReplaceTempView("t");
        Assert.Equal("[2]", Rows(query));
    }

    [SkippableFact]
    public void Statements_that_only_Spark_can_read_run()
    {
        var table = $"t{Guid.NewGuid():N}";
        Spark.Sql($"CREATE TABLE {table} (a INT, b STRING) USING parquet");
        try
        {
            Spark.Sql($"INSERT INTO {table} VALUES (1, 'x'), (2, 'y')");
            Assert.Equal("[1,x] [2,y]", Rows(Spark.Table(table)));
            Spark.Range(3, 5).Select(Col("id").Cast("int").As("a"), Lit("z").As("b")).Write().InsertInto(table);
            Assert.Equal(4, Spark.Sql($"SELECT * FROM {table}").Count());
            Assert.Equal("PARSE_SYNTAX_ERROR", Assert.Throws<SparkException>(() => Spark.Sql($"INSRT INTO {table} VALUES (1)")).Condition);
        }
        finally
        {
            Spark.Sql($"DROP TABLE {table}");
        }
    }

    [SkippableFact]
    public void Tables_outlive_the_session_in_the_catalog()
    {
        var table = $"t{Guid.NewGuid():N}";
        Spark.Range(4).WithColumn("part", Col("id") % 2).Write().Format("parquet").PartitionBy("part").SaveAsTable(table);
        try
        {
            Assert.Equal("TABLE_OR_VIEW_ALREADY_EXISTS", Assert.Throws<SparkException>(() => Spark.Range(1).Write().SaveAsTable(table)).Condition);
            Assert.Equal(4, Spark.NewSession().Table(table).Count());
        }
        finally
        {
            Spark.Sql($"DROP TABLE {table}");
        }
    }

    [SkippableTheory]
    [InlineData("simple", "Physical Plan")]
    [InlineData("extended", "Parsed Logical Plan")]
    [InlineData("codegen", "WholeStageCodegen")]
    [InlineData("cost", "Statistics")]
    [InlineData("formatted", "(1) ")]
    public void Explain_knows_Sparks_modes(string mode, string part) => Assert.Contains(part, Spark.Range(3).Filter("id > 1").ExplainString(mode));

    [SkippableFact]
    public void Columns_of_a_DataFrame_are_found_wherever_they_stand()
    {
        var left = Spark.Sql("SELECT * FROM VALUES (1, 'a', array(1, 2), named_struct('x', 1)), (2, 'b', array(3), named_struct('x', 2)) t(id, s, xs, st)");
        var right = Spark.Sql("SELECT * FROM VALUES (1, 10), (2, 20) t(id, n)");
        var joined = left.Join(right, left["id"] == right["id"]);
        Assert.Equal("[true,a1,true,one,true,1,20,ArraySeq(11, 12),1,2] [false,b2,false,two,false,2,20,ArraySeq(23),2,2]", string.Join(" ", joined.OrderBy(left["id"].Asc()).Select(
            left["id"].IsIn(1, 5), Concat(left["s"], left["id"]), left["id"].Between(0, 1), When(left["id"] == 1, "one").Otherwise("two"), left["s"].Like("a%"),
            left["st"].GetField("x"), Max(right["n"]).Over(Expressions.Window.PartitionBy(Lit(1)).OrderBy(right["id"]).RowsBetween(-1, 1)),
            Transform(left["xs"], x => x + right["n"]), left["id"].Cast("long"), Expr("2"))
            .Collect().Select(r => r.ToString())));
    }

    [SkippableFact]
    public void Rows_of_any_number_go_to_the_server()
    {
        var many = Spark.CreateDataFrame(Enumerable.Range(0, 50_000).Select(i => new { Id = i, Text = $"row {i}" }));
        Assert.Equal("[50000,49999,row 9999]", Rows(many.Agg(Count("*"), Max("Id"), Max("Text"))));
        var frame = many.Limit(3).ToFrame();
        Assert.Equal("[0,row 0] [1,row 1] [2,row 2]", Rows(Spark.CreateDataFrame(frame)));
    }

    [SkippableFact]
    public void A_folder_is_listed_anew_for_each_DataFrame_that_reads_it()
    {
        using var folder = new Sources.SourceFolder();
        var path = Path.Combine(folder.Path, "out");
        Spark.Range(2).Write().Csv(path);
        Assert.Equal(2, Spark.Read().Csv(path).Count());
        Spark.Range(3).Write().Mode("append").Csv(path);
        Assert.Equal(5, Spark.Read().Csv(path).Count());
    }

    [SkippableFact]
    public void A_setting_of_Hadoops_reaches_the_session_under_its_own_name()
    {
        Spark.Conf().Set("spark.hadoop.fs.s3a.endpoint", "http://127.0.0.1:9");
        Assert.Equal("http://127.0.0.1:9", Spark.Conf().Get("fs.s3a.endpoint"));
    }

    [SkippableFact]
    public void A_sample_with_replacement_may_be_larger_than_what_it_is_of() =>
        Assert.InRange(Spark.Range(1000).Sample(2.0, withReplacement: true, seed: 7).Count(), 1700, 2300);

    [SkippableFact]
    public void Strata_are_sampled_each_with_its_share() => Assert.InRange(
        Spark.Range(1000).WithColumn("k", Col("id") % 2).Stat().SampleBy("k", new Dictionary<int, double> { [0] = 0.5 }, 3).Count(), 200, 300);

    [SkippableFact]
    public void Eight_queries_run_at_once_on_one_session()
    {
        var spark = Spark;
        Parallel.For(0, 8, i => Assert.Equal(1000 + i, spark.Range(1000 + i).Repartition(2).Count()));
    }
}
