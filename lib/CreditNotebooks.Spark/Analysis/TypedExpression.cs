using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>An expression whose names are looked up and whose casts are all written out: it has Spark's type and nullability.</summary>
internal abstract record TypedExpression(DataType Type, bool Nullable)
{
    public SourceSpan Span { get; init; }

    /// <summary>The expressions directly below.</summary>
    public virtual IEnumerable<TypedExpression> Children => [];

    /// <summary>The same expression over other children; itself when none changed.</summary>
    public virtual TypedExpression MapChildren(Func<TypedExpression, TypedExpression> map) => this;

    /// <summary>Replaces top down: where <paramref name="replace"/> gives an expression it stands for the whole subtree.</summary>
    public TypedExpression Replace(Func<TypedExpression, TypedExpression?> replace) => replace(this) ?? MapChildren(c => c.Replace(replace));

    /// <summary>This and all expressions below, parents first; not into subqueries.</summary>
    public IEnumerable<TypedExpression> All() => Children.SelectMany(c => c.All()).Prepend(this);

    /// <summary>Whether it is a constant that needs no row.</summary>
    public bool IsFoldable => this is TypedLiteral || this is not (ColumnReference or TypedSubquery or TypedAggregate or TypedWindow or LambdaVariable or TypedLambda)
        && (this is not TypedCall { Function.Deterministic: false }) && Children.All(c => c.IsFoldable);
}

/// <summary>A constant, in <see cref="Literal"/>'s form.</summary>
internal sealed record TypedLiteral(object? Value, DataType Type) : TypedExpression(Type, Value is null)
{
    /// <summary>The session's time zone, in which a TIMESTAMP shows.</summary>
    public TimeZoneRules? Zone { get; init; }

    public static TypedLiteral Of(string value) => new(value, DataType.String);
    public static TypedLiteral Of(int value) => new(value, DataType.Integer);
    public static TypedLiteral Of(bool value) => new(value, DataType.Boolean);
    public static TypedLiteral Null(DataType type) => new(null, type);
}

/// <summary>A column of the plan below, by its id, which is unique in a query.</summary>
internal sealed record ColumnReference(int Id, string Name, DataType Type, bool Nullable) : TypedExpression(Type, Nullable)
{
    /// <summary>The names that may stand before the column's: a table's alias, or a view's name.</summary>
    public Seq<string> Qualifier { get; init; } = [];

    /// <summary>Hidden columns are found by their qualified name only: the right side's column of a USING join.</summary>
    public bool Hidden { get; init; }

    /// <summary>The name that it has in the engine's query, which stays when an alias or another spelling changes the name.</summary>
    public string PhysicalName { get; init; } = Name;

    /// <summary>What the column is for, or null.</summary>
    public string? Comment { get; init; }

    public bool Equals(ColumnReference? other) => other is not null && Id == other.Id;
    public override int GetHashCode() => Id;
}

/// <summary>What a failing cast does: an error, or NULL.</summary>
internal enum CastMode { Ansi, Try }

/// <summary>A cast. One that the user did not write does not show in a column's name.</summary>
internal sealed record TypedCast(TypedExpression Operand, DataType Target, CastMode Mode, bool Written, bool ResultNullable) : TypedExpression(Target, ResultNullable)
{
    public override IEnumerable<TypedExpression> Children => [Operand];
    public override TypedExpression MapChildren(Func<TypedExpression, TypedExpression> map) => map(Operand) is var o && ReferenceEquals(o, Operand) ? this : this with { Operand = o };
}

/// <summary>A call of a scalar function of the catalogue.</summary>
/// <param name="Function">The entry.</param>
/// <param name="Name">The name that shows in a column's name.</param>
/// <param name="Arguments">The arguments, cast to what the function takes.</param>
/// <param name="Type">The result's type.</param>
/// <param name="Nullable">Whether the result may be NULL.</param>
internal sealed record TypedCall(FunctionEntry Function, string Name, Seq<TypedExpression> Arguments, DataType Type, bool Nullable) : TypedExpression(Type, Nullable)
{
    /// <summary>How the call shows in a column's name, where not as <c>name(a, b)</c>.</summary>
    public string? Pretty { get; init; }

    /// <summary>The way of calling that was chosen, where the entry has several.</summary>
    public Signature? Signature { get; init; }

    public override IEnumerable<TypedExpression> Children => Arguments;
    public override TypedExpression MapChildren(Func<TypedExpression, TypedExpression> map) => Arguments.Map(map) is var a && ReferenceEquals(a, Arguments) ? this : this with { Arguments = a };
}

/// <summary>An expression that stands for another: it computes as <paramref name="Replacement"/> and shows as <paramref name="Pretty"/>. Spark's RuntimeReplaceable.</summary>
internal sealed record Rewritten(string Pretty, TypedExpression Replacement) : TypedExpression(Replacement.Type, Replacement.Nullable)
{
    /// <summary>Whether it stands for an alias to the left in the same select list.</summary>
    public bool IsAlias { get; init; }

    public override IEnumerable<TypedExpression> Children => [Replacement];
    public override TypedExpression MapChildren(Func<TypedExpression, TypedExpression> map) => map(Replacement) is var r && ReferenceEquals(r, Replacement) ? this : this with { Replacement = r };
}

/// <summary>CASE WHEN; conditions are tried in order and what is not needed is not computed.</summary>
internal sealed record TypedCase(Seq<TypedExpression> Conditions, Seq<TypedExpression> Values, TypedExpression? Else, DataType Type, bool Nullable) : TypedExpression(Type, Nullable)
{
    public override IEnumerable<TypedExpression> Children => Conditions.Concat(Values).Concat(Else is null ? [] : [Else]);
    public override TypedExpression MapChildren(Func<TypedExpression, TypedExpression> map) =>
        this with { Conditions = Conditions.Map(map), Values = Values.Map(map), Else = Else is null ? null : map(Else) };
}

/// <summary>A variable of a lambda function.</summary>
internal sealed record LambdaVariable(int Id, string Name, DataType Type, bool Nullable) : TypedExpression(Type, Nullable);

/// <summary>A lambda function; its type is its body's.</summary>
internal sealed record TypedLambda(Seq<LambdaVariable> Parameters, TypedExpression Body) : TypedExpression(Body.Type, Body.Nullable)
{
    public override IEnumerable<TypedExpression> Children => [Body];
    public override TypedExpression MapChildren(Func<TypedExpression, TypedExpression> map) => map(Body) is var b && ReferenceEquals(b, Body) ? this : this with { Body = b };
}

/// <summary>An expression to order by.</summary>
internal sealed record TypedOrder(TypedExpression Operand, bool Descending, bool NullsFirst);

/// <summary>A call of an aggregate function, over a group or a window's frame.</summary>
internal sealed record TypedAggregate(FunctionEntry Function, string Name, Seq<TypedExpression> Arguments, bool Distinct, TypedExpression? Filter,
    Seq<TypedOrder> WithinGroup, bool IgnoreNulls, DataType Type, bool Nullable) : TypedExpression(Type, Nullable)
{
    /// <summary>How the call shows in a column's name, where not as <c>name(a, b)</c>.</summary>
    public string? Pretty { get; init; }

    public override IEnumerable<TypedExpression> Children => Arguments.Concat(Filter is null ? [] : [Filter]).Concat(WithinGroup.Select(o => o.Operand));
    public override TypedExpression MapChildren(Func<TypedExpression, TypedExpression> map) => this with
    {
        Arguments = Arguments.Map(map), Filter = Filter is null ? null : map(Filter), WithinGroup = WithinGroup.Map(o => o with { Operand = map(o.Operand) }),
    };
}

/// <summary>A function over a window. <paramref name="Function"/> is a <see cref="TypedAggregate"/>, or a <see cref="TypedCall"/> of a window function.</summary>
internal sealed record TypedWindow(TypedExpression Function, Seq<TypedExpression> PartitionBy, Seq<TypedOrder> OrderBy, TypedFrame? Frame) : TypedExpression(Function.Type, Function.Nullable)
{
    public override IEnumerable<TypedExpression> Children => PartitionBy.Concat(OrderBy.Select(o => o.Operand)).Prepend(Function);
    public override TypedExpression MapChildren(Func<TypedExpression, TypedExpression> map) => this with
    {
        Function = map(Function), PartitionBy = PartitionBy.Map(map), OrderBy = OrderBy.Map(o => o with { Operand = map(o.Operand) }),
    };
}

internal sealed record TypedFrame(FrameUnit Unit, FrameBoundKind Start, TypedExpression? StartOffset, FrameBoundKind End, TypedExpression? EndOffset);

internal enum SubqueryKind { Scalar, Exists, In }

/// <summary>A subquery: one value, whether there are rows, or whether <paramref name="Operands"/> are among them.</summary>
internal sealed record TypedSubquery(SubqueryKind Kind, TypedPlan Plan, Seq<TypedExpression> Operands, DataType Type, bool Nullable) : TypedExpression(Type, Nullable)
{
    /// <summary>What an IN is where NULLs leave it unknown.</summary>
    public bool UnknownIs { get; init; }

    public override IEnumerable<TypedExpression> Children => Operands;
    public override TypedExpression MapChildren(Func<TypedExpression, TypedExpression> map) => this with { Operands = Operands.Map(map) };
}

/// <summary>A generator in a select list, such as explode: its columns stand in its place.</summary>
internal sealed record TypedGenerator(FunctionEntry Function, Seq<TypedExpression> Arguments, bool Outer, Seq<StructField> Columns) : TypedExpression(DataType.Null, true)
{
    public override IEnumerable<TypedExpression> Children => Arguments;
    public override TypedExpression MapChildren(Func<TypedExpression, TypedExpression> map) => this with { Arguments = Arguments.Map(map) };
}
