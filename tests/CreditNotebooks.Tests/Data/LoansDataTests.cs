using System.Security.Cryptography;
using CreditNotebooks.Data;

namespace CreditNotebooks.Tests.Data;

public sealed class LoansDataTests
{
    private const string Sha256 = "b5948e1eb812f0ec9c77fa89b7c9a62662843b3f4f975fa6b0318335765b75ba";

    private static readonly byte[] Bytes = Generate();
    private static readonly List<string[]> Rows = CsvRows.Read(Bytes, "\r\n");

    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_every_platform()
    {
        Assert.Equal(Sha256, Convert.ToHexStringLower(SHA256.HashData(Bytes)));
    }

    [Fact]
    public void There_are_55_named_columns_after_the_row_number()
    {
        Assert.Equal(56, Rows[0].Length);
        Assert.Equal(("", "emp_title", "paid_late_fees"), (Rows[0][0], Rows[0][1], Rows[0][^1]));
        Assert.Equal(10_001, Rows.Count);
        Assert.All(Rows, row => Assert.Equal(56, row.Length));
    }

    [SkippableFact]
    public void The_header_is_the_published_one()
    {
        var published = Path.Combine(TemporaryFolder.Repository, "..", "shared", "data", "loans_full_schema.csv");
        Skip.IfNot(File.Exists(published), "The published file is not beside the repository.");
        Assert.Equal(File.ReadLines(published).First(), string.Join(",", Rows[0]));
    }

    [Theory]
    [InlineData("emp_title", "", 833)]
    [InlineData("emp_length", "NA", 817)]
    [InlineData("debt_to_income", "NA", 24)]
    [InlineData("annual_income_joint", "NA", 8505)]
    [InlineData("verification_income_joint", "", 8545)]
    [InlineData("debt_to_income_joint", "NA", 8505)]
    [InlineData("months_since_last_delinq", "NA", 5658)]
    [InlineData("months_since_90d_late", "NA", 7715)]
    [InlineData("months_since_last_credit_inquiry", "NA", 1271)]
    [InlineData("num_accounts_120d_past_due", "NA", 318)]
    public void Missing_values_are_as_many_as_in_the_published_file(string column, string form, int published)
    {
        var at = Array.IndexOf(Rows[0], column);
        Assert.InRange(Rows.Count(row => row[at] == form), published * 0.9 - 5, published * 1.1 + 5);
    }

    [Fact]
    public void The_other_flaws_are_there()
    {
        Assert.InRange(Rows.Count(row => row[1].EndsWith(' ')), 1_000, 1_400);
        Assert.Contains(Rows, row => row[1].StartsWith(' '));
        Assert.Contains(Rows, row => row[1].Contains(','));
        Assert.Contains(Rows, row => row[5] == "1.00E+05");
        var month = Array.IndexOf(Rows[0], "issue_month");
        Assert.Equal(["Feb-18", "Jan-18", "Mar-18"], Rows[1..].Select(row => row[month]).Distinct().Order());
    }

    [Theory]
    // Loans of the published file: amount, rate in hundredths, months, installment in cents.
    [InlineData(28_000, 1407, 60, 65_253)]
    [InlineData(5_000, 1261, 36, 16_754)]
    [InlineData(2_000, 1709, 36, 7_140)]
    [InlineData(21_600, 672, 36, 66_419)]
    [InlineData(20_000, 1199, 60, 44_479)]
    [InlineData(12_000, 1903, 60, 31_149)]
    [InlineData(40_000, 992, 60, 84_831)]
    public void Installments_are_those_of_the_lender(int amount, int rate, int term, long cents)
    {
        Assert.Equal(cents, LoanTerms.Installment(amount, rate, term));
    }

    [Fact]
    public void Amounts_paid_add_up()
    {
        int At(string column) => Array.IndexOf(Rows[0], column);
        Assert.All(Rows[1..], row =>
        {
            decimal Money(string column) => decimal.Parse(row[At(column)], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(Money("paid_total"), Money("paid_principal") + Money("paid_interest") + Money("paid_late_fees"));
            if (row[At("loan_status")] != "Charged Off") Assert.Equal(Money("loan_amount"), Money("balance") + Money("paid_principal"));
            Assert.True(Money("installment") > 0);
        });
    }

    [Fact]
    public void A_number_of_rows_out_of_bounds_is_refused()
    {
        var error = Assert.Throws<DataException>(() => LoansData.Generate("unused.csv", 0));
        Assert.Equal("The number of rows is 0; it must be from 1 to 10,000,000.", error.Message);
    }

    private static byte[] Generate()
    {
        using var stream = new MemoryStream();
        LoanFile.Write(stream, LoansData.DefaultRows, CreditData.DefaultSeed, CancellationToken.None);
        return stream.ToArray();
    }
}
