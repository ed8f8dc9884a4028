namespace CreditNotebooks.Data;

/// <summary>
/// Draws customers and their months. One rank of risk and one of wealth tie a customer's columns together; the levels and spreads
/// follow the published set. Whole numbers only, so that no platform rounds differently.
/// </summary>
internal static class CreditModel
{
    public const int Months = 8;

    /// <summary>10⁻¹² dollars in one.</summary>
    public const long Dollar = 1_000_000_000_000;

    public static readonly string[] Behaviours =
    [
        "Low_spent_Small_value_payments", "Low_spent_Medium_value_payments", "Low_spent_Large_value_payments",
        "High_spent_Small_value_payments", "High_spent_Medium_value_payments", "High_spent_Large_value_payments",
    ];

    public static readonly string[] Scores = ["Good", "Standard", "Poor"];

    private static readonly (string Name, int PayPercent)[] Occupations =
    [
        ("Accountant", 102), ("Architect", 106), ("Developer", 112), ("Doctor", 126), ("Engineer", 112), ("Entrepreneur", 108),
        ("Journalist", 90), ("Lawyer", 120), ("Manager", 110), ("Mechanic", 86), ("Media_Manager", 98), ("Musician", 80),
        ("Scientist", 104), ("Teacher", 84), ("Writer", 82),
    ];

    private static readonly string[] LoanTypes =
    [
        "Auto Loan", "Credit-Builder Loan", "Debt Consolidation Loan", "Home Equity Loan", "Mortgage Loan", "Not Specified", "Payday Loan",
        "Personal Loan", "Student Loan",
    ];

    // By mix: a payday loan is a sign of trouble, a mortgage seldom is.
    private static readonly int[][] LoanWeights =
    [
        [10, 11, 7, 13, 16, 10, 2, 11, 12],
        [11, 11, 11, 11, 11, 11, 9, 11, 11],
        [11, 11, 14, 9, 8, 11, 19, 11, 9],
    ];

    private static readonly Quantiles Ages = new((0, 18), (100, 21), (250, 26), (500, 34), (750, 43), (900, 50), (1000, 60));

    private static readonly Quantiles IncomeCents = new(
        (0, 7_00593), (50, 9_50000), (100, 13_20000), (250, 19_34300), (500, 37_57860), (750, 72_79092), (900, 118_00000), (980, 155_00000),
        (1000, 179_98728));

    // By mix: Good, Standard, Bad.
    private static readonly (int From, int To)[] BankAccounts = [(0, 5), (3, 8), (6, 10)];
    private static readonly (int From, int To)[] CreditCards = [(1, 5), (3, 7), (5, 10)];
    private static readonly (int From, int To)[] InterestRates = [(1, 12), (5, 20), (15, 34)];
    private static readonly (int From, int To)[] LoanCounts = [(0, 4), (0, 6), (3, 9)];
    private static readonly (int From, int To)[] Delays = [(0, 16), (6, 30), (16, 62)];
    private static readonly (int From, int To)[] DelayedPayments = [(0, 12), (7, 20), (13, 26)];
    private static readonly (int From, int To)[] ChangedLimits = [(50, 1200), (300, 2000), (400, 2950)];
    private static readonly (int From, int To)[] Inquiries = [(0, 4), (1, 8), (5, 13)];
    private static readonly (int From, int To)[] DebtCents = [(23, 1_499_99), (40, 2_400_00), (1_300_11, 4_998_07)];
    private static readonly (int From, int To)[] HistoryMonths = [(190, 396), (90, 330), (6, 236)];
    private static readonly int[] MinimumPayers = [8_000, 70_000, 97_000];

    public static CreditCustomer Customer(long seed, long index)
    {
        var random = new SeededRandom(seed, stream: 1, index);
        var risk = random.Rank();
        var wealth = Ranks.Near(Ranks.Opposite(risk), 70, random);
        // The mix follows the risk; within a mix the other columns follow the place that the risk has in it.
        var (chosen, place) = Ranks.Split(Ranks.Near(risk, 30, random), [305, 457, 238]);
        var mix = (Mix)chosen;
        var occupation = Occupations[random.Below(Occupations.Length)];
        var age = (int)Ages.At(random.Rank());
        var income = IncomeCents.At(wealth) * occupation.PayPercent / 100;
        // What is withheld from the pay: up to 6%.
        var salary = income * 10_000_000_000 / 12_000 * random.Between(940, 1000);
        var loans = new string[In(LoanCounts, mix, place, random)];
        for (var i = 0; i < loans.Length; i++) loans[i] = LoanTypes[random.Weighted(LoanWeights[(int)mix])];

        return new CreditCustomer
        {
            Index = index,
            Id = CustomerIds.Of(seed, index),
            Name = CreditNames.Draw(random),
            // Numbers from 900 are never issued to a person.
            Ssn = $"{random.Between(900, 999):000}-{random.Between(1, 99):00}-{random.Between(1, 9999):0000}",
            Occupation = occupation.Name,
            Age = age,
            Birthday = random.Below(12),
            IncomeCents = income,
            Salary = salary,
            BankAccounts = In(BankAccounts, mix, place, random),
            CreditCards = In(CreditCards, mix, place, random),
            InterestRate = In(InterestRates, mix, place, random),
            Loans = loans,
            Mix = mix,
            DebtCents = In(DebtCents, mix, place, random),
            // Nobody's history begins before the age of 14.
            HistoryMonths = Math.Min(In(HistoryMonths, mix, Ranks.Opposite(place), random), (age - 14) * 12),
            PaysMinimum = random.Chance(MinimumPayers[(int)mix]),
            Emi = Emi(salary, loans.Length, random),
            Risk = risk,
            Wealth = wealth,
            Delay = In(Delays, mix, place, random),
            DelayedPayments = In(DelayedPayments, mix, place, random),
            ChangedLimit = In(ChangedLimits, mix, place, random),
            Inquiries = In(Inquiries, mix, place, random),
            Temper = (int)random.Middling(-480, 480),
        };
    }

    /// <summary>Fills the eight months of a customer, January first.</summary>
    public static void Fill(long seed, CreditCustomer customer, Span<CreditMonth> months)
    {
        var random = new SeededRandom(seed, stream: 2, customer.Index);
        var inquiries = customer.Inquiries;
        var limit = customer.ChangedLimit;
        for (var month = 0; month < months.Length; month++)
        {
            if (month > 0 && random.Chance(9_000)) inquiries++;
            // The limit is changed anew in one month of seven, now and then to less than it was.
            if (random.Chance(14_000)) limit = customer.ChangedLimit + (int)random.Between(-700, 700);
            var delay = Math.Max(0, customer.Delay + (int)random.Middling(-5, 5));
            var payments = Math.Max(0, customer.DelayedPayments + (int)random.Middling(-3, 3));
            var utilization = 20 * Dollar + Ranks.Near(customer.Risk, 85, random) * 30L * 232 + random.Between(0, Dollar / 10);
            var behaviour = Behaviour(customer, random);
            var (invested, balance) = Budget(customer, behaviour, random);
            months[month] = new CreditMonth(
                customer.Age + (month >= customer.Birthday ? 1 : 0), delay, payments, limit, inquiries, utilization,
                customer.HistoryMonths + month, behaviour, invested, balance, 0);
            months[month] = months[month] with { Score = CreditScoring.Score(customer, months[month], random) };
        }
    }

    private static int In((int From, int To)[] ranges, Mix mix, uint rank, SeededRandom random)
    {
        var (from, to) = ranges[(int)mix];
        return Ranks.Scale(Ranks.Near(rank, 60, random), from, to);
    }

    // A loan takes 0.3% to 2.5% of the salary; together at most half of what is left to spend.
    private static long Emi(long salary, int loans, SeededRandom random)
    {
        var emi = 0L;
        for (var i = 0; i < loans; i++) emi += salary / 10_000 * random.Between(30, 250);
        return Math.Min(emi, (salary / 10 + 200 * Dollar) / 2);
    }

    // Who is well off spends more, and pays in larger amounts.
    private static int Behaviour(CreditCustomer customer, SeededRandom random)
    {
        var spends = Ranks.Pick(Ranks.Near(customer.Wealth, 80, random), [539, 461]);
        var pays = Ranks.Pick(Ranks.Near(customer.Wealth, 90, random), [399, 340, 261]);
        return spends * 3 + pays;
    }

    // What is invested and what stays add up with the loans' payments to a tenth of the salary and a sum that the behaviour decides.
    private static (long Invested, long Balance) Budget(CreditCustomer customer, int behaviour, SeededRandom random)
    {
        var spent = behaviour >= 3;
        var pays = behaviour % 3;
        var left = customer.Salary / 10 + ((spent ? 260 : 290) - 10 * pays) * Dollar - customer.Emi;
        var invested = left / 1_000_000 * random.Middling(40_000, spent ? 420_000 : 620_000);
        return (invested, left - invested);
    }
}
