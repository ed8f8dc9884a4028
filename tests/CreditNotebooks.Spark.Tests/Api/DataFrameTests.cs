using CreditNotebooks.Display;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Functions;

namespace CreditNotebooks.Spark.Tests.Api;

/// <summary>Which plans DataFrame's methods build; what they answer is tested on an engine.</summary>
public class DataFrameTests
{
    private static readonly StructType Schema = new([new("a", DataType.Integer), new("b", DataType.String), new("c", DataType.Double)]);
    private readonly FakeEngine _engine = new(Schema, [1, "x", 1.5], [2, null, double.NaN]);
    private readonly DataFrame _df;

    public DataFrameTests() => _df = new SparkSession(_engine).Table("t");

    [Fact]
    public void Building_a_query_computes_nothing()
    {
        _df.Filter(_df["a"] > 1).Select("a", "b").GroupBy("b").Agg(Sum("a").As("s")).OrderBy(Desc("s")).Limit(3);
        Assert.Empty(_engine.Executed);
    }

    [Fact]
    public void A_column_of_a_DataFrame_remembers_where_it_is_from()
    {
        var name = Assert.IsType<Name>(_df["a"].Expression);
        Assert.Same(_df.Plan, name.Origin.Relation);
        Assert.Null(Assert.IsType<Name>(Col("a").Expression).Origin.Relation);
    }

    [Theory]
    [InlineData("left_outer", "LeftOuter")]
    [InlineData("LEFT", "LeftOuter")]
    [InlineData("full", "FullOuter")]
    [InlineData("outer", "FullOuter")]
    [InlineData("leftsemi", "LeftSemi")]
    [InlineData("anti", "LeftAnti")]
    [InlineData("cross", "Cross")]
    public void Join_types_have_Sparks_names(string type, string kind) =>
        Assert.Equal(kind, Assert.IsType<Join>(_df.Join(_df, ["a"], type).Plan).Kind.ToString());

    [Fact]
    public void An_unknown_join_type_is_refused() =>
        Assert.Equal("UNSUPPORTED_JOIN_TYPE", Assert.Throws<SparkException>(() => _df.Join(_df, ["a"], "sideways")).Condition);

    [Fact]
    public void Fill_takes_only_columns_of_the_values_kind()
    {
        Assert.Equal(["coalesce(a, CAST(0 AS INT)) AS a", "b", "coalesce(nanvl(c, CAST(NULL AS DOUBLE)), CAST(0 AS DOUBLE)) AS c"],
            Projected(_df.Na().Fill(0)));
        Assert.Equal(["a", "coalesce(b, CAST(? AS STRING)) AS b", "c"], Projected(_df.Na().Fill("?")));
    }

    [Fact]
    public void Replace_keeps_what_is_not_named() => Assert.Equal(
        ["CASE a WHEN CAST(1 AS INT) THEN CAST(10 AS INT) ELSE a END AS a", "b", "c"], 
        Projected(_df.Na().Replace("a", new Dictionary<int, int> { [1] = 10 })));

    [Fact]
    public void Drop_counts_NaN_as_missing()
    {
        Assert.Equal("(((a IS NOT NULL) AND (b IS NOT NULL)) AND ((c IS NOT NULL) AND (NOT isnan(c))))", Condition(_df.Na().Drop()));
        Assert.Equal("((CASE WHEN (a IS NOT NULL) THEN 1 ELSE 0 END + CASE WHEN (b IS NOT NULL) THEN 1 ELSE 0 END) >= 1)",
            Condition(_df.Na().Drop("all", ["a", "b"])));
    }

    [Fact]
    public void Groups_put_their_columns_first()
    {
        var plan = Assert.IsType<Aggregate>(_df.GroupBy("b").Agg(Sum("a")).Plan);
        Assert.True(plan.WithGroupingColumns);
        Assert.Equal("sum(a)", ExpressionText.Write(Assert.Single(plan.Expressions)));
        Assert.Equal(GroupingKind.Rollup, Assert.Single(Assert.IsType<Aggregate>(_df.Rollup("a", "b").Count().Plan).Grouping.Items).Kind);
    }

    [Fact]
    public void Sum_without_names_takes_the_numeric_columns() =>
        Assert.Equal(["sum(a)", "sum(c)"], Assert.IsType<Aggregate>(_df.GroupBy("b").Sum().Plan).Expressions.Select(ExpressionText.Write));

    [Fact]
    public void Pivot_looks_its_values_up_unless_they_are_named()
    {
        var pivot = Assert.IsType<Pivot>(_df.GroupBy("a").Pivot("b", ["x", "y"]).Agg(Sum("c")).Plan);
        Assert.Equal(["x", "y"], pivot.Values.Select(ExpressionText.Write));
        Assert.Empty(_engine.Executed);
    }

    [Fact]
    public void Rows_give_values_by_index_name_and_type()
    {
        var rows = _df.Collect();
        Assert.Equal("[1,x,1.5]", rows[0].ToString());
        Assert.Equal("[2,null,NaN]", rows[1].ToString());
        Assert.Equal(1L, rows[0].GetAs<long>("A"));
        Assert.Null(rows[1].GetAs<string?>("b"));
        Assert.Equal("FIELD_NOT_FOUND", Assert.Throws<SparkException>(() => rows[0]["nope"]).Condition);
        Assert.Throws<InvalidCastException>(() => rows[0].GetAs<int>("b"));
    }

    [Fact]
    public void Frames_hold_typed_columns()
    {
        var frame = _df.ToFrame();
        Assert.Equal([1, 2], frame.Column<int>("a").Values);
        Assert.Equal([1.0, 2.0], frame["a"].Doubles());
        Assert.Equal(["x", null], frame["b"]);
        Assert.Equal(1, frame["b"].NullCount);
        Assert.Equal(3, frame["a"].Sum());
        Assert.Equal(2, frame.RowCount);
        Assert.Equal("[1,x,1.5]", frame.Rows.First().ToString());
        Assert.Contains("|  a|   b|  c|", frame.ToString());
        Assert.Contains("only a, b, c", Assert.Throws<KeyNotFoundException>(() => frame["nope"]).Message);
    }

    [Fact]
    public void Objects_become_rows()
    {
        Loan[] loans = [new(7, "A", 1.25m, [1, 2], new("NJ")), new(8, null, null, [], null)];
        var df = _df.SparkSession.CreateDataFrame(loans);
        Assert.Equal("Id INT NOT NULL,Grade STRING,Amount DECIMAL(38,18),Months ARRAY<INT>,Home STRUCT<State: STRING>",
            df.Schema().ToDdl());
        Assert.Equal("7|A|1.250000000000000000|[1, 2]|{NJ}", string.Join("|", df.ShowString(20, 0).Split('\n')[3].Trim('|')
            .Split('|').Select(c => c.Trim())));
        Assert.Equal("[8,null,null,ArraySeq(),null]", df.Collect()[1].ToString());
    }

    [Fact]
    public void Plain_values_become_column_value() =>
        Assert.Equal("value STRING", _df.SparkSession.CreateDataFrame(["a", "b"]).Schema().ToDdl());

    [Fact]
    public void Tuples_and_anonymous_objects_name_their_columns()
    {
        Assert.Equal("_1 INT NOT NULL,_2 STRING", _df.SparkSession.CreateDataFrame([(1, "a")]).Schema().ToDdl());
        Assert.Equal("x DOUBLE,y STRING", _df.SparkSession.CreateDataFrame([new { x = (double?)1, y = "b" }]).Schema().ToDdl());
    }

    [Fact]
    public void Rows_have_to_fit_their_schema()
    {
        var schema = new StructType([new("n", DataType.Integer, false)]);
        var spark = _df.SparkSession;
        Assert.Equal("[5]", spark.CreateDataFrame([new GenericRow(5L)], schema).First().ToString());
        Assert.Equal("INVALID_EXTERNAL_TYPE", Assert.Throws<SparkException>(() =>
            spark.CreateDataFrame([new GenericRow("5")], schema)).Condition);
        Assert.Equal("NOT_NULL_ASSERT_VIOLATION", Assert.Throws<SparkException>(() =>
            spark.CreateDataFrame([new GenericRow((object?)null)], schema)).Condition);
        Assert.Equal("INVALID_ROW_SIZE", Assert.Throws<SparkException>(() =>
            spark.CreateDataFrame([new GenericRow(1, 2)], schema)).Condition);
    }

    [Fact]
    public void Readers_and_writers_pass_options_on_in_lower_case()
    {
        var reader = _df.SparkSession.Read().Option("header", true).Option("nullValue", "NA").Schema("a INT");
        var source = Assert.IsType<FileSource>(reader.Csv("x.csv", "y.csv").Plan);
        Assert.Equal("csv [x.csv, y.csv] a INT [[header, true], [nullvalue, NA]]",
            $"{source.Format} {source.Paths} {source.Schema!.ToDdl()} {source.Options}");
        _df.Write().Mode(SaveMode.Overwrite).Option("header", true).PartitionBy("b").Csv("out");
        var target = Assert.Single(_engine.Written);
        Assert.Equal("csv out overwrite true b",
            $"{target.Format} {target.Path} {target.Mode} {target.Options["header"]} {target.PartitionBy[0]}");
        Assert.Equal("INVALID_SAVE_MODE", Assert.Throws<SparkException>(() => _df.Write().Mode("perhaps")).Condition);
        Assert.Equal("UNSUPPORTED_FEATURE", Assert.Throws<SparkException>(() => _df.Write().SaveAsTable("t")).Condition);
    }

    [Fact]
    public void A_C_sharp_function_carries_its_types()
    {
        var clean = Udf<string, int?>(s => int.TryParse(s.TrimEnd('_'), out var n) ? n : null);
        var call = Assert.IsType<UserFunctionCall>(clean(Col("b")).Expression);
        Assert.Equal("STRING -> INT", $"{call.Function.Parameters[0]} -> {call.Function.Result}");
        Assert.Equal(28, call.Function.Body.DynamicInvoke("28_"));
    }

    [Fact]
    public void The_cells_stop_button_reaches_actions()
    {
        var before = CellContext.Current.CancellationToken;
        try
        {
            CellContext.Current.CancellationToken = new CancellationToken(true);
            Assert.Throws<OperationCanceledException>(() => _df.Collect());
        }
        finally
        {
            CellContext.Current.CancellationToken = before;
        }
    }

    [Fact]
    public void An_SQL_cell_answers_its_last_statement()
    {
        var spark = _df.SparkSession;
        var answer = Assert.IsType<DataFrame>(spark.ExecuteSql("-- one; two\nSET a = x;\nSELECT ';' /* ; */ FROM t;\n"));
        Assert.IsType<Project>(answer.Plan);
        Assert.IsType<SetConfiguration>(_engine.Statements[^2]);
    }

    [Fact]
    public void A_stopped_session_says_what_to_do()
    {
        var spark = new SparkSession(new FakeEngine(Schema));
        spark.Stop();
        Assert.Contains("GetOrCreate", Assert.Throws<InvalidOperationException>(() => spark.Range(1)).Message);
    }

    private static IEnumerable<string> Projected(DataFrame df) => Assert.IsType<Project>(df.Plan).Expressions.Select(ExpressionText.Write);

    private static string Condition(DataFrame df) => ExpressionText.Write(Assert.IsType<Filter>(df.Plan).Condition);

    private sealed record Loan(int Id, string? Grade, decimal? Amount, int[] Months, Place? Home);

    private sealed record Place(string State);
}
