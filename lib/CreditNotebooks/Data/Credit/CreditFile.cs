using static CreditNotebooks.Data.CreditColumn;

namespace CreditNotebooks.Data;

/// <summary>Writes the credit set: customer by customer, a row a month, each value as it is or as its flaw leaves it.</summary>
internal sealed class CreditFile(CsvWriter csv, long seed)
{
    // The published rows are numbered on from here; four numbers after every eight belong to the months of its other file.
    private const long FirstId = 0x1602;
    private const int IdsPerCustomer = 12;

    private static readonly string[] MonthNames = ["January", "February", "March", "April", "May", "June", "July", "August"];

    private readonly CreditFlawPlan _plan = new();
    private readonly CreditMonth[] _months = new CreditMonth[CreditModel.Months];

    public static void Write(Stream stream, int customers, long seed, CancellationToken stop)
    {
        using var csv = new CsvWriter(stream, "\n");
        foreach (var column in Enum.GetNames<CreditColumn>()) csv.Text(column);
        csv.EndRow();
        var file = new CreditFile(csv, seed);
        for (var i = 0; i < customers; i++)
        {
            stop.ThrowIfCancellationRequested();
            file.Customer(i);
        }
    }

    private void Customer(long index)
    {
        var customer = CreditModel.Customer(seed, index);
        CreditModel.Fill(seed, customer, _months);
        var random = new SeededRandom(seed, stream: 3, index);
        _plan.Draw(random, index);
        var loans = LoanList(customer.Loans);
        for (var month = 0; month < _months.Length; month++)
        {
            for (var column = ID; column <= Credit_Score; column++)
            {
                var flaw = _plan[column, month];
                if (flaw is null) Value(column, customer, _months[month], month, loans, "");
                else if (flaw.Kind == FlawKind.Underscore) Value(column, customer, _months[month], month, loans, "_");
                else Flawed(flaw, random);
            }

            csv.EndRow();
        }
    }

    private void Flawed(CreditFlaw flaw, SeededRandom random)
    {
        if (flaw.Kind == FlawKind.Mark) csv.Text(flaw.Mark);
        else if (flaw.Column is Annual_Income or Total_EMI_per_month) csv.Fixed(random.Between(flaw.From, flaw.To), 0, 0, ".0");
        else csv.Whole(random.Between(flaw.From, flaw.To), flaw.Column == Num_Credit_Inquiries ? ".0" : "");
    }

    private void Value(CreditColumn column, CreditCustomer customer, in CreditMonth now, int month, string loans, string suffix)
    {
        switch (column)
        {
            case ID: csv.Text(Hexadecimal(FirstId + customer.Index * IdsPerCustomer + month)); break;
            case Customer_ID: csv.Text(customer.Id); break;
            case Month: csv.Text(MonthNames[month]); break;
            case Name: csv.Text(customer.Name); break;
            case Age: csv.Whole(now.Age, suffix); break;
            case SSN: csv.Text(customer.Ssn); break;
            case Occupation: csv.Text(customer.Occupation); break;
            case Annual_Income: csv.Fixed(customer.IncomeCents, 2, 1, suffix); break;
            case Monthly_Inhand_Salary: csv.Fixed(customer.Salary, 12, 1); break;
            case Num_Bank_Accounts: csv.Whole(customer.BankAccounts); break;
            case Num_Credit_Card: csv.Whole(customer.CreditCards); break;
            case Interest_Rate: csv.Whole(customer.InterestRate); break;
            case Num_of_Loan: csv.Whole(customer.Loans.Length, suffix); break;
            case Type_of_Loan: csv.Text(loans); break;
            case Delay_from_due_date: csv.Whole(now.Delay); break;
            case Num_of_Delayed_Payment: csv.Whole(now.DelayedPayments, suffix); break;
            case Changed_Credit_Limit: csv.Fixed(now.ChangedLimit, 2, 1); break;
            case Num_Credit_Inquiries: csv.Whole(now.Inquiries, ".0"); break;
            case Credit_Mix: csv.Text(MixNames[(int)customer.Mix]); break;
            case Outstanding_Debt: csv.Fixed(customer.DebtCents, 2, 1, suffix); break;
            case Credit_Utilization_Ratio: csv.Fixed(now.Utilization, 12, 1); break;
            case Credit_History_Age: csv.Text(HistoryAge(now.HistoryMonths)); break;
            case Payment_of_Min_Amount: csv.Text(customer.PaysMinimum ? "Yes" : "No"); break;
            case Total_EMI_per_month: csv.Fixed(customer.Emi, 12, 1); break;
            case Amount_invested_monthly: csv.Fixed(now.Invested, 12, 1); break;
            case Payment_Behaviour: csv.Text(CreditModel.Behaviours[now.Behaviour]); break;
            case Monthly_Balance: csv.Fixed(now.Balance, 12, 1); break;
            case Credit_Score: csv.Text(CreditModel.Scores[now.Score]); break;
            default: throw new ArgumentOutOfRangeException(nameof(column), column, "Not a column of the credit set.");
        }
    }

    private static readonly string[] MixNames = ["Good", "Standard", "Bad"];

    private static readonly string[] HistoryAges =
        [.. Enumerable.Range(0, 600).Select(months => $"{months / 12} Years and {months % 12} Months")];

    private static string HistoryAge(int months) => HistoryAges[months];

    private static string Hexadecimal(long value) => "0x" + value.ToString("x", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>"A", "A, and B", "A, B, and C": the published set's way to list loans.</summary>
    public static string LoanList(string[] loans) =>
        loans.Length < 2 ? string.Concat(loans) : $"{string.Join(", ", loans[..^1])}, and {loans[^1]}";
}
