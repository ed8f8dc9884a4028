using System.Collections.Concurrent;
using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>A temporary view that this session made, at one time: its next version is another one.</summary>
/// <param name="name">Its name, behind <c>global_temp.</c> where it is global.</param>
/// <param name="plan">What a DataFrame made it of; null where SQL text did.</param>
/// <param name="reads">The names in the SQL text that made it: Spark reads that text anew at each use.</param>
internal sealed class SessionView(string name, Relation? plan, Seq<string> reads)
{
    public string Name { get; } = name;
    public Relation? Plan { get; } = plan;
    public Seq<string> Reads { get; } = reads;
}

/// <summary>A name in a plan, and the view that it stood for when the plan was made; null where it stood for none of this session's.</summary>
internal sealed record ViewUse(string Name, SessionView? View);

/// <summary>The temporary views of this session. Spark looks names up at each use, so a plan remembers which views it meant.</summary>
internal sealed class SessionViews
{
    private readonly ConcurrentDictionary<string, SessionView> current = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<SessionView> All => [.. current.Values.OrderBy(v => v.Name, StringComparer.Ordinal)];

    /// <summary>What names stand for now, with what views of SQL text behind them read.</summary>
    public Seq<ViewUse> Uses(IEnumerable<string> names)
    {
        var uses = new Dictionary<string, ViewUse>(StringComparer.OrdinalIgnoreCase);
        var open = new Stack<string>(names);
        while (open.TryPop(out var name))
        {
            var view = current.GetValueOrDefault(name);
            if (!uses.TryAdd(name, new ViewUse(name, view)) || view is null) continue;
            foreach (var read in view.Reads) open.Push(read);
        }
        return uses.Values.ToSeq();
    }

    public void Put(SessionView view) => current[view.Name] = view;

    public void Remove(Seq<string> name)
    {
        if (Key(name) is { } key) current.TryRemove(key, out _);
    }

    /// <summary>Whether the server would find another view than the one that was meant.</summary>
    public bool IsStale(ViewUse use) => !ReferenceEquals(current.GetValueOrDefault(use.Name), use.View);

    /// <summary>A view's name, behind <c>global_temp.</c> where it is global; null for a name that no temporary view has.</summary>
    public static string? Key(Seq<string> name) => name.Count switch
    {
        1 => name[0],
        2 when name[0].Equals("global_temp", StringComparison.OrdinalIgnoreCase) => $"global_temp.{name[1]}",
        _ => null,
    };
}
