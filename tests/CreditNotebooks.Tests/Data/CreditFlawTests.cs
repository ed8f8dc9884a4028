using System.Globalization;
using CreditNotebooks.Data;
using static CreditNotebooks.Data.CreditColumn;

namespace CreditNotebooks.Tests.Data;

[Collection(nameof(CreditFileOfTheCourse))]
public sealed class CreditFlawTests(CreditFileOfTheCourse file)
{
    private static readonly CreditFlaw[][] Losses =
    [
        .. Enum.GetValues<CreditColumn>().Select(column =>
            CreditFlaw.All.Where(flaw => flaw.Column == column && flaw.Kind != FlawKind.Underscore).ToArray()),
    ];

    public static TheoryData<int> EveryFlaw => [.. Enumerable.Range(0, CreditFlaw.All.Length)];

    [Theory]
    [MemberData(nameof(EveryFlaw))]
    public void Every_flaw_is_there_at_its_documented_rate(int index)
    {
        var flaw = CreditFlaw.All[index];
        var count = file.Rows.Count(row => Shows(flaw, row[(int)flaw.Column]));
        var tolerance = 4 * Math.Sqrt(flaw.Rate) + flaw.Rate * 0.01 + 2;
        Assert.InRange(count, Math.Max(1, flaw.Rate - tolerance), flaw.Rate + tolerance);
    }

    [Fact]
    public void A_thousand_rows_show_every_flaw()
    {
        Assert.All(CreditFlaw.All, flaw => Assert.Contains(file.Rows[..1_000], row => Shows(flaw, row[(int)flaw.Column])));
    }

    [Fact]
    public void Sound_values_stay_within_their_bounds()
    {
        (CreditColumn Column, double From, double To)[] bounds =
        [
            (Age, 18, 61), (Annual_Income, 5_000, 240_000), (Monthly_Inhand_Salary, 400, 20_000), (Num_Bank_Accounts, 0, 11),
            (Num_Credit_Card, 0, 11),
            (Interest_Rate, 1, 34), (Num_of_Loan, 0, 9), (Delay_from_due_date, 0, 67), (Num_of_Delayed_Payment, 0, 29),
            (Changed_Credit_Limit, -7, 37), (Num_Credit_Inquiries, 0, 21), (Outstanding_Debt, 0, 5_000),
            (Credit_Utilization_Ratio, 20, 50.2),
            (Total_EMI_per_month, 0, 1_800), (Amount_invested_monthly, 0, 2_000), (Monthly_Balance, 0, 2_500),
        ];
        foreach (var (column, from, to) in bounds)
            foreach (var row in file.Rows)
            {
                var value = row[(int)column];
                if (Lost(column, value)) continue;
                Assert.InRange(double.Parse(value.TrimEnd('_'), CultureInfo.InvariantCulture), from, to);
            }
    }

    [Fact]
    public void A_customer_keeps_at_least_three_sound_values_of_every_column()
    {
        foreach (var rows in file.Rows.Chunk(8))
            foreach (var column in CreditFlaw.All.Select(flaw => flaw.Column).Distinct())
                Assert.True(rows.Count(row => !Lost(column, row[(int)column])) >= CreditFlawPlan.LeastKept, $"{rows[0][1]}: {column}");
    }

    [Theory]
    [InlineData(nameof(Name))]
    [InlineData(nameof(SSN))]
    [InlineData(nameof(Occupation))]
    [InlineData(nameof(Annual_Income))]
    [InlineData(nameof(Monthly_Inhand_Salary))]
    [InlineData(nameof(Num_Bank_Accounts))]
    [InlineData(nameof(Num_Credit_Card))]
    [InlineData(nameof(Interest_Rate))]
    [InlineData(nameof(Num_of_Loan))]
    [InlineData(nameof(Credit_Mix))]
    [InlineData(nameof(Outstanding_Debt))]
    [InlineData(nameof(Payment_of_Min_Amount))]
    [InlineData(nameof(Total_EMI_per_month))]
    public void The_other_months_of_a_customer_fill_what_does_not_change(string name)
    {
        var column = Enum.Parse<CreditColumn>(name);
        foreach (var rows in file.Rows.Chunk(8))
        {
            var sound = rows.Select(row => row[(int)column]).Where(value => !Lost(column, value));
            Assert.Single(sound.Select(value => value.TrimEnd('_')).Distinct());
        }
    }

    [Fact]
    public void Age_rises_at_most_once_and_history_by_a_month_each_month()
    {
        foreach (var rows in file.Rows.Chunk(8))
        {
            var ages = rows.Select(row => row[(int)Age]).Where(age => !Lost(Age, age)).Select(age => int.Parse(age.TrimEnd('_'))).ToList();
            Assert.Equal(ages.Order(), ages);
            Assert.InRange(ages[^1] - ages[0], 0, 1);
            var histories = rows.Select((row, month) => (Text: row[(int)Credit_History_Age], month)).Where(h => h.Text != "NA")
                .Select(h => Months(h.Text) - h.month);
            Assert.Single(histories.Distinct());
        }
    }

    [Fact]
    public void An_empty_list_of_loans_means_that_there_are_none()
    {
        Assert.All(file.Rows, row =>
        {
            if (Lost(Num_of_Loan, row[(int)Num_of_Loan])) return;
            var loans = row[(int)Type_of_Loan];
            var listed = loans.Length == 0 ? 0 : loans.Replace("and ", "", StringComparison.Ordinal).Split(", ").Length;
            Assert.Equal(listed, int.Parse(row[(int)Num_of_Loan].TrimEnd('_')));
        });
    }

    [Fact]
    public void The_dictionary_names_every_column_and_every_flaw_with_its_rate()
    {
        var dictionary = File.ReadAllText(Path.Combine(TemporaryFolder.Repository, "data", "credit.md"));
        Assert.All(file.Header, column => Assert.Contains($"| `{column}` |", dictionary, StringComparison.Ordinal));
        var lines = dictionary.Split('\n');
        foreach (var flaw in CreditFlaw.All)
        {
            var rate = (flaw.Rate / 1000m).ToString("0.###", CultureInfo.InvariantCulture) + "%";
            var line = lines.Single(line => line.StartsWith($"| `{flaw.Column}` |", StringComparison.Ordinal));
            Assert.Contains($"({rate})", line, StringComparison.Ordinal);
            if (flaw.Mark.Length > 0) Assert.Contains($"`{flaw.Mark}`", line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_dictionary_of_the_loans_names_every_column()
    {
        var dictionary = File.ReadAllText(Path.Combine(TemporaryFolder.Repository, "data", "loans.md"));
        Assert.All(LoanFile.Columns[1..], column => Assert.Contains($"| `{column}` |", dictionary, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("Auto Loan", new[] { "Auto Loan" })]
    [InlineData("Auto Loan, and Student Loan", new[] { "Auto Loan", "Student Loan" })]
    [InlineData("Auto Loan, Student Loan, and Payday Loan", new[] { "Auto Loan", "Student Loan", "Payday Loan" })]
    public void Loans_are_listed_as_the_published_set_lists_them(string expected, string[] loans)
    {
        Assert.Equal(expected, CreditFile.LoanList(loans));
    }

    private static bool Shows(CreditFlaw flaw, string value) => flaw.Kind switch
    {
        FlawKind.Mark => value == flaw.Mark,
        FlawKind.Underscore => value.EndsWith('_') && char.IsAsciiDigit(value[0]),
        _ => double.TryParse(value, CultureInfo.InvariantCulture, out var number) && number >= flaw.From && number <= flaw.To,
    };

    private static bool Lost(CreditColumn column, string value) =>
        Array.Exists(Losses[(int)column], flaw => Shows(flaw, value));

    private static int Months(string history)
    {
        var words = history.Split(' ');
        Assert.Equal(("Years", "and", "Months"), (words[1], words[2], words[4]));
        return int.Parse(words[0]) * 12 + int.Parse(words[3]);
    }
}
