using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Plans;

/// <summary>An expression as it was written: names not looked up, types not known.</summary>
internal abstract record Expression
{
    public SourceSpan Span { get; init; }
}

/// <summary>A constant. <paramref name="Value"/> is null, bool, sbyte, short, int, long, float, double, <see cref="DecimalValue"/>, string, byte[] in a
/// <see cref="Seq{T}"/>, int (days) for DATE, int (months) for year-month and long (microseconds) for day-time intervals.</summary>
internal sealed record Literal(object? Value, DataType Type) : Expression;

/// <summary><c>DATE '…'</c>, <c>TIMESTAMP '…'</c>, <c>TIMESTAMP_NTZ '…'</c>, <c>TIMESTAMP_LTZ '…'</c>: read when the session's zone is known. <paramref name="Keyword"/> is in upper case.</summary>
internal sealed record DateTimeLiteral(string Keyword, string Text) : Expression;

/// <summary><c>INTERVAL '1-2' YEAR TO MONTH</c>, <c>INTERVAL 3 days 2 hours</c>, <c>INTERVAL '3 days'</c>: each part a value with its unit (upper case, singular; null when the unit stands in the text).
/// <paramref name="To"/> is the last unit of a range, and only where there is one part.</summary>
internal sealed record IntervalLiteral(Seq<IntervalPart> Parts, string? To) : Expression;

internal sealed record IntervalPart(Expression Value, string? Unit);

/// <summary>A column or field path: <c>a.b.c</c>.</summary>
internal sealed record Name(Seq<string> Parts) : Expression
{
    /// <summary>Where the DataFrame API took the column from (<c>df["a"]</c>): of several columns of that name in scope, the one that comes out of
    /// this very relation is meant, and where it lies in several children, the one that is nearer. Unknown in SQL and for <c>Col("a")</c>.</summary>
    public RelationOrigin Origin { get; init; }
}

/// <summary>A relation by its identity, so that comparing and printing expressions does not walk through whole plans.</summary>
internal readonly struct RelationOrigin(Relation? relation) : IEquatable<RelationOrigin>
{
    public Relation? Relation { get; } = relation;
    public bool Equals(RelationOrigin other) => ReferenceEquals(Relation, other.Relation);
    public override bool Equals(object? obj) => obj is RelationOrigin other && Equals(other);
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Relation);
    public override string ToString() => Relation is null ? "" : "DataFrame";
}

/// <summary><c>*</c>, <c>t.*</c>, <c>* EXCEPT (a, b)</c>.</summary>
internal sealed record Star(Seq<string> Qualifier, Seq<Name> Except) : Expression;

internal enum UnaryOperator { Minus, Plus, Not, BitNot }

internal sealed record Unary(UnaryOperator Operator, Expression Operand) : Expression;

internal enum BinaryOperator
{
    Or, And, Equal, NotEqual, NullSafeEqual, Less, LessOrEqual, Greater, GreaterOrEqual,
    Add, Subtract, Multiply, Divide, Modulo, IntegralDivide, BitAnd, BitOr, BitXor, Concatenate, ShiftLeft, ShiftRight, ShiftRightUnsigned,
}

internal sealed record Binary(BinaryOperator Operator, Expression Left, Expression Right) : Expression;

/// <summary><c>CAST(x AS t)</c>, <c>x :: t</c>, <c>TRY_CAST(x AS t)</c>.</summary>
internal sealed record Cast(Expression Operand, DataType Type, bool Try) : Expression;

/// <summary>A call, in every form a call has. Special syntax (<c>EXTRACT(f FROM x)</c>, <c>TRIM(BOTH …)</c>, <c>POSITION(a IN b)</c>) is already a plain call, as in Spark.</summary>
internal sealed record FunctionCall(Seq<string> Name, Seq<Expression> Arguments) : Expression
{
    public bool Distinct { get; init; }
    /// <summary><c>FILTER (WHERE …)</c>.</summary>
    public Expression? Filter { get; init; }
    /// <summary><c>IGNORE NULLS</c> is true, <c>RESPECT NULLS</c> false.</summary>
    public bool? IgnoreNulls { get; init; }
    /// <summary><c>WITHIN GROUP (ORDER BY …)</c>.</summary>
    public Seq<SortOrder> WithinGroup { get; init; } = [];
    public WindowSpecification? Over { get; init; }
}

/// <summary><c>name => value</c> among a call's arguments.</summary>
internal sealed record NamedArgument(string Name, Expression Value) : Expression;

internal sealed record SortOrder(Expression Operand, bool Descending, bool? NullsFirst)
{
    public SourceSpan Span => Operand.Span;

    /// <summary>Whether NULL comes first: as written, else first when ascending and last when descending.</summary>
    public bool NullsComeFirst => NullsFirst ?? !Descending;
}

internal sealed record WindowSpecification(Seq<Expression> PartitionBy, Seq<SortOrder> OrderBy, WindowFrame? Frame);

internal enum FrameUnit { Rows, Range }
internal enum FrameBoundKind { UnboundedPreceding, Preceding, CurrentRow, Following, UnboundedFollowing }
internal sealed record FrameBound(FrameBoundKind Kind, Expression? Offset = null);
internal sealed record WindowFrame(FrameUnit Unit, FrameBound Start, FrameBound End);

/// <summary><c>CASE [operand] WHEN … THEN … ELSE … END</c>.</summary>
internal sealed record Case(Expression? Operand, Seq<WhenBranch> Branches, Expression? Else) : Expression;

internal sealed record WhenBranch(Expression When, Expression Then);

internal sealed record Between(Expression Operand, Expression Low, Expression High, bool Negated) : Expression;

internal sealed record In(Expression Operand, Seq<Expression> Items, bool Negated) : Expression;

/// <summary><c>x IN (SELECT …)</c>; of several operands <c>(a, b) IN (SELECT …)</c>.</summary>
internal sealed record InSubquery(Seq<Expression> Operands, Relation Query, bool Negated) : Expression;

internal enum LikeKind { Like, ILike, RLike }
internal enum LikeQuantifier { One, Any, All }

/// <summary><c>x LIKE p ESCAPE 'c'</c>, <c>ILIKE</c>, <c>RLIKE</c>, <c>LIKE ANY (p, …)</c>, <c>LIKE ALL (p, …)</c>.</summary>
internal sealed record Like(LikeKind Kind, LikeQuantifier Quantifier, Expression Operand, Seq<Expression> Patterns, char? Escape, bool Negated) : Expression;

/// <summary><c>x IS [NOT] NULL</c>.</summary>
internal sealed record IsNull(Expression Operand, bool Negated) : Expression;

/// <summary><c>x IS [NOT] DISTINCT FROM y</c>.</summary>
internal sealed record IsDistinctFrom(Expression Left, Expression Right, bool Negated) : Expression;

/// <summary><c>x IS [NOT] TRUE</c>, <c>FALSE</c>, <c>UNKNOWN</c> (null).</summary>
internal sealed record IsTruth(Expression Operand, bool? Truth, bool Negated) : Expression;

internal sealed record Exists(Relation Query) : Expression;

internal sealed record ScalarSubquery(Relation Query) : Expression;

/// <summary><c>(x, y) -> body</c>.</summary>
internal sealed record Lambda(Seq<string> Parameters, Expression Body) : Expression;

/// <summary><c>a[i]</c>.</summary>
internal sealed record Subscript(Expression Operand, Expression Index) : Expression;

/// <summary><c>(expression).field</c>.</summary>
internal sealed record FieldAccess(Expression Operand, string Field) : Expression;

/// <summary><c>e AS a</c>; several names for a generator's columns: <c>e AS (a, b)</c>.</summary>
internal sealed record Alias(Expression Operand, Seq<string> Names) : Expression;

/// <summary><c>(a, b)</c>, a struct without a name.</summary>
internal sealed record RowConstructor(Seq<Expression> Items) : Expression;

/// <summary><c>:name</c>, or <c>?</c> by its number from 0.</summary>
internal sealed record Parameter(string Key) : Expression;

/// <summary>A call of a C# function that the query carries with it.</summary>
internal sealed record UserFunctionCall(UserFunction Function, Seq<Expression> Arguments) : Expression;

/// <summary>A C# function as Spark sees it. Arguments are cast to <paramref name="Parameters"/>; a NULL reaches a parameter that takes null and
/// otherwise makes the answer NULL without a call, as in Spark.</summary>
/// <param name="Name">How it is called in SQL and in error messages.</param>
/// <param name="Body">Takes and gives values in the API's form (see <see cref="Engines.ColumnVector"/>), typed as C# declares them.</param>
/// <param name="Parameters">A Spark type for each parameter.</param>
/// <param name="Result">What it gives; always nullable.</param>
/// <param name="Deterministic">Whether equal arguments give equal answers, so that calls may be merged or moved.</param>
internal sealed record UserFunction(string Name, Delegate Body, Seq<DataType> Parameters, DataType Result, bool Deterministic);

/// <summary>A struct with fields added, replaced or dropped, one after the other (Column.WithField, Column.DropFields).</summary>
internal sealed record UpdateFields(Expression Operand, Seq<FieldUpdate> Updates) : Expression;

/// <summary>A field's new value, or null where the field goes. A dotted name reaches into nested structs.</summary>
internal sealed record FieldUpdate(string Field, Expression? Value);
