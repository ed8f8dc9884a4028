using System.Collections.Concurrent;
using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;

namespace CreditNotebooks.Spark.Catalogue.DateTimes;

/// <summary>Kernels that are made for a time zone or a constant argument. The same key gives the same kernel, so that a database registers it once.</summary>
internal static class ZonedKernels
{
    private static readonly ConcurrentDictionary<(string Function, TimeZoneRules Zone, string Constant), Kernel> Known = new();

    /// <summary>A call in the session's time zone.</summary>
    public static Func<ExpressionWriter, TypedCall, string> InZone(string name, Func<TimeZoneRules, Delegate> body) =>
        (w, c) => w.Kernel(name, Get(name, w.Zone, "", body), c.Type, c.Arguments);

    public static Kernel Get(string name, TimeZoneRules zone, string constant, Func<TimeZoneRules, Delegate> body) =>
        Known.GetOrAdd((name, zone, constant), k => new Kernel(body(k.Zone)));

    /// <summary>A call whose argument <paramref name="index"/> is mostly a constant text: <paramref name="bound"/> makes the function of the other arguments,
    /// <paramref name="free"/> the one of all of them where the text differs by row.</summary>
    public static Func<ExpressionWriter, TypedCall, string> WithConstant(string name, int index, Func<string, TimeZoneRules, Delegate> bound, Func<TimeZoneRules, Delegate> free) => (w, c) =>
        c.Arguments[index] is TypedLiteral { Value: string text }
            ? w.Kernel(name, Get(name, w.Zone, "=" + text, zone => bound(text, zone)), c.Type, c.Arguments.Where((_, i) => i != index))
            : w.Kernel(name, Get(name, w.Zone, "", free), c.Type, c.Arguments);
}
