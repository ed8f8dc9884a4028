using System.Runtime.CompilerServices;
using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>A number for each relation of a session. Two that are equal have two numbers: the server keeps the listing of a folder, or a catalog's answer,
/// for all plans with the relation's number, and who asks again wants to know anew.</summary>
internal sealed class RelationIds
{
    private readonly ConditionalWeakTable<Relation, StrongBox<long>> ids = [];
    private long last;

    public long Of(Relation relation) => ids.GetValue(relation, _ => new StrongBox<long>(Interlocked.Increment(ref last))).Value;
}
