using System.Security.Cryptography;
using CreditNotebooks.Data;

namespace CreditNotebooks.Tests.Data;

[Collection(nameof(CreditFileOfTheCourse))]
public sealed class CreditDataTests(CreditFileOfTheCourse file)
{
    private const string Sha256OfTheCourse = "76ec73caccc063574e58b1a54b0899584f8de1bb6b63bf87e57da1100db560c2";
    private const string Sha256OfTheSample = "4ce9aef9c44c592f75c6b9462b8732f02cc2be483f140aafa63faf3b7892d155";

    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_every_platform()
    {
        Assert.Equal(Sha256OfTheCourse, Convert.ToHexStringLower(SHA256.HashData(file.Bytes)));
    }

    [Fact]
    public void The_committed_sample_is_what_the_command_generates()
    {
        var sample = File.ReadAllBytes(Path.Combine(TemporaryFolder.Repository, "data", "credit-sample.csv"));
        Assert.Equal(Sha256OfTheSample, Convert.ToHexStringLower(SHA256.HashData(sample)));
        Assert.Equal(1_000, CsvRows.Read(sample, "\n").Count - 1);
        Assert.True(file.Bytes.AsSpan().StartsWith(sample), "The sample is not the beginning of the course's file.");
    }

    [Fact]
    public void Another_seed_gives_other_customers()
    {
        using var folder = new TemporaryFolder();
        CreditData.Generate(folder["a.csv"], customers: 5, seed: 1);
        CreditData.Generate(folder["b.csv"], customers: 5, seed: 2);
        Assert.NotEqual(File.ReadAllText(folder["a.csv"]), File.ReadAllText(folder["b.csv"]));
    }

    [Fact]
    public void The_header_holds_the_28_columns_in_their_order()
    {
        Assert.Equal(
            "ID,Customer_ID,Month,Name,Age,SSN,Occupation,Annual_Income,Monthly_Inhand_Salary,Num_Bank_Accounts,Num_Credit_Card," +
            "Interest_Rate,Num_of_Loan,Type_of_Loan,Delay_from_due_date,Num_of_Delayed_Payment,Changed_Credit_Limit,Num_Credit_Inquiries," +
            "Credit_Mix,Outstanding_Debt,Credit_Utilization_Ratio,Credit_History_Age,Payment_of_Min_Amount,Total_EMI_per_month," +
            "Amount_invested_monthly,Payment_Behaviour,Monthly_Balance,Credit_Score",
            string.Join(",", file.Header));
    }

    [Fact]
    public void Each_customer_has_the_eight_months_in_order_and_every_id_is_its_own()
    {
        Assert.Equal(100_000, file.Rows.Count);
        Assert.All(file.Rows, row => Assert.Equal(28, row.Length));
        Assert.Equal(100_000, file.Rows.Select(row => row[0]).Distinct().Count());
        Assert.Equal(("0x1602", "0x25fed"), (file.Rows[0][0], file.Rows[^1][0]));
        string[] months = ["January", "February", "March", "April", "May", "June", "July", "August"];
        var customers = file.Rows.GroupBy(row => row[1]).ToList();
        Assert.Equal(12_500, customers.Count);
        Assert.All(customers, rows => Assert.Equal(months, rows.Select(row => row[2])));
    }

    [Fact]
    public void Customer_numbers_do_not_repeat_in_a_large_file()
    {
        var ids = Enumerable.Range(0, 312_500).Select(i => CustomerIds.Of(42, i)).ToHashSet();
        Assert.Equal(312_500, ids.Count);
    }

    [Fact]
    public void Some_names_need_quotes_and_some_leave_ascii()
    {
        var sample = file.Rows[..1_000];
        Assert.Contains(sample, row => row[3].Contains('"'));
        Assert.Contains(sample, row => row[3].Contains(','));
        Assert.Contains(sample, row => row[3].Contains('\''));
        Assert.Contains(sample, row => row[3].Any(c => c > 127));
    }

    [Fact]
    public void Scores_are_shared_out_as_in_the_published_set()
    {
        var share = file.Rows.GroupBy(row => row[27]).ToDictionary(group => group.Key, group => group.Count() / 1000.0);
        Assert.InRange(share["Good"], 17.3, 18.3);
        Assert.InRange(share["Standard"], 52.7, 53.7);
        Assert.InRange(share["Poor"], 28.5, 29.5);
    }

    [Theory]
    [InlineData("Delay_from_due_date", 1)]
    [InlineData("Num_of_Delayed_Payment", 1)]
    [InlineData("Outstanding_Debt", 1)]
    [InlineData("Interest_Rate", 1)]
    [InlineData("Num_Credit_Inquiries", 1)]
    [InlineData("Credit_Utilization_Ratio", 1)]
    [InlineData("Annual_Income", -1)]
    [InlineData("Monthly_Balance", -1)]
    public void A_better_score_comes_with_better_habits(string column, int rises)
    {
        var at = Array.IndexOf(file.Header, column);
        double Median(string score)
        {
            var values = file.Rows.Where(row => row[27] == score && double.TryParse(row[at].TrimEnd('_'), out _))
                .Select(row => double.Parse(row[at].TrimEnd('_'))).Order().ToList();
            return values[values.Count / 2];
        }

        var (good, standard, poor) = (Median("Good"), Median("Standard"), Median("Poor"));
        Assert.True(rises > 0 ? good < standard && standard < poor : good > standard && standard > poor, $"{good} {standard} {poor}");
    }

    [Fact]
    public void What_is_invested_owed_and_left_adds_up()
    {
        var sums = new Dictionary<string, double>
        {
            ["Low_spent_Small_value_payments"] = 290,
            ["Low_spent_Medium_value_payments"] = 280,
            ["Low_spent_Large_value_payments"] = 270,
            ["High_spent_Small_value_payments"] = 260,
            ["High_spent_Medium_value_payments"] = 250,
            ["High_spent_Large_value_payments"] = 240,
        };
        var checkedRows = 0;
        foreach (var row in file.Rows)
        {
            if (!double.TryParse(row[8], out var salary) || !double.TryParse(row[23], out var emi) || emi > 4_000
                || !double.TryParse(row[24], out var invested) || !double.TryParse(row[26], out var balance)
                || !sums.TryGetValue(row[25], out var sum)) continue;
            Assert.Equal(salary / 10 + sum, emi + invested + balance, 1e-6);
            Assert.True(balance > 0);
            checkedRows++;
        }

        Assert.InRange(checkedRows, 60_000, 80_000);
    }
}
