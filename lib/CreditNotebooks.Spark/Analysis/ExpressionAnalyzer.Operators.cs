using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>Operators and predicates: each is a function of the catalogue.</summary>
internal sealed partial class ExpressionAnalyzer
{
    private TypedExpression AnalyzeUnary(Unary u)
    {
        var operand = Analyze(u.Operand);
        return u.Operator switch
        {
            UnaryOperator.Minus => Invoke("negative", [operand], u.Span) switch { TypedCall c => c with { Pretty = $"(- {PrettyName.Of(operand)})" }, var e => e },
            UnaryOperator.Plus => Invoke("positive", [operand], u.Span) switch { TypedCall c => c with { Pretty = $"(+ {PrettyName.Of(operand)})" }, var e => e },
            UnaryOperator.Not => operand is TypedSubquery { Kind: SubqueryKind.In } test ? NotIn(test, u.Span) : Invoke("not", [operand], u.Span),
            UnaryOperator.BitNot => Invoke("~", [operand], u.Span),
            _ => throw new NotSupportedException(u.Operator.ToString()),
        };
    }

    private TypedExpression AnalyzeBinary(Binary b)
    {
        // A chain a AND b AND c … is as deep as it is long: walk down its left side without recursion.
        var chain = new Stack<Binary>();
        Expression left = b;
        while (left is Binary inner) { chain.Push(inner); left = inner.Left; }
        var typed = Analyze(left);
        foreach (var next in chain) typed = Invoke(OperatorName(next.Operator), [typed, Analyze(next.Right)], next.Span);
        return typed;
    }

    private static string OperatorName(BinaryOperator op) => op switch
    {
        BinaryOperator.Or => "or", BinaryOperator.And => "and", BinaryOperator.Equal => "=", BinaryOperator.NotEqual => "!=", BinaryOperator.NullSafeEqual => "<=>",
        BinaryOperator.Less => "<", BinaryOperator.LessOrEqual => "<=", BinaryOperator.Greater => ">", BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.Add => "+", BinaryOperator.Subtract => "-", BinaryOperator.Multiply => "*", BinaryOperator.Divide => "/", BinaryOperator.Modulo => "%",
        BinaryOperator.IntegralDivide => "div", BinaryOperator.BitAnd => "&", BinaryOperator.BitOr => "|", BinaryOperator.BitXor => "^", BinaryOperator.Concatenate => "concat",
        BinaryOperator.ShiftLeft => "<<", BinaryOperator.ShiftRight => ">>", BinaryOperator.ShiftRightUnsigned => ">>>",
        _ => throw new NotSupportedException(op.ToString()),
    };

    private TypedExpression AnalyzeBetween(Between b)
    {
        var between = Invoke("between", [Analyze(b.Operand), Analyze(b.Low), Analyze(b.High)], b.Span);
        return b.Negated ? Invoke("not", [between], b.Span) : between;
    }

    private TypedExpression AnalyzeIn(In i)
    {
        var test = Invoke("in", i.Items.Select(Analyze).Prepend(Analyze(i.Operand)).ToList(), i.Span);
        return i.Negated ? Invoke("not", [test], i.Span) : test;
    }

    private TypedExpression AnalyzeLike(Like l)
    {
        var operand = Analyze(l.Operand);
        var name = l.Kind switch { LikeKind.Like => "like", LikeKind.ILike => "ilike", _ => "rlike" };
        TypedExpression One(Expression pattern) => l.Kind != LikeKind.RLike && l.Escape is { } escape
            ? Invoke(name, [operand, Analyze(pattern), TypedLiteral.Of(escape.ToString())], l.Span)
            : Invoke(name, [operand, Analyze(pattern)], l.Span);
        if (l.Quantifier == LikeQuantifier.One)
        {
            var test = One(l.Patterns[0]);
            return l.Negated ? Invoke("not", [test], l.Span) : test;
        }
        // NOT LIKE ANY is an OR of NOT LIKEs, NOT LIKE ALL an AND of them.
        var tests = l.Patterns.Select(p => l.Negated ? Invoke("not", [One(p)], l.Span) : One(p)).ToList();
        var joined = tests.Aggregate((a, b) => Invoke(l.Quantifier == LikeQuantifier.Any ? "or" : "and", [a, b], l.Span));
        if (!l.Patterns.All(p => p is Literal { Value: string })) return joined;
        // Constant patterns are all read before a value is looked at, and show as one function that may give NULL.
        if (operand is not TypedLiteral { Value: null })
            foreach (var pattern in l.Patterns.Cast<Literal>()) LikePattern.Check((string)pattern.Value!, "\\");
        var shown = l.Kind == LikeKind.ILike ? $"lower({PrettyName.Of(operand)})" : PrettyName.Of(operand);
        return new Rewritten($"{(l.Negated ? "not" : "")}like{(l.Quantifier == LikeQuantifier.Any ? "any" : "all")}({shown})", joined) { Nullable = true, Span = l.Span };
    }

    private TypedExpression AnalyzeDistinct(IsDistinctFrom d)
    {
        var same = Invoke("<=>", [Analyze(d.Left), Analyze(d.Right)], d.Span);
        return d.Negated ? same : Invoke("not", [same], d.Span);
    }

    private TypedExpression AnalyzeTruth(IsTruth t)
    {
        var operand = AnalyzeBoolean(t.Operand, "IS TRUE");
        var test = t.Truth is { } truth ? Invoke("<=>", [operand, TypedLiteral.Of(truth)], t.Span) : Invoke("isnull", [operand], t.Span);
        return t.Negated ? Invoke("not", [test], t.Span) : test;
    }
}
