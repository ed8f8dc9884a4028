using CreditNotebooks.Spark;
using CreditNotebooks.Spark.Expressions;
using static CreditNotebooks.Spark.Functions;

namespace CreditNotebooks;

/// <summary>
/// The credit set from text to clean rows: what <c>notebooks/credit/03-cleaning</c> builds step by step, for the notebooks that begin
/// with clean data. The flaws and their cures are described in <c>data/credit.md</c>.
/// </summary>
public static class CreditCleaning
{
    private static readonly Dictionary<string, string> Placeholders = new()
    {
        ["Occupation"] = "_______", ["Changed_Credit_Limit"] = "_", ["Credit_Mix"] = "_", ["Credit_History_Age"] = "NA",
        ["Payment_of_Min_Amount"] = "NM", ["Payment_Behaviour"] = "!@9#%8", ["Amount_invested_monthly"] = "__10000__",
        ["Monthly_Balance"] = "__-333333333333333333333333333__",
    };

    private static readonly string[] Underscored =
        ["Age", "Annual_Income", "Num_of_Loan", "Num_of_Delayed_Payment", "Outstanding_Debt"];

    private static readonly Dictionary<string, string> Types = new()
    {
        ["Age"] = "int", ["Annual_Income"] = "decimal(12,2)", ["Monthly_Inhand_Salary"] = "double", ["Num_Bank_Accounts"] = "int",
        ["Num_Credit_Card"] = "int", ["Interest_Rate"] = "int", ["Num_of_Loan"] = "int", ["Delay_from_due_date"] = "int",
        ["Num_of_Delayed_Payment"] = "int", ["Changed_Credit_Limit"] = "double", ["Outstanding_Debt"] = "decimal(12,2)",
        ["Credit_Utilization_Ratio"] = "double", ["Total_EMI_per_month"] = "double", ["Amount_invested_monthly"] = "double",
        ["Monthly_Balance"] = "double",
    };

    private static readonly Dictionary<string, (int Low, int High)> Bounds = new()
    {
        ["Age"] = (14, 100), ["Num_Bank_Accounts"] = (0, 20), ["Num_Credit_Card"] = (0, 20), ["Interest_Rate"] = (1, 50),
        ["Num_of_Loan"] = (0, 9), ["Delay_from_due_date"] = (0, 100), ["Num_of_Delayed_Payment"] = (0, 50),
        ["Num_Credit_Inquiries"] = (0, 50),
    };

    // One true value a customer.
    private static readonly string[] Constants =
    [
        "Name", "Occupation", "Annual_Income", "Monthly_Inhand_Salary", "Num_Bank_Accounts", "Num_Credit_Card", "Interest_Rate",
        "Num_of_Loan", "Credit_Mix", "Outstanding_Debt", "Payment_of_Min_Amount", "Total_EMI_per_month",
    ];

    /// <summary>The columns of clean rows, in their order: the file's, with <c>Month_Number</c>, <c>Loans</c> (an array) and
    /// <c>Credit_History_Months</c>, and without <c>ID</c> and <c>SSN</c>, which say nothing of credit.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "Customer_ID", "Month", "Month_Number", "Name", "Age", "Occupation", "Annual_Income", "Monthly_Inhand_Salary",
        "Num_Bank_Accounts", "Num_Credit_Card", "Interest_Rate", "Num_of_Loan", "Loans", "Delay_from_due_date",
        "Num_of_Delayed_Payment", "Changed_Credit_Limit", "Num_Credit_Inquiries", "Credit_Mix", "Outstanding_Debt",
        "Credit_Utilization_Ratio", "Credit_History_Months", "Payment_of_Min_Amount", "Total_EMI_per_month",
        "Amount_invested_monthly", "Payment_Behaviour", "Monthly_Balance", "Credit_Score",
    ];

    /// <summary>The months of the set in the calendar's order; by the alphabet April would come first.</summary>
    public static IReadOnlyList<string> Months { get; } =
        ["January", "February", "March", "April", "May", "June", "July", "August"];

    /// <summary>The file as it stands: every column text, empty fields NULL, quotation marks doubled inside quoted fields.</summary>
    public static DataFrame Read(SparkSession spark, string path) =>
        spark.Read().Option("header", true).Option("escape", "\"").Csv(path);

    /// <summary>Clean rows of the raw ones, one for one.</summary>
    public static DataFrame Clean(DataFrame raw) =>
        Balance(Fill(Bound(Type(Tidy(raw)))), raw.SparkSession).Select([.. Columns.Select(Col)]);

    /// <summary>Where the clean rows of an input are kept: a Parquet folder in the course's folder of the bucket.</summary>
    public static string UrlOf(CourseStorage storage, string input) =>
        storage.Url("clean/" + Path.GetFileNameWithoutExtension(input.TrimEnd('/')));

    /// <summary>The clean rows of an input: those that the third notebook wrote, or, where it has not run since the input changed,
    /// cleaned and written now. They are sorted by customer and month.</summary>
    /// <exception cref="CreditNotebooks.Storage.StorageException">The bucket cannot be asked.</exception>
    public static async Task<DataFrame> OpenAsync(SparkSession spark, CourseStorage storage, string input)
    {
        var url = UrlOf(storage, input);
        var written = await storage.FindAsync(url + "/_SUCCESS").ConfigureAwait(false);
        var raw = await storage.FindAsync(input).ConfigureAwait(false);
        if (written is null || (raw is not null && raw.LastModified > written.LastModified))
        {
            Clean(Read(spark, input)).OrderBy("Customer_ID", "Month_Number").Write().Mode(SaveMode.Overwrite).Parquet(url);
        }
        return spark.Read().Parquet(url);
    }

    private static DataFrame Tidy(DataFrame raw) => raw
        .WithColumns(Placeholders.ToDictionary(p => p.Key, p => NullIf(p.Key, p.Value)))
        .WithColumns(Underscored.ToDictionary(name => name, name => Trim(name, "_")));

    private static DataFrame Type(DataFrame tidy) => tidy
        .WithColumns(Types.ToDictionary(t => t.Key, t => Col(t.Key).Cast(t.Value)))
        .WithColumn("Num_Credit_Inquiries", Col("Num_Credit_Inquiries").Cast("double").Cast("int"))
        .WithColumn("Loans", Split(Replace("Type_of_Loan", ", and ", ", "), ", "))
        .WithColumn("Month_Number", Functions.Month(ToDate(Concat(Lit("2024 "), Col("Month")), "yyyy MMMM")))
        .WithColumn("Credit_History_Months",
            RegexpExtract("Credit_History_Age", @"(\d+) Years", 1).Cast("int") * 12
            + RegexpExtract("Credit_History_Age", @"(\d+) Months", 1).Cast("int"));

    private static DataFrame Bound(DataFrame typed) => typed.WithColumns(Bounds.ToDictionary(
        b => b.Key, b => When(Col(b.Key).Between(b.Value.Low, b.Value.High), Col(b.Key))));

    private static DataFrame Fill(DataFrame bounded)
    {
        Column[] facts =
        [
            .. Constants.Select(name => Mode(name, true).As(name)),
            Mode("Payment_Behaviour", true).As("Usual_Behaviour"),
            Round(Median("Delay_from_due_date")).Cast("int").As("Usual_Delay"),
            Round(Median("Num_of_Delayed_Payment")).Cast("int").As("Usual_Delayed"),
            Median("Amount_invested_monthly").As("Usual_Investment"),
            Max(Col("Credit_History_Months") - Col("Month_Number")).As("History_Before"),
        ];
        var customers = bounded.GroupBy("Customer_ID").Agg(facts[0], facts[1..]);
        var past = Window.PartitionBy("Customer_ID").OrderBy("Month_Number");
        var coming = past.RowsBetween(Window.CurrentRow, Window.UnboundedFollowing);
        Column Nearest(string name) => Coalesce(
            Last(name, ignoreNulls: true).Over(past.RowsBetween(Window.UnboundedPreceding, Window.CurrentRow)),
            First(name, ignoreNulls: true).Over(coming));
        return bounded.Drop(Constants).Join(customers, "Customer_ID").WithColumns(new Dictionary<string, Column>
        {
            ["Age"] = Nearest("Age"),
            ["Changed_Credit_Limit"] = Nearest("Changed_Credit_Limit"),
            ["Num_Credit_Inquiries"] = Nearest("Num_Credit_Inquiries"),
            ["Delay_from_due_date"] = Coalesce("Delay_from_due_date", "Usual_Delay"),
            ["Num_of_Delayed_Payment"] = Coalesce("Num_of_Delayed_Payment", "Usual_Delayed"),
            ["Credit_History_Months"] = Col("History_Before") + Col("Month_Number"),
        });
    }

    // Installments + investment + balance = a tenth of the salary + a sum that the behaviour says: what is lost follows from the rest.
    private static DataFrame Balance(DataFrame filled, SparkSession spark)
    {
        var sums = spark.Sql("""
            SELECT * FROM VALUES ('Low_spent_Small_value_payments', 290), ('Low_spent_Medium_value_payments', 280),
              ('Low_spent_Large_value_payments', 270), ('High_spent_Small_value_payments', 260),
              ('High_spent_Medium_value_payments', 250), ('High_spent_Large_value_payments', 240) AS t(Behaviour, Sum)
            """);
        var without = Col("Total_EMI_per_month") - Col("Monthly_Inhand_Salary") / 10;
        return filled
            .WithColumn("Seen", Round(without + Col("Amount_invested_monthly") + Col("Monthly_Balance")).Cast("int"))
            .Join(sums.ToDF("Seen_Behaviour", "Seen"), ["Seen"], "left")
            .WithColumn("Payment_Behaviour", Coalesce("Payment_Behaviour", "Seen_Behaviour", "Usual_Behaviour"))
            .Join(sums.ToDF("Payment_Behaviour", "Sum"), ["Payment_Behaviour"], "left")
            .WithColumn("Amount_invested_monthly", Coalesce(
                Col("Amount_invested_monthly"), Col("Sum") - without - Col("Monthly_Balance"), Col("Usual_Investment")))
            .WithColumn("Monthly_Balance", Coalesce(Col("Monthly_Balance"), Col("Sum") - without - Col("Amount_invested_monthly")));
    }
}
