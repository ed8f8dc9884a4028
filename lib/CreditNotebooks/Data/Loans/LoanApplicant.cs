namespace CreditNotebooks.Data;

/// <summary>A borrower and the credit report of the day; null is what the file writes as NA. Money in dollars.</summary>
internal sealed record LoanApplicant
{
    public required string Title { get; init; }
    public required int? YearsInJob { get; init; }
    public required string State { get; init; }
    public required string Home { get; init; }
    public required long Income { get; init; }
    public required string Verified { get; init; }

    /// <summary>In hundredths of a percent, as the joint one is.</summary>
    public required int? DebtToIncome { get; init; }
    public required bool Joint { get; init; }
    public required long JointIncome { get; init; }
    public required string JointVerified { get; init; }
    public required int JointDebtToIncome { get; init; }
    public required int Delinquencies { get; init; }
    public required int? MonthsSinceDelinquency { get; init; }
    public required int? MonthsSinceLate { get; init; }
    public required int FirstYear { get; init; }
    public required int Inquiries { get; init; }
    public required int? MonthsSinceInquiry { get; init; }
    public required int Lines { get; init; }
    public required int OpenLines { get; init; }
    public required long Limit { get; init; }
    public required long Utilized { get; init; }
    public required int Collections { get; init; }
    public required int Liens { get; init; }
    public required int Bankruptcies { get; init; }
    public required long CollectedEver { get; init; }
    public required int Installments { get; init; }
    public required int Opened { get; init; }
    public required bool KnowsPastDue { get; init; }
    public required int Cards { get; init; }
    public required int OpenCards { get; init; }
    public required int CardsInUse { get; init; }
    public required int CardsWithBalance { get; init; }
    public required long CardLimit { get; init; }
    public required int Mortgages { get; init; }

    /// <summary>In tenths of a percent.</summary>
    public required int NeverDelinquent { get; init; }

    /// <summary>Ranks that the loan is drawn by.</summary>
    public required uint Risk { get; init; }
    public required uint Wealth { get; init; }
}
