using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Engines.Embedded;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary><c>stack(n, …)</c>: the values laid out in n rows.</summary>
internal static class Stack
{
    public static Seq<StructField> Columns(CallSite s)
    {
        if (s.Count < 2) throw s.WrongCount("> 1");
        if (s[0].Type is not IntegerType) throw s.Unexpected(0, ArgumentType.Int);
        if (!s[0].IsFoldable) throw s.Mismatch("NON_FOLDABLE_INPUT", $"the input `n` should be a foldable \"INT\" expression; however, got \"{PrettyName.Of(s[0])}\".");
        if (s.Analyzer.Fold(s[0]) is not TypedLiteral { Value: int rows }) throw s.Mismatch("UNEXPECTED_NULL", "The `n` must not be null.");
        if (rows <= 0) throw s.Mismatch("VALUE_OUT_OF_RANGE", $"The `number` must be between (0, 2147483647] (current value = {rows}).");
        var count = (s.Count - 1 + rows - 1) / rows;
        return Enumerable.Range(0, count).Select(column =>
        {
            var values = s.Arguments.Skip(1).Where((_, i) => i % count == column).ToList();
            var type = values.Find(v => v.Type is not NullType)?.Type ?? DataType.Null;
            var wrong = values.FindIndex(v => v.Type is not NullType && !TypeCoercion.SameButNulls(v.Type, type));
            if (wrong >= 0)
                throw s.Mismatch("STACK_COLUMN_DIFF_TYPES", $"The data type of the column (`{column}`) do not have the same type: \"{type.Sql}\" (`{column + 1}`) <> \"{values[wrong].Type.Sql}\" (`{wrong * count + column + 1}`).");
            return new StructField($"col{column}", type, true);
        }).ToSeq();
    }

    public static IReadOnlyList<string> Write(ExpressionWriter w, TypedGenerator g)
    {
        var count = g.Columns.Count;
        var rows = (int)((TypedLiteral)g.Arguments[0]).Value!;
        return g.Columns.Select((c, column) =>
        {
            var values = g.Arguments.Skip(1).Where((_, i) => i % count == column).Select(v => w.Write(CastRules.Implicit(v, c.DataType))).ToList();
            var rest = Enumerable.Repeat($"CAST(NULL AS {PhysicalTypes.Sql(c.DataType)})", rows - values.Count);
            return $"list_value({string.Join(", ", values.Concat(rest))})";
        }).ToList();
    }
}
