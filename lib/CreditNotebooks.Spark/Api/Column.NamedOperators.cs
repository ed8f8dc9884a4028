using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark;

public sealed partial class Column
{
    /// <summary>Whether both are equal, where NULL equals NULL: true or false, never NULL.</summary>
    public Column EqNullSafe(object? other) => Build(this, BinaryOperator.NullSafeEqual, other);

    /// <summary>The bits that both integers have.</summary>
    public Column BitwiseAND(object? other) => Build(this, BinaryOperator.BitAnd, other);

    /// <summary>The bits that one integer or the other has.</summary>
    public Column BitwiseOR(object? other) => Build(this, BinaryOperator.BitOr, other);

    /// <summary>The bits that exactly one of the integers has.</summary>
    public Column BitwiseXOR(object? other) => Build(this, BinaryOperator.BitXor, other);

    /// <summary>The operator <c>==</c> by name.</summary>
    public Column EqualTo(object? other) => Build(this, BinaryOperator.Equal, other);

    /// <summary>The operator <c>!=</c> by name.</summary>
    public Column NotEqual(object? other) => Build(this, BinaryOperator.NotEqual, other);

    /// <summary>The operator <c>&gt;</c> by name.</summary>
    public Column Gt(object? other) => Build(this, BinaryOperator.Greater, other);

    /// <summary>The operator <c>&lt;</c> by name.</summary>
    public Column Lt(object? other) => Build(this, BinaryOperator.Less, other);

    /// <summary>The operator <c>&gt;=</c> by name.</summary>
    public Column Geq(object? other) => Build(this, BinaryOperator.GreaterOrEqual, other);

    /// <summary>The operator <c>&lt;=</c> by name.</summary>
    public Column Leq(object? other) => Build(this, BinaryOperator.LessOrEqual, other);

    /// <summary>The operator <c>&amp;</c> by name.</summary>
    public Column And(Column other) => Build(this, BinaryOperator.And, other);

    /// <summary>The operator <c>|</c> by name.</summary>
    public Column Or(Column other) => Build(this, BinaryOperator.Or, other);

    /// <summary>The operator <c>+</c> by name.</summary>
    public Column Plus(object? other) => Build(this, BinaryOperator.Add, other);

    /// <summary>The operator <c>-</c> by name.</summary>
    public Column Minus(object? other) => Build(this, BinaryOperator.Subtract, other);

    /// <summary>The operator <c>*</c> by name.</summary>
    public Column Multiply(object? other) => Build(this, BinaryOperator.Multiply, other);

    /// <summary>The operator <c>/</c> by name.</summary>
    public Column Divide(object? other) => Build(this, BinaryOperator.Divide, other);

    /// <summary>The operator <c>%</c> by name.</summary>
    public Column Mod(object? other) => Build(this, BinaryOperator.Modulo, other);
}
