using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark;

public sealed partial class Column
{
    /// <summary>Whether both are equal; NULL where either is NULL.</summary>
    public static Column operator ==(Column? left, Column? right) => Build(left, BinaryOperator.Equal, right);

    /// <summary>Whether both are equal; NULL where either is NULL.</summary>
    public static Column operator ==(Column? left, object? right) => Build(left, BinaryOperator.Equal, right);

    /// <summary>Whether both are equal; NULL where either is NULL.</summary>
    public static Column operator ==(object? left, Column? right) => Build(left, BinaryOperator.Equal, right);

    /// <summary>Whether they differ; NULL where either is NULL.</summary>
    public static Column operator !=(Column? left, Column? right) => Build(left, BinaryOperator.NotEqual, right);

    /// <summary>Whether they differ; NULL where either is NULL.</summary>
    public static Column operator !=(Column? left, object? right) => Build(left, BinaryOperator.NotEqual, right);

    /// <summary>Whether they differ; NULL where either is NULL.</summary>
    public static Column operator !=(object? left, Column? right) => Build(left, BinaryOperator.NotEqual, right);

    /// <summary>Whether the left one is smaller.</summary>
    public static Column operator <(Column? left, Column? right) => Build(left, BinaryOperator.Less, right);

    /// <summary>Whether the left one is smaller.</summary>
    public static Column operator <(Column? left, object? right) => Build(left, BinaryOperator.Less, right);

    /// <summary>Whether the left one is smaller.</summary>
    public static Column operator <(object? left, Column? right) => Build(left, BinaryOperator.Less, right);

    /// <summary>Whether the left one is smaller or equal.</summary>
    public static Column operator <=(Column? left, Column? right) => Build(left, BinaryOperator.LessOrEqual, right);

    /// <summary>Whether the left one is smaller or equal.</summary>
    public static Column operator <=(Column? left, object? right) => Build(left, BinaryOperator.LessOrEqual, right);

    /// <summary>Whether the left one is smaller or equal.</summary>
    public static Column operator <=(object? left, Column? right) => Build(left, BinaryOperator.LessOrEqual, right);

    /// <summary>Whether the left one is greater.</summary>
    public static Column operator >(Column? left, Column? right) => Build(left, BinaryOperator.Greater, right);

    /// <summary>Whether the left one is greater.</summary>
    public static Column operator >(Column? left, object? right) => Build(left, BinaryOperator.Greater, right);

    /// <summary>Whether the left one is greater.</summary>
    public static Column operator >(object? left, Column? right) => Build(left, BinaryOperator.Greater, right);

    /// <summary>Whether the left one is greater or equal.</summary>
    public static Column operator >=(Column? left, Column? right) => Build(left, BinaryOperator.GreaterOrEqual, right);

    /// <summary>Whether the left one is greater or equal.</summary>
    public static Column operator >=(Column? left, object? right) => Build(left, BinaryOperator.GreaterOrEqual, right);

    /// <summary>Whether the left one is greater or equal.</summary>
    public static Column operator >=(object? left, Column? right) => Build(left, BinaryOperator.GreaterOrEqual, right);

    /// <summary>The sum; fails when it overflows.</summary>
    public static Column operator +(Column? left, Column? right) => Build(left, BinaryOperator.Add, right);

    /// <summary>The sum; fails when it overflows.</summary>
    public static Column operator +(Column? left, object? right) => Build(left, BinaryOperator.Add, right);

    /// <summary>The sum; fails when it overflows.</summary>
    public static Column operator +(object? left, Column? right) => Build(left, BinaryOperator.Add, right);

    /// <summary>The difference; fails when it overflows.</summary>
    public static Column operator -(Column? left, Column? right) => Build(left, BinaryOperator.Subtract, right);

    /// <summary>The difference; fails when it overflows.</summary>
    public static Column operator -(Column? left, object? right) => Build(left, BinaryOperator.Subtract, right);

    /// <summary>The difference; fails when it overflows.</summary>
    public static Column operator -(object? left, Column? right) => Build(left, BinaryOperator.Subtract, right);

    /// <summary>The product; fails when it overflows.</summary>
    public static Column operator *(Column? left, Column? right) => Build(left, BinaryOperator.Multiply, right);

    /// <summary>The product; fails when it overflows.</summary>
    public static Column operator *(Column? left, object? right) => Build(left, BinaryOperator.Multiply, right);

    /// <summary>The product; fails when it overflows.</summary>
    public static Column operator *(object? left, Column? right) => Build(left, BinaryOperator.Multiply, right);

    /// <summary>The quotient, a double (a decimal of decimals); fails on zero.</summary>
    public static Column operator /(Column? left, Column? right) => Build(left, BinaryOperator.Divide, right);

    /// <summary>The quotient, a double (a decimal of decimals); fails on zero.</summary>
    public static Column operator /(Column? left, object? right) => Build(left, BinaryOperator.Divide, right);

    /// <summary>The quotient, a double (a decimal of decimals); fails on zero.</summary>
    public static Column operator /(object? left, Column? right) => Build(left, BinaryOperator.Divide, right);

    /// <summary>The remainder, with the sign of the left operand; fails on zero.</summary>
    public static Column operator %(Column? left, Column? right) => Build(left, BinaryOperator.Modulo, right);

    /// <summary>The remainder, with the sign of the left operand; fails on zero.</summary>
    public static Column operator %(Column? left, object? right) => Build(left, BinaryOperator.Modulo, right);

    /// <summary>The remainder, with the sign of the left operand; fails on zero.</summary>
    public static Column operator %(object? left, Column? right) => Build(left, BinaryOperator.Modulo, right);

    /// <summary>Whether both are true; false as soon as one is false, even beside NULL.</summary>
    public static Column operator &(Column left, Column right) => Build(left, BinaryOperator.And, right);

    /// <summary>Whether both are true; false as soon as one is false, even beside NULL.</summary>
    public static Column operator &(Column left, bool right) => Build(left, BinaryOperator.And, right);

    /// <summary>Whether both are true; false as soon as one is false, even beside NULL.</summary>
    public static Column operator &(bool left, Column right) => Build(left, BinaryOperator.And, right);

    /// <summary>Whether one is true; true as soon as one is, even beside NULL.</summary>
    public static Column operator |(Column left, Column right) => Build(left, BinaryOperator.Or, right);

    /// <summary>Whether one is true; true as soon as one is, even beside NULL.</summary>
    public static Column operator |(Column left, bool right) => Build(left, BinaryOperator.Or, right);

    /// <summary>Whether one is true; true as soon as one is, even beside NULL.</summary>
    public static Column operator |(bool left, Column right) => Build(left, BinaryOperator.Or, right);

    /// <summary>The opposite truth; NULL stays NULL.</summary>
    public static Column operator !(Column column) => new(new Unary(UnaryOperator.Not, column.Expression));

    /// <summary>The number with the opposite sign.</summary>
    public static Column operator -(Column column) => new(new Unary(UnaryOperator.Minus, column.Expression));
}
