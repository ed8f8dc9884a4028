namespace CreditNotebooks.Data;

/// <summary>A set of data that the project can generate, as the command line and the workspace name it.</summary>
/// <param name="Name">The word after <c>credit data generate</c>.</param>
/// <param name="About">One line on what it holds.</param>
/// <param name="Unit">What its size is counted in: customers or rows.</param>
/// <param name="DefaultSize">The size of the course's own file.</param>
/// <param name="Generate">Writes it: path, size, seed, and a token to stop by.</param>
public sealed record DataSet(
    string Name, string About, string Unit, int DefaultSize, Action<string, int, long, CancellationToken> Generate)
{
    /// <summary>Every set that can be generated, in the order of the courses.</summary>
    public static IReadOnlyList<DataSet> All { get; } =
    [
        new("credit", "Eight months of each bank customer with a credit score: 28 columns, flawed as the set known from Kaggle is",
            "customers", CreditData.DefaultCustomers, CreditData.Generate),
        new("loans", "Loans of one quarter with their borrowers: 55 columns, flawed as Lending Club's published file is",
            "rows", LoansData.DefaultRows, LoansData.Generate),
    ];

    /// <summary>The file's name in <c>data/generated</c>; another size or seed than the course's own is part of it.</summary>
    public string FileName(int size, long seed) =>
        size == DefaultSize && seed == CreditData.DefaultSeed
            ? $"{Name}.csv"
            : FormattableString.Invariant($"{Name}-{size}-{seed}.csv");

    /// <summary>The set of that name.</summary>
    /// <exception cref="DataException">There is none; the message lists the names.</exception>
    public static DataSet Named(string name) =>
        All.FirstOrDefault(set => set.Name == name)
        ?? throw new DataException(
            $"There is no data set '{name}'; the sets are {string.Join(" and ", All.Select(set => $"'{set.Name}'"))}.");
}
