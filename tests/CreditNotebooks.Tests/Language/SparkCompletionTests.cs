using CreditNotebooks.Notebooks.Tests.Language;

namespace CreditNotebooks.Tests.Language;

/// <summary>What is offered over real DataFrames. The view <c>broken</c> fails whenever a row of it is computed.</summary>
public sealed class SparkCompletionTests : IClassFixture<SparkCompletionTests.Session>
{
    private readonly Marked _session;

    public SparkCompletionTests(Session session) => _session = session.Marked;

    [Theory]
    [InlineData("people.|", "Select Filter GroupBy WithColumn Show", "Name Age Session Plan")]
    [InlineData("people.Select(Col(\"Name\")).|", "Filter GroupBy", "")]
    [InlineData("people.GroupBy(\"Name\").|", "Agg Count Avg", "Filter")]
    [InlineData("people.Filter(Col(\"Age\").|", "Between IsNull Cast", "Filter")]
    [InlineData("people.Filter(Col(\"Age\") > 3).|\n    .Show();", "Filter GroupBy", "")]
    [InlineData("spark.|", "Sql Read Table Range", "ExecuteSql2 Complete")]
    [InlineData("Av|", "Avg", "")]
    [InlineData("var adults = people.Filter(Col(\"Age\") > 17);\nadults.|", "Select Filter", "")]
    public void Members(string text, string offered, string notOffered) => Offers(text, offered, notOffered);

    [Theory]
    [InlineData("Col(\"|", "Name Age amount")]
    [InlineData("people.Select(\"|", "Name Age odd", "amount")]
    [InlineData("people.Select(\"Name\", \"A|\")", "Age", "amount Name")]
    [InlineData("people.Select(Col(\"|", "Name Age", "amount")]
    [InlineData("people[\"|", "Name Age", "amount")]
    [InlineData("people[\"|\"]", "Name Age", "amount")]
    [InlineData("people.GroupBy(\"Name\").Agg(Sum(\"|", "Age", "amount")]
    [InlineData("people.GroupBy(\"Name\").Agg(Sum(\"Age\").As(\"years\")).OrderBy(\"|", "years Name", "amount")]
    [InlineData("people.WithColumn(\"Next\", Col(\"Age\") + 1).Drop(\"|", "Next Age", "amount")]
    [InlineData("people.WithColumnRenamed(\"|", "Age", "amount")]
    [InlineData("people.GroupBy(\"Name\").Sum(\"|", "Age", "amount")]
    [InlineData("people.Filter(\"|", "Age Name upper NOT", "amount")]
    [InlineData("people.Filter(\"Age > 3 AND N|", "Name", "amount")]
    [InlineData("people.Where(\"upper(|", "Name", "amount")]
    [InlineData("people.SelectExpr(\"A|", "Age", "amount")]
    [InlineData("people.Filter(Expr(\"A|", "Age", "amount")]
    [InlineData("people.Sort(Desc(\"|", "Age", "amount")]
    [InlineData("people.Join(orders, \"|", "Name", "")]
    [InlineData("people.Join(orders, orders[\"|", "amount", "Age")]
    [InlineData("people.Drop([\"Name\", \"|", "Age", "amount")]
    [InlineData("var adults = people.Filter(\"Age > 17\");\nadults.Select(\"|", "Age", "amount")]
    [InlineData("people.Select(RegexpReplace(\"|", "Name", "")]
    [InlineData("people.Select(RegexpReplace(\"Name\", \"|", "", "Name Age")]
    [InlineData("people.Select(Lit(\"|", "", "Name Age")]
    [InlineData("spark.Table(\"|", "staff sales", "Name")]
    [InlineData("spark.Sql(\"SELECT N| FROM staff\")", "Name", "amount")]
    [InlineData("spark.Sql(\"SELECT * FROM |", "staff sales", "Name")]
    [InlineData("spark.Sql(@\"SELECT *\nFROM |", "staff sales", "Name")]
    [InlineData("failing.Select(\"|", "x", "")]
    [InlineData("frame[\"|", "amount Name", "Age")]
    [InlineData("frame.Column<double>(\"am|\")", "amount", "Age")]
    [InlineData("Chart.Bar(frame[\"|\"])", "amount", "Age")]
    [InlineData("$\"{people.Select(Col(\"|", "Name", "amount")]
    [InlineData("spark.Read().Csv(\"|", "people.csv", "Name")]
    public void Texts_of_the_DataFrame_API(string text, string offered, string notOffered = "") => Offers(text, offered, notOffered);

    [Theory]
    [InlineData("|", "SELECT WITH SHOW", "Name")]
    [InlineData("sel|", "select", "SELECT")]
    [InlineData("SELECT |", "upper count DISTINCT Name amount", "staff")]
    [InlineData("SELECT | FROM staff", "Name Age upper staff", "amount")]
    [InlineData("SELECT N| FROM staff", "Name", "Age")]
    [InlineData("SELECT Age, | FROM staff", "Name", "amount")]
    [InlineData("SELECT s.| FROM staff s", "Name Age", "upper amount")]
    [InlineData("SELECT s.| FROM staff AS s JOIN sales AS o ON s.Name = o.Name", "Name Age", "amount")]
    [InlineData("SELECT o.a| FROM staff s JOIN sales o ON s.Name = o.Name", "amount", "Age")]
    [InlineData("SELECT staff.| FROM staff", "Age", "upper")]
    [InlineData("SELECT * FROM |", "staff sales broken", "Name upper")]
    [InlineData("SELECT * FROM st|", "staff", "sales")]
    [InlineData("SELECT * FROM staff, |", "sales", "Name")]
    [InlineData("SELECT * FROM staff JOIN |", "sales", "Name")]
    [InlineData("SELECT * FROM staff WHERE |", "Name Age", "amount")]
    [InlineData("SELECT * FROM staff WHERE Age > 3 |", "AND GROUP ORDER", "")]
    [InlineData("SELECT (SELECT max(amount) FROM sales), | FROM staff", "Age", "amount")]
    [InlineData("SELECT * FROM staff WHERE Age IN (SELECT | FROM sales)", "amount Age", "")]
    [InlineData("SELECT * FROM staff WHERE upper(|", "Name", "amount")]
    [InlineData("SELECT Name, count(*) FROM staff GROUP BY |", "Name", "amount")]
    [InlineData("WITH c AS (SELECT Age AS years FROM staff) SELECT * FROM |", "c staff", "")]
    [InlineData("WITH c AS (SELECT Age AS years FROM staff) SELECT | FROM c", "years", "Name")]
    [InlineData("WITH c AS (SELECT Age AS years FROM staff), d AS (SELECT years + 1 AS next FROM c) SELECT d.| FROM d", "next", "years")]
    [InlineData("SELECT q.| FROM (SELECT Age AS years FROM staff) q", "years", "Age")]
    [InlineData("SELECT o|, `odd-name` FROM staff", "`odd-name`", "")]
    [InlineData("SELECT `o| FROM staff", "`odd` `odd-name`", "upper")]
    [InlineData("SELECT CAST(Age AS |", "INT STRING", "Name")]
    [InlineData("SELECT 1; SELECT | FROM staff; SELECT 2 FROM sales", "Age", "amount")]
    [InlineData("SELECT * FROM csv.`people.csv` WHERE |", "upper", "a b")]
    [InlineData("SELECT AG| FROM staff", "Age", "Name")]
    [InlineData("SELECT x| FROM broken", "x", "")]
    [InlineData("SELECT 'Na|", "", "Name")]
    [InlineData("SELECT 1 -- Na|", "", "Name")]
    [InlineData("SELECT 1 /* Na|", "", "Name")]
    [InlineData("FROM FROM WHERE ((( |", "", "staff")]
    public void Statements_of_SQL(string sql, string offered, string notOffered) => Offers("%%sql\n" + sql, offered, notOffered);

    [Fact]
    public void Columns_come_before_functions_and_carry_their_types()
    {
        var item = _session.Complete("%%sql\nSELECT a| FROM sales").Items[0];
        Assert.Equal(("amount", "double"), (item.Text, item.Signature));
    }

    [Theory]
    [InlineData("peop|le", "DataFrame people", "Age: int")]
    [InlineData("failing|", "DataFrame failing", "x: ")]
    [InlineData("people.Sel|ect(\"Name\")", "DataFrame DataFrame.Select(string column, params string[] columns)", "The named columns")]
    [InlineData("people.Select(|", "DataFrame DataFrame.Select(", "given columns")]
    [InlineData("people.Select(Upp|er(\"Name\"))", "Column Functions.Upper(string column)", "upper(column: STRING) → STRING")]
    [InlineData("%%sql\nSELECT add_mon|ths(d, 1)", "add_months(startDate: DATE, numMonths: ", "The date so many months later")]
    [InlineData("%%sql\nSELECT count|(*)", "count(", "How many")]
    [InlineData("%%sql\nSELECT substring(|", "substring(", "")]
    [InlineData("%%sql\nSELECT Ag|e FROM staff", "Age: int", "")]
    [InlineData("%%sql\nSELECT * FROM sta|ff", "staff", "Age: int")]
    public void Help(string text, string signature, string says)
    {
        var help = _session.Help(text);
        Assert.StartsWith(signature, help, StringComparison.Ordinal);
        Assert.Contains(says, help, StringComparison.Ordinal);
    }

    private void Offers(string text, string offered, string notOffered)
    {
        Assert.Equal(offered, _session.Offered(text, offered));
        Assert.Equal("", _session.Offered(text, notOffered));
    }

    /// <summary>A session with DataFrames and views, in a folder with a file.</summary>
    public sealed class Session : IAsyncLifetime
    {
        private readonly Data.TemporaryFolder _folder = new();

        internal Marked Marked { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            await File.WriteAllTextAsync(Path.Combine(_folder.Path, "people.csv"), "a,b\n1,2\n");
            Marked = await Marked.After(_folder.Path,
                $"#r \"{Path.Combine(AppContext.BaseDirectory, "CreditNotebooks.dll").Replace('\\', '/')}\"\n"
                    + "using CreditNotebooks.Spark;\nusing static CreditNotebooks.Spark.Functions;\nvar spark = SparkSession.Builder().GetOrCreate();",
                "var people = spark.Sql(\"SELECT 'Ada' AS Name, 36 AS Age, 1 AS odd, 2 AS `odd-name`\");\npeople.CreateOrReplaceTempView(\"staff\");",
                "var orders = spark.Sql(\"SELECT 'Ada' AS Name, 9.5D AS amount\");\norders.CreateOrReplaceTempView(\"sales\"); var frame = orders.ToFrame();",
                "var failing = spark.Sql(\"SELECT raise_error('a query ran') AS x FROM range(3)\");\nfailing.CreateOrReplaceTempView(\"broken\");");
        }

        public Task DisposeAsync()
        {
            _folder.Dispose();
            return Task.CompletedTask;
        }
    }
}
