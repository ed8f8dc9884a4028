namespace CreditNotebooks.Spark.Analysis;

/// <summary>Computes constant expressions, by the engine itself, so that a constant is what the query would have computed.</summary>
internal static class ConstantFolding
{
    public static TypedExpression Fold(TypedExpression expression, AnalysisContext context) =>
        expression is TypedLiteral ? expression
        : expression.IsFoldable && !expression.Type.IsNested ? new TypedLiteral(context.Evaluate(expression), expression.Type) { Span = expression.Span, Zone = context.Zone }
        : expression;
}
