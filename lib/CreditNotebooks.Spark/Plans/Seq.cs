using System.Collections;
using System.Runtime.CompilerServices;

namespace CreditNotebooks.Spark;

/// <summary>An immutable list that is equal to another with equal items, so that records that hold lists are values too.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
[CollectionBuilder(typeof(Seq), nameof(Seq.Create))]
public sealed class Seq<T> : IReadOnlyList<T>, IEquatable<Seq<T>>
{
    private readonly T[] items;

    /// <summary>A list of the given items.</summary>
    public Seq(IEnumerable<T> items) => this.items = items.ToArray();

    internal Seq(ReadOnlySpan<T> items) => this.items = items.ToArray();

    /// <summary>A list without items.</summary>
    public static Seq<T> Empty { get; } = new([]);

    /// <inheritdoc />
    public T this[int index] => items[index];

    /// <inheritdoc />
    public int Count => items.Length;

    /// <inheritdoc />
    public bool Equals(Seq<T>? other) => other is not null && items.AsSpan().SequenceEqual(other.items);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Seq<T>);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in items) hash.Add(item);
        return hash.ToHashCode();
    }

    /// <inheritdoc />
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();

    /// <inheritdoc />
    public override string ToString() => $"[{string.Join(", ", items)}]";
}

/// <summary>Makes <see cref="Seq{T}"/> from collection expressions.</summary>
public static class Seq
{
    /// <summary>A list of the given items.</summary>
    public static Seq<T> Create<T>(ReadOnlySpan<T> items) => new(items);

    internal static Seq<T> ToSeq<T>(this IEnumerable<T> items) => items as Seq<T> ?? new(items);

    /// <summary>The items, each through <paramref name="map"/>; the same list when nothing changed.</summary>
    internal static Seq<T> Map<T>(this Seq<T> items, Func<T, T> map) where T : class
    {
        T[]? changed = null;
        for (var i = 0; i < items.Count; i++)
        {
            var item = map(items[i]);
            if (changed is null && !ReferenceEquals(item, items[i])) changed = items.ToArray();
            if (changed is not null) changed[i] = item;
        }
        return changed is null ? items : new Seq<T>(changed);
    }
}
