using System.Collections.Concurrent;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Kernels that hold options or a schema, one for each, so that the engine does not register the same function anew for every query.</summary>
internal static class KernelCache
{
    private static readonly ConcurrentDictionary<object, Signature> Known = new();

    /// <summary>The way of calling with this kernel; the same for the same key, so that equal calls are equal.</summary>
    public static Signature Get<TKey>(TKey key, Func<Kernel> create) where TKey : notnull => Known.GetOrAdd(key, _ => new Signature([ArgumentType.Any]) { Kernel = create() });
}
