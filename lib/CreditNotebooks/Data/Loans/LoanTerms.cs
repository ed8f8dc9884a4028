namespace CreditNotebooks.Data;

/// <summary>Grades, rates and repayment: what a lender decides, and what follows from it to the cent.</summary>
internal static class LoanTerms
{
    /// <summary>A sub-grade with its share, and its rate in hundredths of a percent before and after the one of March.</summary>
    public static readonly (string Name, int Weight, int Rate, int RateFromMarch)[] SubGrades =
    [
        ("A1", 422, 532, 531), ("A2", 480, 608, 607), ("A3", 504, 672, 671), ("A4", 568, 734, 735), ("A5", 485, 796, 797),
        ("B1", 647, 943, 944), ("B2", 638, 992, 993), ("B3", 540, 1042, 1041), ("B4", 581, 1091, 1090), ("B5", 631, 1199, 1198),
        ("C1", 597, 1261, 1262), ("C2", 572, 1359, 1358), ("C3", 501, 1407, 1408), ("C4", 503, 1504, 1505), ("C5", 480, 1602, 1601),
        ("D1", 319, 1709, 1747), ("D2", 323, 1806, 1845), ("D3", 311, 1903, 1942), ("D4", 231, 2039, 2000), ("D5", 262, 2145, 2185),
        ("E1", 41, 2291, 2290), ("E2", 57, 2387, 2388), ("E3", 73, 2485, 2484), ("E4", 73, 2582, 2581), ("E5", 91, 2677, 2630),
        ("F1", 31, 2872, 2872), ("F2", 9, 2969, 2969), ("F3", 9, 3017, 3017), ("F4", 5, 3065, 3065), ("F5", 4, 3075, 3075),
        ("G1", 11, 3079, 3079), ("G4", 1, 3094, 3094),
    ];

    private static readonly int[] Weights = [.. SubGrades.Select(s => s.Weight)];

    // Of 100,000 loans of a grade, A to G.
    private static readonly int[] LongTerm = [5_400, 28_400, 40_100, 47_000, 67_800, 94_800, 91_700];
    private static readonly int[] FullyPaid = [4_030, 3_560, 5_050, 5_120, 8_060, 6_900, 8_300];
    private static readonly int[] InTrouble = [770, 1_090, 1_960, 3_390, 5_070, 12_100, 8_300];

    public static int SubGrade(uint risk) => Ranks.Pick(risk, Weights);

    public static int Term(int grade, SeededRandom random) => random.Chance(LongTerm[grade]) ? 60 : 36;

    public static string Status(int grade, SeededRandom random)
    {
        var at = random.Below(100_000);
        if (at < FullyPaid[grade]) return "Fully Paid";
        if (at >= FullyPaid[grade] + InTrouble[grade]) return "Current";
        return random.Below(178) switch
        {
            < 67 => "In Grace Period",
            < 133 => "Late (31-120 days)",
            < 171 => "Late (16-30 days)",
            _ => "Charged Off",
        };
    }

    /// <summary>
    /// The level payment in cents, rounded up as the lender does: amount × r / (1 − (1 + r)⁻ⁿ), by multiplication alone, so that no
    /// platform differs.
    /// </summary>
    public static long Installment(int amount, int rate, int term)
    {
        var monthly = rate / 120_000m;
        var growth = 1m;
        for (var i = 0; i < term; i++) growth = Math.Round(growth * (1 + monthly), 20);
        return (long)Math.Ceiling(amount * 100m * monthly * growth / (growth - 1));
    }

    /// <summary>What <paramref name="payments"/> installments have paid off and in interest, in cents.</summary>
    public static (long Principal, long Interest) Pay(int amount, int rate, long installment, int payments)
    {
        var balance = amount * 100L;
        var interest = 0L;
        for (var i = 0; i < payments; i++)
        {
            var due = (balance * rate + 60_000) / 120_000;
            interest += due;
            balance -= installment - due;
        }

        return (amount * 100L - balance, interest);
    }
}
