namespace CreditNotebooks.Data;

/// <summary>
/// Credit_Score of a month: points against the customer, most for late payment, then the mix, debt and interest, then inquiries, cards,
/// utilisation and a short history; a part is the customer's own and a part is chance, so that no rule finds every score.
/// </summary>
internal static class CreditScoring
{
    // Cut so that 18% of the months are Good, 53% Standard and 29% Poor, as in the published set.
    private const int StandardFrom = 51;
    private const int PoorFrom = 535;

    public static int Score(CreditCustomer customer, CreditMonth month, SeededRandom random)
    {
        var points = Points(customer, month, random);
        return points >= PoorFrom ? 2 : points >= StandardFrom ? 1 : 0;
    }

    public static int Points(CreditCustomer customer, CreditMonth month, SeededRandom random) =>
            month.Delay * 5
            + month.DelayedPayments * 9
            + (int)customer.Mix * 30
            + (int)(customer.DebtCents / 4_000)
            + customer.InterestRate * 3
            + month.Inquiries * 6
            + customer.CreditCards * 5
            + (int)((month.Utilization / CreditModel.Dollar - 20) * 2)
            + (customer.PaysMinimum ? 45 : 0)
            - month.HistoryMonths / 4
            - Ranks.Scale(customer.Wealth, 0, 60)
            + customer.Temper
            + (int)random.Middling(-130, 130);
}
