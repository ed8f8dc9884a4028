using CreditNotebooks.Spark.Expressions;
using CreditNotebooks.Spark.Tests.Sources;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Functions;

namespace CreditNotebooks.Spark.Tests.Engines;

// One method of the API after the other.
public abstract partial class EngineTests
{
    private DataFrame Sales => _spark.Sql("SELECT * FROM VALUES ('a', 'x', 1), ('a', 'y', 2), ('b', 'x', 3) t(k, s, n)");

    [SkippableFact]
    public void Rollup_and_Cube_add_totals()
    {
        Assert.Equal("[a,null,3] [a,x,1] [a,y,2] [b,null,3] [b,x,3] [null,null,6]", Sorted(Sales.Rollup("k", "s").Sum("n")));
        Assert.Equal("[a,null,3] [a,x,1] [a,y,2] [b,null,3] [b,x,3] [null,null,6] [null,x,4] [null,y,2]", Sorted(Sales.Cube("k", "s").Sum("n")));
        Assert.Equal("[a,1] [b,1]", Sorted(Sales.GroupBy(Col("k").As("key")).Agg(Min("s").As("m")).Select(Col("key"), (Col("m") == "x").Cast("int"))));
    }

    [SkippableFact]
    public void One_group_may_hold_constants_alone()
    {
        Assert.Equal("[x,6]", Text(Sales.Agg(Lit("x").As("c"), Sum("n"))));
        Assert.Equal("[1]", Text(Sales.Filter("n > 9").Agg(Lit(1).As("c"))));
    }

    [SkippableFact]
    public void Structs_get_and_lose_fields()
    {
        var df = _spark.Sql("SELECT named_struct('a', 1, 'b', named_struct('c', 'x', 'd', true)) AS s");
        Assert.Equal("[[5,[x,true],x2]]", Text(df.Select(Col("s").WithField("a", Lit(5)).WithField("e", Concat(Col("s.b.c"), Lit("2"))))));
        Assert.Equal("[[1,[true]]]", Text(df.Select(df["s"].DropFields("b.c"))));
        Assert.Equal("s STRUCT<a: INT NOT NULL, b: STRUCT<c: INT NOT NULL, d: BOOLEAN NOT NULL> NOT NULL> NOT NULL",
            df.Select(Col("s").WithField("b.c", Lit(1)).As("s")).Schema().ToDdl());
    }

    [SkippableFact]
    public void Lambdas_of_all_kinds_compute()
    {
        var df = _spark.Sql("SELECT array(3, 1, 2) AS xs, map('a', 1, 'b', 2) AS m, array(array(1), array(2, 3)) AS nested");
        Assert.Equal("[ArraySeq(1),true,6,Map(a -> 11, b -> 12),ArraySeq(ArraySeq(4), ArraySeq(5, 6))]", Text(df.Select(
            Filter(df["xs"], x => x < 2), Exists(Col("xs"), x => x == 3), Aggregate(Col("xs"), Lit(0), (sum, x) => sum + x),
            TransformValues(Col("m"), (k, v) => v + 10), Transform(df["nested"], xs => Transform(xs, x => x + ElementAt(df["xs"], 1))))));
    }

    [SkippableFact]
    public void Constants_of_every_type_stay_what_they_are()
    {
        var df = _spark.Range(1).Select(Lit(1.25m), Lit(1.5f), Lit((sbyte)3), Lit(7L), Lit("it's \\ \"q\""), Lit(new DateOnly(2024, 2, 29)),
            Lit(new DateTime(2024, 2, 29, 12, 0, 0, DateTimeKind.Utc)), Lit(new DateTime(2024, 2, 29, 12, 0, 0)), Lit(TimeSpan.FromHours(25)),
            Lit(YearMonthInterval.Of(1, 2)), Lit(new byte[] { 1, 255 }), Lit(new[] { 1, 2 }), Lit(null), Lit(double.NaN), Lit(true));
        Assert.Equal(["decimal(3,2)", "float", "tinyint", "bigint", "string", "date", "timestamp", "timestamp_ntz", "interval day to second",
            "interval year to month", "binary", "array<int>", "void", "double", "boolean"], df.DTypes().Select(t => t.Type));
        Assert.Equal(new object?[] { 1.5f, (sbyte)3, 7L, "it's \\ \"q\"", new DateOnly(2024, 2, 29) }, df.First().Values[1..6]);
    }

    [SkippableFact]
    public void Pivots_take_dates_and_look_values_up()
    {
        var df = _spark.CreateDataFrame([(1, new DateOnly(2024, 1, 1), 10), (1, new DateOnly(2024, 2, 1), 20), (2, new DateOnly(2024, 1, 1), 30)], "id", "d", "n");
        Assert.Equal(["id", "2024-01-01", "2024-02-01"], df.GroupBy("id").Pivot("d").Sum("n").Columns());
        Assert.Equal("[1,20] [2,null]", Sorted(df.GroupBy(df["id"]).Pivot(df["d"], [new DateOnly(2024, 2, 1)]).Agg(Sum(df["n"]))));
    }

    [SkippableFact]
    public void Samples_and_splits_take_each_row_at_most_once()
    {
        var all = _spark.Sql($"SELECT * FROM VALUES {string.Join(", ", Enumerable.Range(0, 1000).Select(i => $"({i})"))} t(id)");
        Assert.InRange(all.Sample(0.3, seed: 7).Count(), 200, 400);
        var parts = all.RandomSplit([1, 3], 5);
        Assert.Equal(1000, parts.Sum(p => p.Count()));
        Assert.Equal(0, parts[0].Intersect(parts[1]).Count());
    }

    [SkippableFact]
    public void Rows_are_the_same_however_they_are_spread()
    {
        var df = _spark.Range(10).Repartition(3).Repartition(2, Col("id")).Repartition(Col("id")).Hint("broadcast").Coalesce(1);
        Assert.Equal(45L, df.Agg(Sum("id")).First()[0]);
        Assert.Equal("[7] [8] [9]", string.Join(" ", df.OrderBy("id").Tail(3)));
    }

    [SkippableFact]
    public void An_observation_has_its_values_once_an_action_ran()
    {
        var seen = new Observation("seen");
        var df = Sales.Filter("n > 1").Observe(seen, Count(Lit(1)).As("rows"), Sum("n").As("sum"), Max("s").As("last")).Select("k");
        Assert.Throws<InvalidOperationException>(() => seen.Get);
        Assert.Equal("[a] [b]", Sorted(df));
        Assert.Equal(new Dictionary<string, object?> { ["rows"] = 2L, ["sum"] = 5L, ["last"] = "y" }, seen.Get);
        Assert.Equal("UNRESOLVED_COLUMN.WITH_SUGGESTION", Assert.Throws<SparkException>(() => Sales.Observe(new Observation(), Sum("nobody"))).Condition);
        using var folder = new SourceFolder();
        var written = new Observation();
        Sales.Observe(written, Count("*").As("rows")).Write().Csv(System.IO.Path.Combine(folder.Path, "out"));
        Assert.Equal(3L, written.Get["rows"]);
    }

    [SkippableFact]
    public void Files_come_back_as_they_were_written()
    {
        using var folder = new SourceFolder();
        string Path(string name) => System.IO.Path.Combine(folder.Path, name);
        Sales.Write().Option("header", true).Csv(Path("csv"));
        Assert.Equal(Sorted(Sales), Sorted(_spark.Read().Option("header", true).Option("inferSchema", true).Csv(Path("csv"))));
        Sales.Write().PartitionBy("k").Parquet(Path("parquet"));
        Assert.Equal(Sorted(Sales), Sorted(_spark.Read().Parquet(Path("parquet")).Select("k", "s", "n")));
        Sales.Write().Json(Path("json"));
        Assert.Equal(Sorted(Sales), Sorted(_spark.Read().Schema("k STRING, s STRING, n INT").Json(Path("json"))));
        Sales.Select("s").Write().Text(Path("text"));
        Assert.Equal("[x] [x] [y]", Sorted(_spark.Read().Text(Path("text"))));
        Assert.Equal("PATH_ALREADY_EXISTS", Assert.Throws<SparkException>(() => Sales.Write().Csv(Path("csv"))).Condition);
        Sales.Write().Mode(SaveMode.Append).Parquet(Path("more"));
        Sales.Write().Mode(SaveMode.Append).Parquet(Path("more"));
        Sales.Write().Mode("ignore").Parquet(Path("more"));
        Assert.Equal(6, _spark.Read().Load(Path("more")).Count());
        Sales.Write().Mode("overwrite").Parquet(Path("more"));
        Assert.Equal(3, _spark.Table($"parquet.`{Path("more")}`").Count());
        Assert.Equal("PATH_NOT_FOUND", Assert.Throws<SparkException>(() => _spark.Read().Csv(Path("nowhere"))).Condition);
    }

    [SkippableFact]
    public void The_catalog_tells_of_views_and_columns()
    {
        Sales.CreateOrReplaceTempView("sales");
        Assert.Contains(_spark.Catalog.ListTables().Collect(), r => r.GetAs<string>("tableName") == "sales");
        Assert.Equal(["k", "s", "n"], _spark.Catalog.ListColumns("sales").Collect().Select(r => r.GetAs<string>(0)));
        Assert.Contains(_spark.Catalog.ListFunctions().Collect(), r => r.GetAs<string>(0) == "upper");
        Assert.False(_spark.Catalog.TableExists("nobody"));
        _spark.Catalog.CacheTable("sales");
        Assert.Equal(3, _spark.Table("sales").Count());
        _spark.Catalog.UncacheTable("sales");
        _spark.Catalog.ClearCache();
    }

    [SkippableFact]
    public void A_new_session_has_the_settings_and_none_of_the_views()
    {
        _spark.Conf().Set("spark.sql.session.timeZone", "Europe/Berlin");
        Sales.CreateOrReplaceTempView("sales");
        using var other = _spark.NewSession();
        Assert.Equal("Europe/Berlin", other.Conf().Get("spark.sql.session.timeZone"));
        Assert.False(other.Catalog.TableExists("sales"));
        Assert.Equal("SQL_CONF_NOT_FOUND", Assert.Throws<SparkException>(() => _spark.Conf().Get("spark.nobody")).Condition);
        Assert.Equal("none", _spark.Conf().Get("spark.nobody", "none"));
    }

    [SkippableFact]
    public void Rows_and_frames_go_in_with_their_schema()
    {
        var schema = new StructType([new StructField("id", DataType.Long, false), new StructField("tags", new ArrayType(DataType.String)),
            new StructField("m", new MapType(DataType.String, DataType.Integer)), new StructField("s", new StructType([new StructField("x", DataType.Double)]))]);
        var df = _spark.CreateDataFrame([new GenericRow(1L, new[] { "a", null }, new Dictionary<string, int> { ["k"] = 2 }, new GenericRow(1.5)), new GenericRow(2L, null, null, null)], schema);
        Assert.Equal(schema.ToDdl(), df.Schema().ToDdl());
        Assert.Equal("[1,ArraySeq(a, null),Map(k -> 2),[1.5]] [2,null,null,null]", Sorted(df));
        Assert.Equal(Sorted(df), Sorted(_spark.CreateDataFrame(df.ToFrame())));
        Assert.Equal(0, _spark.EmptyDataFrame().Count());
        Assert.Equal("[1,x]", Text(_spark.CreateDataFrame([new GenericRow(1, "x")], "a INT, b STRING")));
    }

    [SkippableFact]
    public void A_file_is_sent_to_where_the_session_reads()
    {
        using var folder = new SourceFolder();
        var (here, there) = (System.IO.Path.Combine(folder.Path, "here.csv"), System.IO.Path.Combine(folder.Path, "sent", "there.csv"));
        File.WriteAllText(here, "a,b\n1,2\n");
        AllowCopies();
        _spark.CopyFromLocalToFs(here, there);
        Assert.Equal("[1,2]", Text(_spark.Read().Option("header", true).Csv(there)));
        Assert.Throws<FileNotFoundException>(() => _spark.CopyFromLocalToFs(here + "x", there));
    }

    /// <summary>What the engine needs to be told before it copies to a folder of its own machine.</summary>
    protected virtual void AllowCopies() { }

    [SkippableFact]
    public void Joins_of_every_kind_keep_what_they_should()
    {
        var (l, r) = (_spark.CreateDataFrame([1, 2]).ToDF("a"), _spark.CreateDataFrame([2, 3]).ToDF("b"));
        Column on = l["a"] == r["b"];
        Assert.Equal("[2,2]", Sorted(l.Join(r, on)));
        Assert.Equal("[1,null] [2,2]", Sorted(l.Join(r, on, "left")));
        Assert.Equal("[2,2] [null,3]", Sorted(l.Join(r, on, "right_outer")));
        Assert.Equal("[1,null] [2,2] [null,3]", Sorted(l.Join(r, on, "full")));
        Assert.Equal("[2]", Sorted(l.Join(r, on, "semi")));
        Assert.Equal("[1]", Sorted(l.Join(r, on, "anti")));
        Assert.Equal(4, l.Join(r).Count());
        Assert.Equal("[1,a] [2,a]", Sorted(l.Join(_spark.CreateDataFrame([(1, "a"), (2, "a")], "a", "x"), "a")));
    }

    [SkippableFact]
    public void Windows_of_rows_and_ranges_frame_as_said()
    {
        var df = _spark.Range(5).WithColumn("g", Col("id") % 2);
        var w = Window.PartitionBy(df["g"]).OrderBy(df["id"].Desc());
        Assert.Equal("[0,2,3] [1,4,2] [2,6,2] [3,3,1] [4,4,1]", Sorted(df.Select(df["id"], Sum(df["id"]).Over(w.RowsBetween(-1, 0)), RowNumber().Over(w))));
        Assert.Equal("[0,2] [1,3] [2,4] [3,null] [4,null]", Sorted(df.Select(Col("id"), Lag("id", 1).Over(w))));
    }

    [SkippableFact]
    public void Vertical_rows_and_long_ones_are_shown_in_full_where_asked()
    {
        Assert.Equal("-RECORD 0--\n k   | a   \n s   | x   \n n   | 1   \nonly showing top 1 row", Sales.OrderBy("n").ShowString(1, 0, vertical: true).TrimEnd('\n'));
        Assert.Contains("|abcdefghijklmnopq...|", _spark.Sql("SELECT 'abcdefghijklmnopqrstuvwxyz' AS t").ShowString());
    }

    [SkippableFact]
    public async Task A_query_is_interrupted_by_its_tag_and_others_go_on()
    {
        Assert.Throws<ArgumentException>(() => _spark.AddTag("a,b"));
        _spark.AddTag("slow");
        Assert.Equal(["slow"], _spark.GetTags());
        var slow = Task.Run(() => _spark.Sql("SELECT count(*) FROM range(1000000000000) WHERE hash(id) = 7").Collect());
        // Spark 4.1 does not stop the job of a query that is interrupted while it is planned.
        do await Task.Delay(3000);
        while (_spark.InterruptTag("slow").Count == 0 && !slow.IsCompleted);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);

        _spark.ClearTags();
        var other = Task.Run(() => _spark.Sql("SELECT count(*) FROM range(1000000) WHERE hash(id) <> 7").Collect());
        Assert.Empty(_spark.InterruptTag("slow"));
        Assert.Single(await other);
        Assert.Empty(_spark.InterruptAll());
        Assert.Empty(_spark.InterruptOperation("none"));
    }
}
