using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using Proto = CreditNotebooks.Spark.Engines.Connect.Protocol;
using Direction = CreditNotebooks.Spark.Engines.Connect.Protocol.Expression.Types.SortOrder.Types.SortDirection;
using Nulls = CreditNotebooks.Spark.Engines.Connect.Protocol.Expression.Types.SortOrder.Types.NullOrdering;

namespace CreditNotebooks.Spark.Engines.Connect;

// Expressions: SQL text wherever SQL has words for it. A column that names its DataFrame has none, nor has a struct's changed field: what is around
// them is built piece by piece.
internal sealed partial class PlanRelations
{
    private static Proto.Expression Text(string sql) => new() { ExpressionString = new() { Expression = sql } };

    private Proto.Expression Of(Expression expression) => Of(expression, []);

    /// <param name="expression">What is converted.</param>
    /// <param name="variables">The parameters of the lambdas around it.</param>
    private Proto.Expression Of(Expression expression, Seq<string> variables)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (!ExpressionParts.All(expression).Any(e => e is Name { Origin.Relation: not null } or UpdateFields or UserFunctionCall || IsVariable(e, variables)))
            return Text(SparkSqlWriter.Write(expression));
        Proto.Expression Part(Expression part) => Of(part, variables);
        return expression switch
        {
            Name name when IsVariable(name, variables) => new() { UnresolvedNamedLambdaVariable = new() { NameParts = { name.Parts } } },
            Name name => new() { UnresolvedAttribute = new() { UnparsedIdentifier = Identifier.QuoteAlways(name.Parts), PlanId = ids.Of(name.Origin.Relation!) } },
            Alias alias => new() { Alias = Alias(alias, variables) },
            Cast cast => new() { Cast = Cast(cast, variables) },
            Unary unary => Call(unary.Operator switch { UnaryOperator.Not => "not", UnaryOperator.Minus => "negative", UnaryOperator.Plus => "positive", _ => "~" }, Part(unary.Operand)),
            Binary binary => Binary(binary, variables),
            FunctionCall call => Call(call, variables),
            NamedArgument argument => new() { NamedArgumentExpression = new() { Key = argument.Name, Value = Part(argument.Value) } },
            Case @case => Case(@case, variables),
            Between b => Negated(b.Negated, Call("between", Part(b.Operand), Part(b.Low), Part(b.High))),
            In i => Negated(i.Negated, Call("in", [Part(i.Operand), .. i.Items.Select(Part)])),
            Like like => Like(like, variables),
            IsNull n => Call(n.Negated ? "isnotnull" : "isnull", Part(n.Operand)),
            IsDistinctFrom d => Negated(!d.Negated, Call("<=>", Part(d.Left), Part(d.Right))),
            IsTruth { Truth: { } truth } t => Negated(t.Negated, Call("<=>", Part(t.Operand), Text(truth ? "TRUE" : "FALSE"))),
            IsTruth t => Call(t.Negated ? "isnotnull" : "isnull", Part(t.Operand)),
            Lambda lambda => new() { LambdaFunction = Lambda(lambda, variables) },
            Subscript s => new() { UnresolvedExtractValue = new() { Child = Part(s.Operand), Extraction = Part(s.Index) } },
            FieldAccess f => new() { UnresolvedExtractValue = new() { Child = Part(f.Operand), Extraction = new() { Literal = new() { String = f.Field } } } },
            RowConstructor row => Call("struct", [.. row.Items.Select(Part)]),
            UpdateFields update => update.Updates.Aggregate(Part(update.Operand), (s, u) => new() { UpdateFields = Update(s, u, variables) }),
            UserFunctionCall user => throw UserFunction(user.Function.Name),
            _ => throw new SparkException("UNSUPPORTED_FEATURE", $"A column of a DataFrame (df[\"name\"]) cannot stand in {expression.GetType().Name} on Spark Connect; name it by Col(\"name\")."),
        };
    }

    /// <summary>Says that C# functions do not reach a Spark.</summary>
    public static SparkException UserFunction(string name) => new("UNSUPPORTED_FEATURE",
        $"The C# function {name} cannot run on a Spark behind Spark Connect: it stays in this process. Use Spark's own functions, or the embedded engine.");

    private Proto.Expression.Types.SortOrder Of(SortOrder order) => Of(order, []);

    private Proto.Expression.Types.SortOrder Of(SortOrder order, Seq<string> variables) => new()
    {
        Child = Of(order.Operand, variables),
        Direction = order.Descending ? Direction.Descending : Direction.Ascending,
        NullOrdering = order.NullsComeFirst ? Nulls.SortNullsFirst : Nulls.SortNullsLast,
    };

    private static bool IsVariable(Expression expression, Seq<string> variables) =>
        expression is Name { Origin.Relation: null } name && variables.Any(v => v.Equals(name.Parts[0], StringComparison.OrdinalIgnoreCase));

    private static Proto.Expression Call(string name, params Proto.Expression[] arguments) =>
        new() { UnresolvedFunction = new() { FunctionName = name, Arguments = { arguments } } };

    private static Proto.Expression Negated(bool negated, Proto.Expression expression) => negated ? Call("not", expression) : expression;

    private Proto.Expression.Types.Alias Alias(Alias alias) => Alias(alias, []);

    private Proto.Expression.Types.Alias Alias(Alias alias, Seq<string> variables) => new() { Expr = Of(alias.Operand, variables), Name = { alias.Names } };

    private Proto.Expression.Types.Cast Cast(Cast cast, Seq<string> variables)
    {
        var result = new Proto.Expression.Types.Cast { Expr = Of(cast.Operand, variables), TypeStr = cast.Type.Sql };
        if (cast.Try) result.EvalMode = Proto.Expression.Types.Cast.Types.EvalMode.Try;
        return result;
    }

    private Proto.Expression Binary(Binary binary, Seq<string> variables)
    {
        // A chain in a loop: it may be thousands of terms long.
        var chain = new Stack<Binary>();
        Expression left = binary;
        for (; left is Binary next; left = next.Left) chain.Push(next);
        var result = Of(left, variables);
        while (chain.TryPop(out var next)) result = Operation(next.Operator, result, Of(next.Right, variables));
        return result;
    }

    private static Proto.Expression Operation(BinaryOperator @operator, Proto.Expression left, Proto.Expression right) => @operator switch
    {
        BinaryOperator.Or => Call("or", left, right),
        BinaryOperator.And => Call("and", left, right),
        BinaryOperator.NotEqual => Call("not", Call("=", left, right)),
        BinaryOperator.Concatenate => Call("concat", left, right),
        BinaryOperator.IntegralDivide => Call("div", left, right),
        _ => Call(SparkSqlWriter.Symbol(@operator), left, right),
    };

    private Proto.Expression Call(FunctionCall call, Seq<string> variables)
    {
        if (call.Filter is not null || call.WithinGroup.Count > 0)
            throw new SparkException("UNSUPPORTED_FEATURE", $"A column of a DataFrame (df[\"name\"]) cannot stand in {call.Name[^1]} with FILTER or WITHIN GROUP on Spark Connect; name it by Col(\"name\").");
        var arguments = call.Arguments.Select(a => Of(a, variables));
        if (call.IgnoreNulls == true) arguments = arguments.Append(Text("TRUE"));
        var function = new Proto.Expression
        {
            UnresolvedFunction = new() { FunctionName = call.Name is [var plain] ? plain : Identifier.QuoteAlways(call.Name), Arguments = { arguments }, IsDistinct = call.Distinct },
        };
        if (call.Over is not { } over) return function;
        var window = new Proto.Expression.Types.Window
        {
            WindowFunction = function,
            PartitionSpec = { over.PartitionBy.Select(p => Of(p, variables)) },
            OrderSpec = { over.OrderBy.Select(o => Of(o, variables)) },
        };
        if (over.Frame is { } frame) window.FrameSpec = Frame(frame, variables);
        return new() { Window = window };
    }

    private Proto.Expression.Types.Window.Types.WindowFrame Frame(WindowFrame frame, Seq<string> variables) => new()
    {
        FrameType = frame.Unit == FrameUnit.Rows
            ? Proto.Expression.Types.Window.Types.WindowFrame.Types.FrameType.Row : Proto.Expression.Types.Window.Types.WindowFrame.Types.FrameType.Range,
        Lower = Bound(frame.Start, variables),
        Upper = Bound(frame.End, variables),
    };

    private Proto.Expression.Types.Window.Types.WindowFrame.Types.FrameBoundary Bound(FrameBound bound, Seq<string> variables) => bound.Kind switch
    {
        FrameBoundKind.CurrentRow => new() { CurrentRow = true },
        FrameBoundKind.UnboundedPreceding or FrameBoundKind.UnboundedFollowing => new() { Unbounded = true },
        FrameBoundKind.Preceding => new() { Value = Of(new Unary(UnaryOperator.Minus, bound.Offset!), variables) },
        _ => new() { Value = Of(bound.Offset!, variables) },
    };

    private Proto.Expression Case(Case @case, Seq<string> variables)
    {
        var arguments = new List<Proto.Expression>();
        foreach (var branch in @case.Branches)
        {
            var condition = @case.Operand is null ? branch.When : new Binary(BinaryOperator.Equal, @case.Operand, branch.When);
            arguments.Add(Of(condition, variables));
            arguments.Add(Of(branch.Then, variables));
        }
        if (@case.Else is not null) arguments.Add(Of(@case.Else, variables));
        return Call("when", [.. arguments]);
    }

    private Proto.Expression Like(Like like, Seq<string> variables)
    {
        var name = like.Kind switch { LikeKind.Like => "like", LikeKind.ILike => "ilike", _ => "rlike" };
        Proto.Expression One(Expression pattern) => Negated(like.Negated, like.Escape is { } escape
            ? Call(name, Of(like.Operand, variables), Of(pattern, variables), new() { Literal = new() { String = escape.ToString() } })
            : Call(name, Of(like.Operand, variables), Of(pattern, variables)));
        var join = like.Quantifier == LikeQuantifier.All ? "and" : "or";
        return like.Patterns.Skip(1).Aggregate(One(like.Patterns[0]), (whole, pattern) => Call(join, whole, One(pattern)));
    }

    private Proto.Expression.Types.LambdaFunction Lambda(Lambda lambda, Seq<string> variables) => new()
    {
        Function = Of(lambda.Body, [.. variables, .. lambda.Parameters]),
        Arguments = { lambda.Parameters.Select(p => new Proto.Expression.Types.UnresolvedNamedLambdaVariable { NameParts = { p } }) },
    };

    private Proto.Expression.Types.UpdateFields Update(Proto.Expression on, FieldUpdate update, Seq<string> variables)
    {
        var result = new Proto.Expression.Types.UpdateFields { StructExpression = on, FieldName = update.Field };
        if (update.Value is not null) result.ValueExpression = Of(update.Value, variables);
        return result;
    }
}
