using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Kernels that are made for types or constants of a call, each once: the engine knows a kernel again by its body.</summary>
internal static class TypedKernels
{
    private static readonly Dictionary<(string, Seq<DataType>), Kernel> Known = [];

    public static Kernel Get(string name, Func<Kernel> make, params IEnumerable<DataType> types)
    {
        var key = (name, types.ToSeq());
        lock (Known) return Known.TryGetValue(key, out var known) ? known : Known[key] = make();
    }
}
