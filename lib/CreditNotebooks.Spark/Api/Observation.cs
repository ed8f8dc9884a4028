namespace CreditNotebooks.Spark;

/// <summary>Aggregates that an action computes on its way: <c>df.Observe(observation, Count("*").As("rows")).Write()…</c>, and then
/// <see cref="Get"/>.</summary>
public sealed class Observation
{
    private IReadOnlyDictionary<string, object?>? _values;

    /// <summary>An observation with a name of its own.</summary>
    public Observation() : this(Guid.NewGuid().ToString()) { }

    /// <summary>An observation of this name; two of one query have two names.</summary>
    public Observation(string name) => Name = name;

    /// <summary>Its name in the query.</summary>
    public string Name { get; }

    /// <summary>The aggregates' values by their names, as the first action on the observed DataFrame found them.</summary>
    /// <exception cref="InvalidOperationException">There was none yet.</exception>
    public IReadOnlyDictionary<string, object?> Get => _values ?? throw new InvalidOperationException(
        $"The observation {Name} has no values yet: run an action (Count, Collect, Write …) on the DataFrame that Observe gave.");

    internal bool IsMade => _values is not null;

    internal void Set(IReadOnlyDictionary<string, object?> values) => _values ??= values;
}
