namespace CreditNotebooks.Data;

/// <summary>Credit_Mix: how sound the kinds of credit are that a customer holds together.</summary>
internal enum Mix
{
    Good,
    Standard,
    Bad,
}

/// <summary>What stays the same through a customer's eight months, before any flaw.</summary>
/// <remarks>Money in the file's long decimals is a whole number of 10⁻¹² dollars; other money is in cents.</remarks>
internal sealed record CreditCustomer
{
    public required long Index { get; init; }
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Ssn { get; init; }
    public required string Occupation { get; init; }
    public required int Age { get; init; }

    /// <summary>The month (0 to 11) in which the age rises by one.</summary>
    public required int Birthday { get; init; }

    public required long IncomeCents { get; init; }
    public required long Salary { get; init; }
    public required int BankAccounts { get; init; }
    public required int CreditCards { get; init; }
    public required int InterestRate { get; init; }
    public required string[] Loans { get; init; }
    public required Mix Mix { get; init; }
    public required long DebtCents { get; init; }
    public required int HistoryMonths { get; init; }
    public required bool PaysMinimum { get; init; }
    public required long Emi { get; init; }

    /// <summary>Ranks that the months are drawn around: how risky, how well off, how steady.</summary>
    public required uint Risk { get; init; }
    public required uint Wealth { get; init; }
    public required int Delay { get; init; }
    public required int DelayedPayments { get; init; }
    public required int ChangedLimit { get; init; }
    public required int Inquiries { get; init; }
    public required int Temper { get; init; }
}

/// <summary>What changes from month to month, before any flaw.</summary>
internal readonly record struct CreditMonth(
    int Age, int Delay, int DelayedPayments, int ChangedLimit, int Inquiries, long Utilization, int HistoryMonths,
    int Behaviour, long Invested, long Balance, int Score);
