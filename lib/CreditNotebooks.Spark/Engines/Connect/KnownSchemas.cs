using System.Runtime.CompilerServices;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>The columns of plans, which the server is asked for once: what has its child's columns, and nothing in it that could be wrong, is
/// known.</summary>
internal sealed class KnownSchemas
{
    private readonly ConditionalWeakTable<Relation, StructType> known = [];

    public StructType Of(Relation plan, Func<Relation, StructType> ask)
    {
        if (Known(plan) is { } schema) return schema;
        // What it depends on may change, as the files of a folder do: each plan has what it was told when it was made.
        known.AddOrUpdate(plan, schema = ask(plan));
        return schema;
    }

    private StructType? Known(Relation plan) => plan switch
    {
        LocalData data => data.Schema,
        Limit { Count: Literal { Value: >= 0 } } limit => Child(limit.Child),
        Offset { Count: Literal { Value: >= 0 } } offset => Child(offset.Child),
        SubqueryAlias { Columns.Count: 0 } alias => Child(alias.Child),
        _ => null,
    };

    private StructType? Child(Relation child) => known.TryGetValue(child, out var schema) ? schema : Known(child);
}
