namespace CreditNotebooks.Data;

/// <summary>Draws borrowers with the levels and ties of Lending Club's first quarter of 2018: quantiles and shares, no row of it.</summary>
internal static class LoanApplicants
{
    private static readonly string[] States =
    [
        "CA", "TX", "NY", "FL", "IL", "NJ", "OH", "GA", "NC", "PA", "VA", "AZ", "MD", "MI", "MA", "CO", "WA", "CT", "IN", "TN", "MO", "MN",
        "NV", "SC", "OR", "WI", "AL", "KY", "LA", "KS", "OK", "MS", "AR", "WV", "UT", "NE", "RI", "NH", "NM", "ID", "HI", "AK", "ME", "DE",
        "MT", "VT", "SD", "WY", "DC", "ND",
    ];

    private static readonly int[] StateWeights =
    [
        1330, 806, 793, 732, 382, 338, 338, 334, 299, 298, 261, 255, 247, 245, 237, 235, 235, 181, 178, 167, 159, 159, 158, 145, 130, 128,
        122, 97, 96, 89, 81, 72, 70, 68, 61, 56, 53, 47, 43, 38, 35, 33, 26, 24, 24, 23, 20, 19, 19, 14,
    ];

    // What an income is worth there, in percent of the country's.
    private static readonly Dictionary<string, int> Pay = new()
    {
        ["CA"] = 112, ["NY"] = 104, ["NJ"] = 114, ["MA"] = 112, ["MD"] = 110, ["CT"] = 112, ["DC"] = 128, ["WA"] = 108, ["VA"] = 108,
        ["HI"] = 106,
        ["FL"] = 93, ["OH"] = 92, ["IN"] = 90, ["AR"] = 86, ["MS"] = 85, ["WV"] = 86, ["KY"] = 88, ["AL"] = 90, ["ID"] = 88, ["MT"] = 86,
    };

    private static readonly Quantiles Incomes = new(
        (0, 9_000), (10, 13_200), (50, 25_000), (100, 32_000), (200, 40_500), (300, 50_000), (400, 58_000), (500, 65_000), (600, 75_000),
        (700, 87_000), (800, 104_000), (900, 135_000), (950, 175_000), (990, 300_000), (1000, 900_000));

    private static readonly Quantiles DebtToIncomes = new(
        (0, 0), (10, 84), (50, 376), (100, 612), (200, 970), (300, 1245), (400, 1508), (500, 1757), (600, 2025), (700, 2324), (800, 2703),
        (900, 3238), (950, 3724), (990, 5892), (999, 18600), (1000, 40000));

    private static readonly Quantiles Limits = new(
        (0, 2_000), (10, 6_500), (50, 17_200), (100, 27_200), (200, 43_800), (300, 60_100), (400, 82_200), (500, 114_700), (600, 169_100),
        (700, 233_700), (800, 307_200), (900, 421_200), (950, 533_200), (990, 817_600), (1000, 2_400_000));

    private static readonly Quantiles UsedShare = new((0, 0), (50, 60), (250, 190), (500, 360), (750, 590), (950, 860), (1000, 1050));

    private static readonly Quantiles OpenLines = new(
        (0, 1), (10, 2), (50, 4), (100, 5), (200, 7), (400, 9), (500, 10), (700, 13), (800, 16), (900, 19), (950, 23), (990, 30),
        (1000, 50));

    private static readonly Quantiles ClosedLines = new((0, 0), (100, 2), (250, 5), (500, 10), (750, 18), (900, 27), (990, 42), (1000, 60));

    private static readonly Quantiles FirstYears = new(
        (0, 1963), (10, 1977), (50, 1986), (100, 1990), (200, 1996), (300, 1999), (400, 2001), (600, 2004), (700, 2006), (800, 2007),
        (900, 2010), (950, 2012), (1000, 2016));

    private static readonly Quantiles CardLimits = new(
        (0, 200), (50, 2_500), (100, 4_800), (200, 8_300), (400, 15_200), (500, 19_500), (700, 31_800), (800, 41_700), (900, 59_700),
        (950, 78_900), (990, 126_100), (1000, 380_000));

    private static readonly string[] Verifications = ["Not Verified", "Source Verified", "Verified"];
    private static readonly int[] InquiryWeights =
        [3290, 2230, 1520, 990, 640, 420, 280, 190, 130, 90, 70, 50, 30, 20, 15, 10, 8, 6, 4, 3, 2, 1];
    private static readonly int[] OpenedWeights =
        [820, 1340, 1620, 1500, 1240, 980, 730, 540, 380, 270, 180, 130, 90, 60, 40, 30, 20, 12, 8, 5, 3, 2];
    private static readonly int[] DelinquencyWeights = [8576, 1011, 258, 88, 34, 10, 3, 7, 7, 3, 2];
    private static readonly int[] JobYears = [690, 685, 967, 862, 611, 645, 404, 368, 307, 312, 3332];
    private static readonly int[] RentersMortgages = [833, 100, 40, 18, 9];
    private static readonly int[] OwnersMortgages = [518, 180, 130, 90, 50, 20, 12];
    private static readonly int[] BuyersMortgages = [119, 250, 220, 160, 110, 65, 40, 20, 9, 5, 2];

    public static LoanApplicant Draw(SeededRandom random)
    {
        var risk = random.Rank();
        var wealth = Ranks.Near(Ranks.Opposite(risk), 95, random);
        var title = random.Chance(8_330) ? "" : JobTitles.Draw(random);
        var state = States[random.Weighted(StateWeights)];
        var joint = random.Chance(14_950);
        // Who brings no income of their own applies jointly.
        var income = joint && random.Chance(1_600) ? 0 : Rounded(Incomes.At(wealth) * Pay.GetValueOrDefault(state, 98) / 100, random);
        var home = Ranks.Pick(Ranks.Near(wealth, 75, random), [386, 135, 479]);
        var openLines = (int)OpenLines.At(Ranks.Near(wealth, 95, random));
        var lines = openLines + (int)ClosedLines.At(random.Rank());
        var openCards = Math.Max(1, openLines * (int)random.Middling(40, 95) / 100);
        var inUse = openCards * (int)random.Middling(20, 100) / 100;
        var mortgages = random.Weighted(home switch { 0 => RentersMortgages, 1 => OwnersMortgages, _ => BuyersMortgages });
        var limit = Limits.At(Ranks.Near(wealth, mortgages > 0 ? 25 : 60, random));
        var cardLimit = Math.Min(limit, CardLimits.At(Ranks.Near(Ranks.Near(wealth, 50, random), 30, random)) / 100 * 100);
        var delinquencies = Ranks.Pick(Ranks.Near(risk, 85, random), DelinquencyWeights);
        int? sinceDelinquency = delinquencies > 0 ? 1 + random.Below(23) : random.Chance(34_150) ? 24 + random.Below(60) : null;
        int? sinceLate = sinceDelinquency is { } months && random.Chance(52_600) ? months + random.Below(Math.Max(1, 84 - months)) : null;
        var everLate = sinceDelinquency is null ? 0 : Math.Min(lines - 1, Math.Max(delinquencies, 1) + random.Below(3));
        var inquiries = Ranks.Pick(Ranks.Near(risk, 70, random), InquiryWeights);
        var debt = DebtToIncomes.At(Ranks.Near(Ranks.Near(risk, 70, random), 20, random));

        return new LoanApplicant
        {
            Title = title,
            YearsInJob = title.Length == 0 && random.Chance(98_000) ? null : random.Weighted(JobYears),
            State = state,
            Home = home switch { 0 => "RENT", 1 => "OWN", _ => "MORTGAGE" },
            Income = income,
            Verified = Verifications[random.Weighted([359, 412, 229])],
            DebtToIncome = income == 0 ? null : (int)debt,
            Joint = joint,
            JointIncome = income + Rounded(Incomes.At(Ranks.Near(wealth, 80, random)) * 6 / 10, random),
            JointVerified = random.Chance(2_700) ? "" : Verifications[random.Weighted([420, 343, 237])],
            JointDebtToIncome = (int)Math.Min(3_998, Math.Max(32, debt * 3 / 4)),
            Delinquencies = delinquencies,
            MonthsSinceDelinquency = sinceDelinquency,
            MonthsSinceLate = sinceLate,
            FirstYear = (int)FirstYears.At(Ranks.Near(Ranks.Opposite(wealth), 90, random)),
            Inquiries = inquiries,
            MonthsSinceInquiry = inquiries > 0 ? random.Below(12) : random.Chance(38_600) ? null : 12 + random.Below(13),
            Lines = lines,
            OpenLines = openLines,
            Limit = limit,
            Utilized = limit * UsedShare.At(Ranks.Near(risk, 80, random)) / 1000,
            Collections = random.Weighted([9873, 117, 9, 1]),
            Liens = random.Weighted([9754, 165, 48, 18, 7, 5, 2, 1]),
            Bankruptcies = Ranks.Pick(Ranks.Near(risk, 90, random), [8785, 1195, 17, 3]),
            CollectedEver = random.Chance(85_000) ? 0 : random.Middling(40, 900) * (random.Chance(9_000) ? 9 : 1),
            Installments = Math.Max(0, openLines - openCards - random.Below(3)),
            Opened = random.Weighted(OpenedWeights),
            KnowsPastDue = !random.Chance(3_180),
            Cards = openCards + (int)ClosedLines.At(random.Rank()) / 2 + 1,
            OpenCards = openCards,
            CardsInUse = inUse,
            CardsWithBalance = Math.Min(openCards, inUse + random.Below(2)),
            CardLimit = cardLimit,
            Mortgages = mortgages,
            NeverDelinquent = (1000 * (lines - Math.Max(0, everLate)) + lines / 2) / lines,
            Risk = risk,
            Wealth = wealth,
        };
    }

    // People round what they earn: mostly to thousands, some to hundreds.
    private static long Rounded(long income, SeededRandom random) =>
        random.Below(10) switch
        {
            < 7 => (income + (income < 100_000 ? 500 : 2_500)) / (income < 100_000 ? 1000 : 5_000) * (income < 100_000 ? 1000 : 5_000),
            < 9 => (income + 50) / 100 * 100,
            _ => income,
        };
}
