using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>Column.WithField and Column.DropFields: the struct built anew.</summary>
internal static class FieldUpdates
{
    public static TypedExpression Build(ExpressionAnalyzer analyzer, UpdateFields update)
    {
        var value = analyzer.Analyze(update.Operand);
        foreach (var change in update.Updates) value = Apply(analyzer, value, change.Field.Split('.'), change, update.Span);
        return value;
    }

    private static TypedExpression Apply(ExpressionAnalyzer analyzer, TypedExpression value, string[] path, FieldUpdate change, SourceSpan span)
    {
        if (value.Type is not StructType type)
            throw new SparkException("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", $"Fields can be changed in a \"STRUCT\" only, however \"{PrettyName.Of(value)}\" has the type \"{value.Type.Sql}\".", span);
        var fields = type.Fields.Select(f => (f.Name, Value: Fields.Get(value, TypedLiteral.Of(f.Name), span))).ToList();
        var at = fields.FindIndex(f => Scope.Same(f.Name, path[0]));
        TypedExpression? Changed(TypedExpression? old) => path.Length > 1
            ? Apply(analyzer, old ?? throw new SparkException("FIELD_NOT_FOUND", $"No such struct field `{path[0]}` in {string.Join(", ", type.FieldNames.Select(Identifier.QuoteAlways))}.", span), path[1..], change, span)
            : change.Value is { } v ? analyzer.Analyze(v) : null;
        var changed = Changed(at >= 0 ? fields[at].Value : null);
        if (changed is null)
        {
            if (at >= 0) fields.RemoveAt(at);
            if (fields.Count == 0) throw new SparkException("DATATYPE_MISMATCH.CANNOT_DROP_ALL_FIELDS", "Cannot drop all fields in struct.", span);
        }
        else if (at >= 0) fields[at] = (fields[at].Name, changed);
        else fields.Add((path[0], changed));
        var built = analyzer.Invoke("named_struct", fields.SelectMany(f => new[] { TypedLiteral.Of(f.Name), f.Value }).ToList(), span);
        if (!value.Nullable) return built;
        return ExpressionAnalyzer.BuildCase([analyzer.Invoke("isnotnull", [value], span)], [built], null, span);
    }
}
