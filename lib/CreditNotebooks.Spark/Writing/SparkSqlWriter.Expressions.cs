using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Writing;

// Expressions, with parentheses only where an operator binds looser than its place asks for.
internal sealed partial class SparkSqlWriter
{
    private const int Loosest = 0, AndLevel = 1, NotLevel = 2, PredicateLevel = 3, ValueLevel = 4, SignLevel = 11, PrimaryLevel = 12;

    private static (int Level, string Text) Operator(BinaryOperator @operator) => @operator switch
    {
        BinaryOperator.Or => (Loosest, "OR"),
        BinaryOperator.And => (AndLevel, "AND"),
        BinaryOperator.Equal => (ValueLevel, "="),
        BinaryOperator.NotEqual => (ValueLevel, "<>"),
        BinaryOperator.NullSafeEqual => (ValueLevel, "<=>"),
        BinaryOperator.Less => (ValueLevel, "<"),
        BinaryOperator.LessOrEqual => (ValueLevel, "<="),
        BinaryOperator.Greater => (ValueLevel, ">"),
        BinaryOperator.GreaterOrEqual => (ValueLevel, ">="),
        BinaryOperator.BitOr => (5, "|"),
        BinaryOperator.BitXor => (6, "^"),
        BinaryOperator.BitAnd => (7, "&"),
        BinaryOperator.ShiftLeft => (8, "<<"),
        BinaryOperator.ShiftRight => (8, ">>"),
        BinaryOperator.ShiftRightUnsigned => (8, ">>>"),
        BinaryOperator.Add => (9, "+"),
        BinaryOperator.Subtract => (9, "-"),
        BinaryOperator.Concatenate => (9, "||"),
        BinaryOperator.Multiply => (10, "*"),
        BinaryOperator.Divide => (10, "/"),
        BinaryOperator.Modulo => (10, "%"),
        BinaryOperator.IntegralDivide => (10, "DIV"),
        _ => throw new ArgumentOutOfRangeException(nameof(@operator), @operator, null),
    };

    /// <summary>How an operator is written.</summary>
    internal static string Symbol(BinaryOperator @operator) => Operator(@operator).Text;

    private static int Level(Expression expression) => expression switch
    {
        Binary b => Operator(b.Operator).Level,
        Unary { Operator: UnaryOperator.Not } or Exists => NotLevel,
        Unary => SignLevel,
        Between or In or InSubquery or Like or IsNull or IsDistinctFrom or IsTruth => PredicateLevel,
        Lambda or Alias or NamedArgument => Loosest,
        _ => PrimaryLevel,
    };

    private void WriteNamed(Expression expression)
    {
        if (expression is not Alias alias)
        {
            WriteExpression(expression);
            return;
        }
        WriteExpression(alias.Operand);
        Put(" AS ");
        if (alias.Names is [var name]) Put(Quote(name));
        else PutNames(alias.Names);
    }

    private void WriteExpression(Expression expression) => WriteExpression(expression, Loosest);

    private void WriteValue(Expression expression) => WriteExpression(expression, ValueLevel);

    private void WriteExpression(Expression expression, int level)
    {
        EnterLevel();
        if (Level(expression) >= level) WriteBare(expression);
        else
        {
            Put("(");
            WriteBare(expression);
            Put(")");
        }
    }

    private void WriteBare(Expression expression)
    {
        switch (expression)
        {
            case Literal literal: WriteLiteral(literal); break;
            case DateTimeLiteral literal: Put($"{literal.Keyword} {StringEscapes.Quote(literal.Text)}"); break;
            case IntervalLiteral literal: WriteInterval(literal); break;
            case Name name: Put(Quote(name.Parts)); break;
            case Star star: WriteStar(star); break;
            case Unary unary: WriteUnary(unary); break;
            case Binary binary: WriteBinary(binary); break;
            case Cast cast:
                Put(cast.Try ? "TRY_CAST(" : "CAST(");
                WriteExpression(cast.Operand);
                Put($" AS {cast.Type.Sql})");
                break;
            case FunctionCall call: WriteCall(call); break;
            case NamedArgument argument:
                Put(Quote(argument.Name)).Put(" => ");
                WriteExpression(argument.Value);
                break;
            case Case @case: WriteCase(@case); break;
            case Between or In or InSubquery or Like or IsNull or IsDistinctFrom or IsTruth: WritePredicate(expression); break;
            case Exists exists:
                Put("EXISTS ");
                WriteSubquery(exists.Query);
                break;
            case ScalarSubquery subquery: WriteSubquery(subquery.Query); break;
            case Lambda lambda:
                if (lambda.Parameters is [var only]) Put(Quote(only));
                else PutNames(lambda.Parameters);
                Put(" -> ");
                WriteExpression(lambda.Body);
                break;
            case Subscript subscript:
                WriteExpression(subscript.Operand, PrimaryLevel);
                Put("[");
                WriteValue(subscript.Index);
                Put("]");
                break;
            case FieldAccess access:
                var bare = access.Operand is FunctionCall or Subscript or FieldAccess;
                if (!bare) Put("(");
                WriteExpression(access.Operand, bare ? PrimaryLevel : Loosest);
                Put(bare ? "." : ").").Put(Quote(access.Field));
                break;
            case Alias: WriteNamed(expression); break;
            case RowConstructor { Items.Count: < 2 } row: Put("named_struct("); PutList(row.Items, item => { Put("'col1', "); WriteExpression(item); }); Put(")"); break;
            case RowConstructor row: PutInParentheses(row.Items, WriteNamed); break;
            case Parameter parameter: Put(char.IsAsciiDigit(parameter.Key[0]) ? "?" : ":" + Quote(parameter.Key)); break;
            default: throw Refuse($"An expression of the kind {expression.GetType().Name}");
        }
    }

    private void WriteStar(Star star)
    {
        Put(star.Qualifier.Count > 0 ? $"{Quote(star.Qualifier)}.*" : "*");
        if (star.Except.Count == 0) return;
        Put(" EXCEPT ");
        PutInParentheses(star.Except, name => Put(Quote(name.Parts)));
    }

    private void WriteUnary(Unary unary)
    {
        if (unary.Operator == UnaryOperator.Not)
        {
            Put("NOT ");
            WriteExpression(unary.Operand, NotLevel);
            return;
        }
        Put(unary.Operator switch { UnaryOperator.Minus => "-", UnaryOperator.Plus => "+", _ => "~" });
        // A minus in front of a number would become part of it, and two of them a comment.
        WriteExpression(unary.Operand, BeginsWithNumberOrSign(unary.Operand) ? PrimaryLevel + 1 : SignLevel);
    }

    private static bool BeginsWithNumberOrSign(Expression expression)
    {
        while (expression is Subscript subscript) expression = subscript.Operand;
        return expression is Literal or Unary;
    }

    /// <summary>A chain of operators in a loop: it may be thousands of terms long.</summary>
    private void WriteBinary(Binary binary)
    {
        var chain = new Stack<Binary>();
        Expression left = binary;
        var level = Operator(binary.Operator).Level;
        while (left is Binary next && Operator(next.Operator).Level >= level)
        {
            chain.Push(next);
            level = Operator(next.Operator).Level;
            left = next.Left;
        }
        WriteExpression(left, level);
        while (chain.TryPop(out var next))
        {
            var (own, symbol) = Operator(next.Operator);
            Put($" {symbol} ");
            hasShift |= next.Operator is BinaryOperator.ShiftRight or BinaryOperator.ShiftRightUnsigned;
            WriteExpression(next.Right, own + 1);
        }
    }

    private void WriteCase(Case @case)
    {
        Put("CASE");
        if (@case.Operand is not null)
        {
            Put(" ");
            WriteExpression(@case.Operand);
        }
        foreach (var branch in @case.Branches)
        {
            Put(" WHEN ");
            WriteExpression(branch.When);
            Put(" THEN ");
            WriteExpression(branch.Then);
        }
        if (@case.Else is not null)
        {
            Put(" ELSE ");
            WriteExpression(@case.Else);
        }
        Put(" END");
    }

    private void WritePredicate(Expression predicate)
    {
        switch (predicate)
        {
            case Between between:
                WriteValue(between.Operand);
                Put(between.Negated ? " NOT BETWEEN " : " BETWEEN ");
                WriteValue(between.Low);
                Put(" AND ");
                WriteValue(between.High);
                break;
            case In @in:
                WriteValue(@in.Operand);
                Put(@in.Negated ? " NOT IN " : " IN ");
                PutInParentheses(@in.Items, WriteExpression);
                break;
            case InSubquery @in:
                if (@in.Operands is [var only]) WriteValue(only);
                else PutInParentheses(@in.Operands, WriteNamed);
                Put(@in.Negated ? " NOT IN " : " IN ");
                WriteSubquery(@in.Query);
                break;
            case Like like: WriteLike(like); break;
            case IsNull isNull:
                WriteValue(isNull.Operand);
                Put(isNull.Negated ? " IS NOT NULL" : " IS NULL");
                break;
            case IsTruth truth:
                WriteValue(truth.Operand);
                Put(truth.Negated ? " IS NOT " : " IS ").Put(truth.Truth switch { true => "TRUE", false => "FALSE", null => "UNKNOWN" });
                break;
            case IsDistinctFrom distinct:
                WriteValue(distinct.Left);
                Put(distinct.Negated ? " IS NOT DISTINCT FROM " : " IS DISTINCT FROM ");
                WriteValue(distinct.Right);
                break;
        }
    }

    private void WriteLike(Like like)
    {
        WriteValue(like.Operand);
        Put(like.Negated ? " NOT " : " ").Put(like.Kind switch { LikeKind.Like => "LIKE", LikeKind.ILike => "ILIKE", _ => "RLIKE" });
        if (like.Quantifier != LikeQuantifier.One)
        {
            Put(like.Quantifier == LikeQuantifier.All ? " ALL " : " ANY ");
            PutInParentheses(like.Patterns, WriteExpression);
            return;
        }
        Put(" ");
        WriteValue(like.Patterns[0]);
        if (like.Escape is { } escape) Put(" ESCAPE ").Put(StringEscapes.Quote(escape.ToString()));
    }

    private void WriteSubquery(Relation query)
    {
        Put("(");
        WriteQuery(query);
        Put(")");
    }
}
