using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark;

/// <summary>An expression over a DataFrame's columns, not yet computed. Made by <c>df["a"]</c>, <see cref="Functions.Col"/> and the other
/// <see cref="Functions"/>; C#'s operators build new ones. A plain value beside an operator is a constant:
/// <c>Col("Age") &gt; 18</c>.</summary>
public sealed partial class Column
{
    internal Column(Expression expression) => Expression = expression;

    private Column(SortOrder order) : this(order.Operand) => Order = order;

    internal Expression Expression { get; }

    /// <summary>How rows are sorted by it, where <see cref="Desc"/> or a sister said so.</summary>
    internal SortOrder? Order { get; }

    internal SortOrder ToSortOrder() => Order ?? new SortOrder(Expression, false, null);

    /// <summary>Whether both are one object. <c>==</c> between columns builds a comparison instead.</summary>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <inheritdoc />
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>The expression as Spark writes it: <c>(Age &gt; 18)</c>, <c>lower(Name)</c>.</summary>
    public override string ToString() => Order is { } order ? ExpressionText.Write(order) : ExpressionText.Write(Expression);

    /// <summary>What an operand means: a column is itself, anything else a constant.</summary>
    internal static Expression Operand(object? value) => value is Column column ? column.Expression : Literals.From(value);

    private static Column Build(object? left, BinaryOperator op, object? right) => new(new Binary(op, Operand(left), Operand(right)));
}
