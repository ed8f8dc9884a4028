namespace CreditNotebooks.Data;

/// <summary>
/// Which value of a customer's eight months gets which flaw. At least three months of every column keep their value, so that
/// what is lost can be filled from the customer's other months.
/// </summary>
internal sealed class CreditFlawPlan
{
    public const int LeastKept = 3;

    private static readonly CreditFlaw[][] ByColumn =
        [.. Enum.GetValues<CreditColumn>().Select(column => CreditFlaw.All.Where(flaw => flaw.Column == column).ToArray())];

    private readonly CreditFlaw?[,] _flaws = new CreditFlaw?[ByColumn.Length, CreditModel.Months];

    /// <summary>The flaw of a value, or null for a sound one.</summary>
    public CreditFlaw? this[CreditColumn column, int month] => _flaws[(int)column, month];

    /// <summary>Draws the plan of one customer, by other random numbers than the values': the truth does not depend on it.</summary>
    public void Draw(SeededRandom random, long customer)
    {
        for (var column = 0; column < ByColumn.Length; column++)
        {
            var flaws = ByColumn[column];
            if (flaws.Length == 0) continue;
            var lost = 0;
            for (var month = 0; month < CreditModel.Months; month++)
            {
                var flaw = Pick(flaws, random);
                if (flaw is not null && flaw.Kind != FlawKind.Underscore && ++lost > CreditModel.Months - LeastKept) flaw = null;
                _flaws[column, month] = flaw;
            }

            foreach (var flaw in flaws)
                if (flaw.ShownBy == customer) _flaws[column, 4] = flaw;
        }
    }

    private static CreditFlaw? Pick(CreditFlaw[] flaws, SeededRandom random)
    {
        var at = random.Below(100_000);
        foreach (var flaw in flaws)
        {
            if (at < flaw.Rate) return flaw;
            at -= flaw.Rate;
        }

        return null;
    }
}
