using static CreditNotebooks.Data.CreditColumn;

namespace CreditNotebooks.Data;

/// <summary>How a flaw spoils a value.</summary>
internal enum FlawKind
{
    /// <summary>The value stays, with an underscore after it: the reader can take it off.</summary>
    Underscore,

    /// <summary>The value is lost; <see cref="CreditFlaw.Mark"/> stands in its place (empty: nothing does).</summary>
    Mark,

    /// <summary>
    /// The value is lost; a number between <see cref="CreditFlaw.From"/> and <see cref="CreditFlaw.To"/> stands in its place.
    /// </summary>
    Number,
}

/// <summary>One flaw of one column.</summary>
/// <param name="Column">Where it occurs.</param>
/// <param name="Kind">What it does to the value.</param>
/// <param name="Rate">
/// In how many of 100,000 rows; the published set has 100,000 rows, so these are its own counts as far as they are known.
/// </param>
/// <param name="Mark">The text in place of a value.</param>
/// <param name="From">The least number in place of a value, in the unit that the column is kept in.</param>
/// <param name="To">The greatest number in place of a value.</param>
/// <param name="ShownBy">The customer who has the flaw in any case, so that a small file shows a rare one too; −1 for none.</param>
internal sealed record CreditFlaw(
    CreditColumn Column, FlawKind Kind, int Rate, string Mark = "", long From = 0, long To = 0, int ShownBy = -1)
{
    /// <summary>Every flaw, column by column. A value has at most one.</summary>
    public static readonly CreditFlaw[] All =
    [
        new(Name, FlawKind.Mark, 9985),
        new(Age, FlawKind.Underscore, 4939),
        new(Age, FlawKind.Mark, 886, "-500"),
        new(Age, FlawKind.Number, 1895, From: 112, To: 8698),
        new(SSN, FlawKind.Mark, 5572, "#F%$D@*&8"),
        new(Occupation, FlawKind.Mark, 7062, "_______"),
        new(Annual_Income, FlawKind.Underscore, 6980),
        new(Annual_Income, FlawKind.Number, 980, From: 241_980, To: 24_198_062),
        new(Monthly_Inhand_Salary, FlawKind.Mark, 15002),
        new(Num_Bank_Accounts, FlawKind.Mark, 21, "-1", ShownBy: 17),
        new(Num_Bank_Accounts, FlawKind.Number, 1315, From: 24, To: 1798),
        new(Num_Credit_Card, FlawKind.Number, 2271, From: 24, To: 1499),
        new(Interest_Rate, FlawKind.Number, 2034, From: 71, To: 5797),
        new(Num_of_Loan, FlawKind.Underscore, 4785),
        new(Num_of_Loan, FlawKind.Mark, 3876, "-100"),
        new(Num_of_Loan, FlawKind.Number, 440, From: 17, To: 1496),
        new(Delay_from_due_date, FlawKind.Number, 591, From: -5, To: -1),
        new(Num_of_Delayed_Payment, FlawKind.Mark, 7002),
        new(Num_of_Delayed_Payment, FlawKind.Underscore, 2744),
        new(Num_of_Delayed_Payment, FlawKind.Number, 644, From: -3, To: -1),
        new(Num_of_Delayed_Payment, FlawKind.Number, 735, From: 80, To: 4397),
        new(Changed_Credit_Limit, FlawKind.Mark, 2091, "_"),
        new(Num_Credit_Inquiries, FlawKind.Mark, 1965),
        new(Num_Credit_Inquiries, FlawKind.Number, 1650, From: 74, To: 2597),
        new(Credit_Mix, FlawKind.Mark, 20195, "_"),
        new(Outstanding_Debt, FlawKind.Underscore, 1009),
        new(Credit_History_Age, FlawKind.Mark, 9030, "NA"),
        new(Payment_of_Min_Amount, FlawKind.Mark, 12007, "NM"),
        new(Total_EMI_per_month, FlawKind.Number, 5000, From: 4_127, To: 82_331),
        new(Amount_invested_monthly, FlawKind.Mark, 4479),
        new(Amount_invested_monthly, FlawKind.Mark, 4305, "__10000__"),
        new(Payment_Behaviour, FlawKind.Mark, 7600, "!@9#%8"),
        new(Monthly_Balance, FlawKind.Mark, 1200),
        new(Monthly_Balance, FlawKind.Mark, 9, "__-333333333333333333333333333__", ShownBy: 42),
    ];
}
