using CreditNotebooks.Spark.Expressions;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Functions;

namespace CreditNotebooks.Spark.Tests.Engines;

/// <summary>The API, the same on each engine. Rows are given as Spark 4.1 answered.</summary>
public abstract partial class EngineTests : IDisposable
{
    private readonly SparkSession _spark;
    private readonly DataFrame _n;

    protected EngineTests(SparkSession spark)
    {
        _spark = spark;
        _n = _spark.Sql(
            "SELECT * FROM VALUES (1, '10', 1.5D), (2, 'x', 2.5D), (3, null, double('NaN')), (4, '7', null), (null, 'b', -1D) t(id, name, dbl)");
    }

    public void Dispose()
    {
        _spark.Dispose();
        GC.SuppressFinalize(this);
    }

    private static string Text(DataFrame df) => string.Join(" ", df.Collect());

    private static string Sorted(DataFrame df) => string.Join(" ", df.Collect().Select(r => r.ToString()).Order(StringComparer.Ordinal));

    [SkippableFact]
    public void Show_prints_every_type()
    {
        Assert.Equal("""
        +---+----+---+----+----------+--------------------+----+-------+---------+--------+------+
        | id|name|dbl| dec|        dt|                  ts|   b|    bin|      arr|       m|    st|
        +---+----+---+----+----------+--------------------+----+-------+---------+--------+------+
        |  1|   a|1.5|2.50|2024-01-31|2024-01-31 10:00:...|true|[61 FF]|[1, NULL]|{k -> 1}|{1, z}|
        |  2|NULL|NaN|NULL|      NULL| 2024-01-31 10:00:00|NULL|   NULL|       []|      {}|  NULL|
        +---+----+---+----+----------+--------------------+----+-------+---------+--------+------+

        """.ReplaceLineEndings("\n"), _spark.Sql("""
        select * from values (1,'a',1.5D,cast(2.50 as decimal(10,2)),date'2024-01-31',timestamp'2024-01-31 10:00:00.123',true,X'61FF',
            array(1,null),map('k',1),named_struct('x',1,'y','z')),
            (2,null,double('NaN'),null,null,timestamp'2024-01-31 10:00:00',null,null,array(),map(),null)
            t(id,name,dbl,dec,dt,ts,b,bin,arr,m,st)
        """).ShowString());
    }

    [SkippableFact]
    public void Intervals_are_shown_as_literals()
    {
        Assert.Equal(
        "|INTERVAL '1-2' YEAR TO MONTH|INTERVAL '1 02:03:04.5' DAY TO SECOND|INTERVAL '-3' MONTH|INTERVAL '05' HOUR|INTERVAL '-01.5' SECOND|[INTERVAL '3' DAY]|",
        _spark.Sql("select interval '1-2' year to month a, interval '1 02:03:04.5' day to second b, interval '-3' month d, interval '5' hour e, interval '-1.5' second f, array(interval '3' day) k")
            .ShowString(20, 0).Split('\n')[3]);
    }

    // With NaN in it Spark's percentile depends on how the rows are spread.
    [SkippableFact]
    public void Summary_gives_text()
    {
        Assert.Equal(
        "[count,4,4,4] [mean,2.5,8.5,1.875] [stddev,1.2909944487358056,2.1213203435596424,2.286737122335374] [min,1,10,-1.0] [25%,1,7.0,-1.0] [50%,2,7.0,1.5] [75%,3,10.0,2.5] [max,4,x,4.5]",
        Text(_n.Na().Replace("dbl", new Dictionary<double, double> { [double.NaN] = 4.5 }).Summary()));
    }

    [SkippableFact]
    public void Summary_takes_statistics_by_name()
    {
        Assert.Equal("[count_distinct,4,4] [approx_count_distinct,4,4] [33.3%,2,7.0] [max,4,x]",
            Text(_n.Select("id", "name").Summary("count_distinct", "approx_count_distinct", "33.3%", "max")));
        Assert.Equal("UNRECOGNIZED_STATISTIC", Assert.Throws<SparkException>(() => _n.Summary("foo")).Condition);
    }

    [SkippableFact]
    public void Describe_leaves_out_what_is_no_number_or_text()
    {
        Assert.Equal("[count,1] [mean,1.0] [stddev,null] [min,1] [max,1]",
            Text(_spark.Sql("SELECT 1 AS a, true AS b, date'2024-01-01' AS c").Describe()));
        Assert.Equal("summary STRING", _spark.Sql("SELECT true AS b").Describe().Schema().ToDdl());
        Assert.Equal("[count,1] [mean,2.500000] [stddev,null] [min,2.50] [25%,2.5] [50%,2.5] [75%,2.5] [max,2.50]",
            Text(_spark.Sql("SELECT cast(2.50 AS decimal(10,2)) AS d").Summary()));
    }

    [SkippableFact]
    public void Groups_sum_all_numeric_columns()
    {
        Assert.Equal("[1,1,1.5] [2,2,2.5] [3,3,NaN] [4,4,null] [null,null,-1.0]", Sorted(_n.GroupBy("id").Sum()));
    }

    [SkippableFact]
    public void Aggregates_by_name_have_Sparks_names()
    {
        Assert.Equal("count(1)", _n.Agg(new Dictionary<string, string> { ["*"] = "count" }).Columns()[0]);
        Assert.Equal("avg(id)", _n.Agg(new Dictionary<string, string> { ["id"] = "average" }).Columns()[0]);
        Assert.Equal("stddev(id)", _n.Agg(new Dictionary<string, string> { ["id"] = "stddev" }).Columns()[0]);
    }

    [SkippableFact]
    public void Fill_replaces_NULL_and_NaN()
    {
        Assert.Equal("[0,b,-1.0] [1,10,1.5] [2,x,2.5] [3,null,0.0] [4,7,0.0]", Sorted(_n.Na().Fill(0)));
        Assert.Equal("[1,10,1.5] [1,b,-1.0] [2,x,2.5] [3,null,1.7] [4,7,1.7]", Sorted(_n.Na().Fill(1.7)));
        Assert.Equal("[1,10,1.5] [2,x,2.5] [3,x,NaN] [4,7,null] [null,b,-1.0]", Sorted(_n.Na().Fill("x")));
        Assert.Equal("[1,10,1.5] [2,x,2.5] [3,5,NaN] [4,7,null] [9,b,-1.0]", Sorted(_n.Na().Fill(new Dictionary<string,
            object> { ["id"] = "9", ["name"] = 5 })));
        Assert.Equal("UNRESOLVED_COLUMN.WITH_SUGGESTION", Assert.Throws<SparkException>(() => _n.Na().Fill(0, ["nope"])).Condition);
    }

    [SkippableFact]
    public void Drop_removes_rows_with_gaps()
    {
        Assert.Equal("[1,10,1.5] [2,x,2.5]", Sorted(_n.Na().Drop()));
        Assert.Equal("[1,10,1.5] [2,x,2.5] [4,7,null] [null,b,-1.0]", Sorted(_n.Na().Drop(2)));
        Assert.Equal("[1,10,1.5] [2,x,2.5] [null,b,-1.0]", Sorted(_n.Na().Drop("all", ["dbl"])));
    }

    [SkippableFact]
    public void Replace_puts_values_for_values()
    {
        Assert.Equal("[10,10,1.5] [2,x,2.5] [3,null,NaN] [4,7,null] [null,b,-1.0]", Sorted(_n.Na().Replace("id", new Dictionary<int,
            int> { [1] = 10 })));
        Assert.Equal("[1,10,10.0] [2,x,2.5] [3,null,NaN] [4,7,null] [null,b,-1.0]", Sorted(_n.Na().Replace("dbl", new Dictionary<double,
            double> { [1.5] = 10 })));
        Assert.Equal("[1,10,1.5] [2,y,2.5] [3,null,NaN] [4,7,null] [null,b,-1.0]", Sorted(_n.Na().Replace("*", new Dictionary<string,
            string> { ["x"] = "y" })));
    }

    [SkippableFact]
    public void Statistics_take_NULL_for_zero()
    {
        var ab = _spark.Sql("select * from values (1,2),(2,4),(null,7),(5,1) t(a,b)");
        Assert.Equal(-0.7581753965757455, ab.Stat().Corr("a", "b"), 12);
        Assert.Equal(-4.333333333333333, ab.Stat().Cov("a", "b"), 12);
        Assert.Equal(double.NaN, ab.Limit(0).Stat().Corr("a", "b"));
        Assert.Equal(0, ab.Limit(0).Stat().Cov("a", "b"));
        Assert.Throws<ArgumentException>(() => _n.Stat().Corr("id", "name"));
    }

    [SkippableFact]
    public void Quantiles_are_values_of_the_column()
    {
        Assert.Equal([-1.0, -1.0, 1.5, 2.5, 2.5], _n.Stat().ApproxQuantile("dbl", [0, 0.25, 0.5, 0.75, 1], 0));
        Assert.Equal([0.0, 0.0, 2.0, 4.0, 7.0, 9.0], _spark.Range(10).Stat().ApproxQuantile("id", [0, 0.1, 0.25, 0.5, 0.75, 1], 0));
    }

    [SkippableFact]
    public void Crosstab_counts_pairs()
    {
        var crosstab = _n.Stat().Crosstab("id", "name");
        Assert.Equal(["id_name", "10", "7", "b", "null", "x"], crosstab.Columns());
        Assert.Equal("[1,1,0,0,0,0] [2,0,0,0,0,1] [3,0,0,0,1,0] [4,0,1,0,0,0] [null,0,0,1,0,0]", Sorted(crosstab));
    }

    [SkippableFact]
    public void Pivot_makes_a_column_of_each_value()
    {
        var found = _n.GroupBy("id").Pivot("name").Sum("dbl");
        Assert.Equal(["id", "null", "10", "7", "b", "x"], found.Columns());
        Assert.Equal("[1,null,1.5,null,null,null] [2,null,null,null,null,2.5] [3,NaN,null,null,null,null] [4,null,null,null,null,null] [null,null,null,null,-1.0,null]", Sorted(found));
        var named = _n.GroupBy().Pivot("name", ["x", 10]).Agg(Sum("dbl").As("s"), Max("id"));
        Assert.Equal(["x_s", "x_max(id)", "10_s", "10_max(id)"], named.Columns());
        Assert.Equal("[2.5,2,1.5,1]", Text(named));
    }

    [SkippableFact]
    public void Unpivot_keeps_NULL()
    {
        Assert.Equal("[1,dbl,1.5] [2,dbl,2.5] [3,dbl,NaN] [4,dbl,null] [null,dbl,-1.0]",
        Sorted(_n.Select("id", "dbl").Unpivot([Col("id")], null, "var", "val")));
    }

    [SkippableFact]
    public void Columns_are_added_renamed_and_dropped()
    {
        Assert.Equal("ID INT NOT NULL,name STRING,dbl DOUBLE", _n.WithColumns(new Dictionary<string,
            Column> { ["ID"] = Lit(1) }).Schema().ToDdl());
        Assert.Equal("x INT,name STRING,dbl DOUBLE", _n.WithColumnRenamed("ID", "x").Schema().ToDdl());
        Assert.Equal("id INT,name STRING,dbl DOUBLE", _n.Drop("nope").Schema().ToDdl());
        Assert.Equal("dbl DOUBLE", _n.Drop("id", "NAME").Schema().ToDdl());
        Assert.Equal("ASSIGNMENT_ARITY_MISMATCH", Assert.Throws<SparkException>(() => _n.ToDF("a")).Condition);
        Assert.Equal(["a", "b", "c"], _n.ToDF("a", "b", "c").Columns());
    }

    [SkippableFact]
    public void Joins_keep_columns_of_one_name_apart()
    {
        var big = _n.Filter(_n["id"] > 1);
        var other = _n.Filter("id > 2").Select("id", "name");
        var joined = big.Join(other, big["id"] == other["id"], "left");
        Assert.Equal("[2,null] [3,3] [4,4]", Sorted(joined.Select(big["id"], other["id"])));
        Assert.Equal(["id", "name", "dbl"], joined.Drop(other["id"]).Drop(other["name"]).Columns());
        Assert.Equal("[3,null,NaN,null] [4,7,null,7]", Sorted(_n.Join(other, "id")));
        Assert.Equal("[1] [2] [null]", Sorted(_n.Join(other, ["id"], "anti").Select("id")));
        Assert.Equal("[1,1,10]", Text(_n.As("l").Join(_n.As("r"), Col("l.id") == Col("r.id") & Col("l.id") == 1).Select("l.id", "r.id",
            "r.name")));
        Assert.Equal(25, _n.CrossJoin(_n).Count());
    }

    [SkippableFact]
    public void Sets_count_duplicates_as_Spark_does()
    {
        var a = _spark.CreateDataFrame([1, 1, 2]);
        var b = _spark.CreateDataFrame([1, 3]);
        Assert.Equal("[1] [1] [1] [2] [3]", Sorted(a.Union(b)));
        Assert.Equal("[1]", Sorted(a.Intersect(b)));
        Assert.Equal("[2]", Sorted(a.Except(b)));
        Assert.Equal("[1] [2]", Sorted(a.ExceptAll(b)));
        Assert.Equal("[1,null] [null,5]", Sorted(_spark.CreateDataFrame([new { x = 1 }])
            .UnionByName(_spark.CreateDataFrame([new { y = 5 }]), true)));
    }

    [SkippableFact]
    public void Windows_see_their_partition()
    {
        var byName = Window.PartitionBy(Col("id") % 2).OrderBy("id");
        Assert.Equal("[1,1,null,1] [2,1,null,2] [3,2,1,4] [4,2,2,6]", Sorted(_n.Filter("id IS NOT NULL")
            .Select(Col("id"), RowNumber().Over(byName), Lag("id").Over(byName), Sum("id")
                .Over(byName.RowsBetween(Window.UnboundedPreceding, 0)))));
    }

    [SkippableFact]
    public void Expressions_of_every_kind_compute()
    {
        var rows = _n.Filter(_n["name"].IsIn("10", "b") & _n["id"].IsNotNull()).Select(Col("id"), Col("name").Cast("int") + 1,
            When(Col("dbl") > 2, "high").Otherwise("low"), Transform(Array(Col("id"), Lit(2)), x => x + 1), Coalesce(Col("dbl"), Lit(0.0)));
        Assert.Equal("[1,11,low,ArraySeq(2, 3),1.5]", Text(rows));
    }

    [SkippableFact]
    public void Order_puts_NULL_first_and_in_descending_order_last()
    {
        Assert.Equal("[null] [1] [2] [3] [4]", Text(_n.Select("id").OrderBy("id")));
        Assert.Equal("[4] [3] [2] [1] [null]", Text(_n.Select("id").Sort(Desc("id"))));
        Assert.Equal("[2] [3]", Text(_n.OrderBy("id").Offset(2).Limit(2).Select("id")));
    }

    [SkippableFact]
    public void Views_hold_the_query_of_the_moment()
    {
        _n.CreateOrReplaceTempView("v");
        _spark.Table("v").Filter("id > 2").CreateOrReplaceTempView("v");
        Assert.Equal(2, _spark.Sql("SELECT * FROM v").Count());
        Assert.Equal("TEMP_TABLE_OR_VIEW_ALREADY_EXISTS", Assert.Throws<SparkException>(() => _n.CreateTempView("v")).Condition);
        Assert.True(_spark.Catalog.TableExists("v"));
        Assert.True(_spark.Catalog.DropTempView("v"));
        Assert.False(_spark.Catalog.DropTempView("v"));
        // All sessions of a Spark see it.
        var global = $"g{Guid.NewGuid():N}";
        _n.CreateGlobalTempView(global);
        Assert.Equal(5, _spark.Table($"global_temp.{global}").Count());
        Assert.True(_spark.Catalog.DropGlobalTempView(global));
    }

    [SkippableTheory]
    [InlineData("America/New_York", "2024-01-31 05:00:00")]
    [InlineData("+05:30", "2024-01-31 15:30:00")]
    public void Timestamps_are_shown_in_the_sessions_zone(string zone, string shown)
    {
        _spark.Conf().Set("spark.sql.session.timeZone", zone);
        var df = _spark.CreateDataFrame([new DateTime(2024, 1, 31, 10, 0, 0, DateTimeKind.Utc)]);
        Assert.Contains($"|{shown}|", df.ShowString());
        Assert.Equal(new DateTime(2024, 1, 31, 10, 0, 0), df.First()[0]);
    }

    [SkippableFact]
    public void Settings_come_back()
    {
        _spark.Conf().Set("spark.sql.shuffle.partitions", 8);
        Assert.Equal("8", _spark.Conf().Get("spark.sql.shuffle.partitions"));
        _spark.Conf().Unset("spark.sql.shuffle.partitions");
        Assert.Equal("200", _spark.Conf().Get("spark.sql.shuffle.partitions"));
    }

    [SkippableFact]
    public void Cached_rows_are_used_until_forgotten()
    {
        var cached = _n.Cache();
        Assert.Equal(5, cached.Count());
        Assert.Equal(4, cached.Filter("id IS NOT NULL").Count());
        Assert.Equal(5, cached.Unpersist().Count());
        Assert.Equal(5, _n.LocalCheckpoint().Count());
    }

    [SkippableFact]
    public void Objects_go_in_and_frames_come_out()
    {
        var df = _spark.CreateDataFrame([
            new { Id = 1, On = new DateOnly(2024, 2, 29), At = new DateTime(2024, 2, 29, 12, 0, 0, DateTimeKind.Utc), Money = 1.25m,
                Tags = new[] { "a" }, Map = new Dictionary<string, int> { ["k"] = 1 } },
        ]);
        var frame = df.ToFrame();
        Assert.Equal(new DateOnly(2024, 2, 29), frame.Column<DateOnly>("On").Values[0]);
        Assert.Equal(new DateTime(2024, 2, 29, 12, 0, 0, DateTimeKind.Utc), frame["At"][0]);
        Assert.Equal(1.25m, frame.Column<decimal>("Money").Values[0]);
        Assert.Equal(new object[] { "a" }, frame["Tags"][0]);
        Assert.Equal("[1,2024-02-29,2024-02-29 12:00:00,1.250000000000000000,ArraySeq(a),Map(k -> 1)]", df.First().ToString());
    }

    [SkippableFact]
    public void An_unknown_column_fails_where_it_is_written()
    {
        Assert.Equal("UNRESOLVED_COLUMN.WITH_SUGGESTION", Assert.Throws<SparkException>(() => _n.Filter("nam = 'x'")).Condition);
        Assert.Equal("UNRESOLVED_COLUMN.WITH_SUGGESTION", Assert.Throws<SparkException>(() => _n["nam"]).Condition);
        Assert.Equal("DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN", Assert.Throws<SparkException>(() => _n.Filter("id")).Condition);
        Assert.Contains("^^^", Assert.Throws<SparkException>(() => _spark.Sql("SELECT nam FROM VALUES (1) t(name)")).Message);
    }

    [SkippableFact]
    public void A_cell_that_is_stopped_ends_its_query()
    {
        using var stop = new CancellationTokenSource(50);
        Assert.ThrowsAny<OperationCanceledException>(() => _spark.Range(2_000_000_000).Agg(Sum(Sqrt("id"))).Collect(stop.Token));
    }
}
