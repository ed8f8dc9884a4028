using System.Globalization;

namespace CreditNotebooks.Data;

/// <summary>Writes the loans set: an unnamed column of row numbers and 55 named ones, in the forms of the published file.</summary>
internal static class LoanFile
{
    public static readonly string[] Columns =
    [
        "", "emp_title", "emp_length", "state", "homeownership", "annual_income", "verified_income", "debt_to_income",
        "annual_income_joint", "verification_income_joint", "debt_to_income_joint", "delinq_2y", "months_since_last_delinq",
        "earliest_credit_line",
        "inquiries_last_12m", "total_credit_lines", "open_credit_lines", "total_credit_limit", "total_credit_utilized",
        "num_collections_last_12m", "num_historical_failed_to_pay", "months_since_90d_late", "current_accounts_delinq",
        "total_collection_amount_ever", "current_installment_accounts", "accounts_opened_24m", "months_since_last_credit_inquiry",
        "num_satisfactory_accounts", "num_accounts_120d_past_due", "num_accounts_30d_past_due", "num_active_debit_accounts",
        "total_debit_limit", "num_total_cc_accounts", "num_open_cc_accounts", "num_cc_carrying_balance", "num_mort_accounts",
        "account_never_delinq_percent", "tax_liens", "public_record_bankrupt", "loan_purpose", "application_type", "loan_amount", "term",
        "interest_rate", "installment", "grade", "sub_grade", "issue_month", "loan_status", "initial_listing_status", "disbursement_method",
        "balance", "paid_total", "paid_principal", "paid_interest", "paid_late_fees",
    ];

    private static readonly string[] Months = ["Jan-18", "Feb-18", "Mar-18"];

    private static readonly string[] Purposes =
    [
        "debt_consolidation", "credit_card", "other", "home_improvement", "major_purchase", "medical", "house", "car", "small_business",
        "moving", "vacation", "renewable_energy",
    ];

    private static readonly Quantiles Amounts = new(
        (0, 1_000), (10, 1_500), (50, 3_200), (100, 5_000), (200, 7_000), (300, 10_000), (400, 11_200), (500, 14_500), (600, 16_600),
        (700, 20_000), (800, 25_000), (900, 32_000), (950, 36_000), (1000, 40_000));

    public static void Write(Stream stream, int rows, long seed, CancellationToken stop)
    {
        using var csv = new CsvWriter(stream, "\r\n");
        foreach (var column in Columns) csv.Text(column);
        csv.EndRow();
        for (var i = 0; i < rows; i++)
        {
            stop.ThrowIfCancellationRequested();
            var random = new SeededRandom(seed, stream: 11, i);
            var applicant = LoanApplicants.Draw(random);
            csv.Whole(i + 1);
            Applicant(csv, applicant);
            Loan(csv, applicant, random);
            csv.EndRow();
        }
    }

    private static void Applicant(CsvWriter csv, LoanApplicant a)
    {
        csv.Text(a.Title);
        Known(csv, a.YearsInJob);
        csv.Text(a.State);
        csv.Text(a.Home);
        Income(csv, a.Income);
        csv.Text(a.Verified);
        if (a.DebtToIncome is { } debt) csv.Fixed(debt, 2, 0);
        else csv.Text("NA");
        if (a.Joint)
        {
            Income(csv, a.JointIncome);
            csv.Text(a.JointVerified);
            csv.Fixed(a.JointDebtToIncome, 2, 0);
        }
        else
        {
            csv.Text("NA");
            csv.Text("");
            csv.Text("NA");
        }

        csv.Whole(a.Delinquencies);
        Known(csv, a.MonthsSinceDelinquency);
        csv.Whole(a.FirstYear);
        csv.Whole(a.Inquiries);
        csv.Whole(a.Lines);
        csv.Whole(a.OpenLines);
        csv.Whole(a.Limit);
        csv.Whole(a.Utilized);
        csv.Whole(a.Collections);
        csv.Whole(a.Liens + a.Bankruptcies);
        Known(csv, a.MonthsSinceLate);
        csv.Whole(0);
        csv.Whole(a.CollectedEver);
        csv.Whole(a.Installments);
        csv.Whole(a.Opened);
        Known(csv, a.MonthsSinceInquiry);
        csv.Whole(a.OpenLines);
        Known(csv, a.KnowsPastDue ? 0 : null);
        csv.Whole(0);
        csv.Whole(a.CardsInUse);
        csv.Whole(a.CardLimit);
        csv.Whole(a.Cards);
        csv.Whole(a.OpenCards);
        csv.Whole(a.CardsWithBalance);
        csv.Whole(a.Mortgages);
        csv.Fixed(a.NeverDelinquent, 1, 0);
        csv.Whole(a.Liens);
        csv.Whole(a.Bankruptcies);
    }

    private static void Loan(CsvWriter csv, LoanApplicant a, SeededRandom random)
    {
        // Who earns more asks for more, and the more is asked, the worse the grade: amounts rise with both.
        var amount = (int)Amounts.At(random.Chance(62_000) ? Ranks.Near(a.Wealth, 20, random) : Ranks.Near(a.Risk, 30, random));
        amount = random.Chance(80_000) ? Math.Max(1_000, (amount + 250) / 500 * 500) : amount / 25 * 25;
        var month = random.Weighted([3395, 2988, 3617]);
        var subGrade = LoanTerms.SubGrades[LoanTerms.SubGrade(Ranks.Near(a.Risk, 12, random))];
        var grade = subGrade.Name[0] - 'A';
        var term = LoanTerms.Term(grade, random);
        var rate = month == 2 ? subGrade.RateFromMarch : subGrade.Rate;
        var installment = LoanTerms.Installment(amount, rate, term);
        var status = LoanTerms.Status(grade, random);
        // The file was taken in early June: a loan of January has paid four or five times, one of March two or three.
        var payments = 4 - month + random.Below(2);
        if (status is "Charged Off" or "Late (31-120 days)") payments = Math.Max(1, payments - 2);
        var (principal, interest) = LoanTerms.Pay(amount, rate, installment, payments);
        if (status == "Fully Paid") principal = amount * 100L;
        var fees = status.StartsWith("Late", StringComparison.Ordinal) && random.Chance(30_000) ? Math.Max(1_500, installment / 20) : 0;

        csv.Text(Purposes[random.Weighted([5144, 2249, 914, 680, 303, 162, 151, 131, 125, 69, 62, 10])]);
        csv.Text(a.Joint ? "joint" : "individual");
        csv.Whole(amount);
        csv.Whole(term);
        csv.Fixed(rate, 2, 0);
        csv.Fixed(installment, 2, 0);
        csv.Text(subGrade.Name[..1]);
        csv.Text(subGrade.Name);
        csv.Text(Months[month]);
        csv.Text(status);
        csv.Text(random.Chance(82_060) ? "whole" : "fractional");
        csv.Text(random.Chance(92_840) ? "Cash" : "DirectPay");
        csv.Fixed(status is "Fully Paid" or "Charged Off" ? 0 : amount * 100L - principal, 2, 0);
        csv.Fixed(principal + interest + fees, 2, 0);
        csv.Fixed(principal, 2, 0);
        csv.Fixed(interest, 2, 0);
        csv.Fixed(fees, 2, 0);
    }

    private static void Known(CsvWriter csv, int? value)
    {
        if (value is { } known) csv.Whole(known);
        else csv.Text("NA");
    }

    // The published file went through R and a spreadsheet, which left round hundreds of thousands as 1.00E+05.
    private static void Income(CsvWriter csv, long income)
    {
        if (income > 0 && income < 1_000_000 && income % 100_000 == 0)
            csv.Text((income / 100_000).ToString(CultureInfo.InvariantCulture) + ".00E+05");
        else csv.Whole(income);
    }
}
