namespace CreditNotebooks.Data;

/// <summary>What borrowers typed as their job: a title, often with a blank after it, now and then with a comma or two blanks in it.</summary>
internal static class JobTitles
{
    // From the most to the least common; the first ones are far more common than the last.
    private static readonly string[] Titles =
    [
        "manager", "owner", "teacher", "driver", "sales", "registered nurse", "rn", "supervisor", "truck driver", "office manager",
        "president", "general manager", "project manager", "engineer", "director", "operations manager", "nurse", "sales manager",
        "software engineer", "accountant", "account manager", "technician", "analyst", "machine operator", "mechanic", "server", "ceo",
        "consultant", "foreman", "attorney", "vice president", "police officer", "store manager", "administrative assistant", "cook",
        "customer service", "social worker", "professor", "branch manager", "maintenance", "welder", "bartender", "counselor",
        "electrician", "operator", "assistant manager", "secretary", "clerk", "paralegal", "realtor", "controller", "carpenter",
        "loan officer", "bus driver", "medical assistant", "cashier", "cna", "principal", "chef", "security officer", "designer",
        "captain", "lpn", "pharmacist", "receptionist", "partner", "warehouse", "instructor", "business analyst", "physician", "laborer",
        "nurse practitioner", "bookkeeper", "underwriter", "pilot", "graphic designer", "firefighter", "machinist", "financial analyst",
    ];

    private static readonly string[] Before = ["senior", "lead", "assistant", "regional", "junior", "head", "associate", "night"];

    private static readonly string[] After = ["finance", "sales and marketing", "intake", "data", "north region", "quality"];

    public static string Draw(SeededRandom random)
    {
        var (small, other) = (random.Below(Titles.Length), random.Below(Titles.Length));
        var title = Titles[Math.Min(small, Math.Min(other, random.Below(Titles.Length)))];
        if (random.Chance(22_000)) title = $"{Before[random.Below(Before.Length)]} {title}";
        if (random.Chance(750)) title = $"{title}, {After[random.Below(After.Length)]}";
        if (random.Chance(300) && title.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank) title = title.Insert(blank, " ");
        if (random.Chance(12_900)) title += " ";
        else if (random.Chance(140)) title = " " + title;
        return title;
    }
}
