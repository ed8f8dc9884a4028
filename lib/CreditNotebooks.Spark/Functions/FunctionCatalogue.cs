namespace CreditNotebooks.Spark.Catalogue;

/// <summary>All functions by name. A family is one file with its table; this lists the families.</summary>
internal sealed class FunctionCatalogue
{
    private readonly Dictionary<string, FunctionEntry> byName = new(StringComparer.OrdinalIgnoreCase);

    private FunctionCatalogue(IEnumerable<FunctionEntry> entries)
    {
        foreach (var entry in entries)
            foreach (var name in entry.Aliases.Prepend(entry.Name))
                if (!byName.TryAdd(name, entry)) throw new InvalidOperationException($"The function {name} is in the catalogue twice.");
    }

    /// <summary>Spark's functions, those that are not supported included.</summary>
    public static FunctionCatalogue Spark { get; } = new(FunctionFamilies.All);

    /// <summary>Every name, aliases included.</summary>
    public IEnumerable<string> Names => byName.Keys;

    /// <summary>Every entry once.</summary>
    public IEnumerable<FunctionEntry> Entries => byName.Values.Distinct();

    public FunctionEntry? Find(string name) => byName.GetValueOrDefault(name);
}
