namespace CreditNotebooks.Spark.Plans;

/// <summary>Walks an expression; queries in it are not entered.</summary>
internal static class ExpressionParts
{
    /// <summary>The expression and all that it is made of.</summary>
    public static IEnumerable<Expression> All(Expression expression)
    {
        var open = new Stack<Expression>([expression]);
        while (open.TryPop(out var next))
        {
            yield return next;
            foreach (var child in Children(next)) open.Push(child);
        }
    }

    private static IEnumerable<Expression> Children(Expression expression) => expression switch
    {
        Unary e => [e.Operand],
        Binary e => [e.Left, e.Right],
        Cast e => [e.Operand],
        FunctionCall e => [.. e.Arguments, .. e.WithinGroup.Select(o => o.Operand), .. e.Filter is null ? [] : new[] { e.Filter }, .. OfWindow(e.Over)],
        NamedArgument e => [e.Value],
        Case e => [.. e.Operand is null ? [] : new[] { e.Operand }, .. e.Branches.SelectMany(b => new[] { b.When, b.Then }), .. e.Else is null ? [] : new[] { e.Else }],
        Between e => [e.Operand, e.Low, e.High],
        In e => [e.Operand, .. e.Items],
        InSubquery e => e.Operands,
        Like e => [e.Operand, .. e.Patterns],
        IsNull e => [e.Operand],
        IsDistinctFrom e => [e.Left, e.Right],
        IsTruth e => [e.Operand],
        Lambda e => [e.Body],
        Subscript e => [e.Operand, e.Index],
        FieldAccess e => [e.Operand],
        Alias e => [e.Operand],
        RowConstructor e => e.Items,
        UserFunctionCall e => e.Arguments,
        UpdateFields e => [e.Operand, .. e.Updates.Select(u => u.Value).OfType<Expression>()],
        IntervalLiteral e => e.Parts.Select(p => p.Value),
        Literal or DateTimeLiteral or Name or Star or Exists or ScalarSubquery or Parameter => [],
        _ => throw new NotSupportedException(expression.GetType().Name),
    };

    private static IEnumerable<Expression> OfWindow(WindowSpecification? window) => window is null ? []
        : [.. window.PartitionBy, .. window.OrderBy.Select(o => o.Operand), .. new[] { window.Frame?.Start.Offset, window.Frame?.End.Offset }.OfType<Expression>()];
}
