using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Writing;

/// <summary>Writes one aggregate function's call, over a group or a window.</summary>
internal sealed class AggregateWriter(ExpressionWriter expressions, TypedAggregate aggregate, string? over)
{
    public ExpressionWriter Expressions { get; } = expressions;
    public TypedAggregate Aggregate { get; } = aggregate;

    /// <summary>Whether it runs over a window.</summary>
    public bool IsWindow => over is not null;

    public string Write() => (Aggregate.Function.AggregateSql ?? throw new InvalidOperationException($"{Aggregate.Function.Name} has no way to be written."))(this);

    public int Count => Aggregate.Arguments.Count;

    /// <summary>The argument as SQL. One that may fail is not computed for rows that FILTER leaves out.</summary>
    public string this[int index] => Expressions.Write(Aggregate.Arguments[index]) is var sql && Aggregate.Filter is { } f && ExpressionWriter.MayFail(Aggregate.Arguments[index])
        ? $"CASE WHEN {Expressions.Write(f)} THEN {sql} END" : sql;

    public DataType Type(int index) => Aggregate.Arguments[index].Type;

    /// <summary>DuckDB's aggregate over the arguments, with DISTINCT, FILTER and OVER as they are here.</summary>
    public string Call(string name) => Call(name, Enumerable.Range(0, Count).Select(i => this[i]));

    public string Call(string name, params IEnumerable<string> arguments) => Call(name, arguments, null, null);

    /// <summary>The same with a further condition on the rows, or an order of them.</summary>
    public string Call(string name, IEnumerable<string> arguments, string? filter, string? orderBy = null)
    {
        var conditions = new[] { Aggregate.Filter is null ? null : Expressions.Write(Aggregate.Filter), filter }.OfType<string>().ToList();
        var where = conditions.Count == 0 ? "" : $" FILTER (WHERE {string.Join(" AND ", conditions)})";
        return $"{name}({(Aggregate.Distinct ? "DISTINCT " : "")}{string.Join(", ", arguments)}{(orderBy is null ? "" : $" ORDER BY {orderBy}")}){where}{(over is null ? "" : $" {over}")}";
    }

    /// <summary>The same aggregate without DISTINCT, for what tells equal values apart by itself.</summary>
    public AggregateWriter Plain() => new(Expressions, Aggregate with { Distinct = false }, over);

    /// <summary>WITHIN GROUP's order.</summary>
    public string? WithinGroup => Aggregate.WithinGroup.Count == 0 ? null : string.Join(", ", Aggregate.WithinGroup.Select(Expressions.Order));
}
