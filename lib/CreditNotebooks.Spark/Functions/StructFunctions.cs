using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Engines.Embedded;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Structs.</summary>
internal static class StructFunctions
{
    public static IEnumerable<FunctionEntry> All =>
    [
        Scalar("named_struct").Build(NamedStruct).Calls(Write),
        Scalar("struct").Build(Struct).Calls(Write),
    ];

    /// <summary>The name that an argument brings along: an alias, a column's or a field's; null for any other expression.</summary>
    public static string? NameOf(CallSite s, int index) => s.Syntax[index] switch
    {
        Alias { Names: [var name] } => name,
        Name n => NameOf(s[index]) ?? n.Parts[^1],
        _ => NameOf(s[index]),
    };

    private static string? NameOf(TypedExpression value) => value switch
    {
        ColumnReference c => c.Name,
        LambdaVariable v => v.Name,
        TypedCall { Function: var f, Arguments: [{ Type: StructType t }, TypedLiteral { Value: int at }] } when f == NestedAccess.StructField => t.Fields[at].Name,
        TypedCall { Function: var f, Arguments: [{ Type: ArrayType { ElementType: StructType t } }, TypedLiteral { Value: int at }] } when f == NestedAccess.ArrayStructFields => t.Fields[at].Name,
        TypedCall { Function: var f, Arguments: [_, TypedLiteral { Value: string key }] } when f == NestedAccess.MapValue => key,
        _ => null,
    };

    private static TypedCall Struct(CallSite s)
    {
        if (s.Count == 0) throw s.Unsupported("A struct without fields");
        var fields = s.Arguments.Select((a, i) => new StructField(NameOf(s, i) ?? $"col{i + 1}", a.Type, a.Nullable));
        var pretty = s.Arguments.Select((a, i) => s.Syntax[i] is Alias { Names: [var name] } ? $"{PrettyName.Of(a)} AS {name}" : PrettyName.Of(a));
        return s.Typed(new StructType(fields), false, s.Arguments.ToArray()) with { Pretty = $"{s.Name}({string.Join(", ", pretty)})" };
    }

    private static TypedCall NamedStruct(CallSite s)
    {
        if (s.Count % 2 != 0) throw s.WrongCount("2n (n > 0)");
        if (s.Count == 0) throw s.Unsupported("A struct without fields");
        var names = s.Arguments.Where((_, i) => i % 2 == 0).ToList();
        var wrong = names.FindAll(n => n.Type is not StringType || !n.IsFoldable);
        if (wrong.Count > 0)
            throw s.Mismatch("CREATE_NAMED_STRUCT_WITHOUT_FOLDABLE_STRING", $"Only foldable `STRING` expressions are allowed to appear at odd position, but they are [{string.Join(", ", wrong.Select(n => $"\"{PrettyName.Of(n)}\""))}].");
        var values = s.Arguments.Where((_, i) => i % 2 == 1).ToArray();
        var fields = values.Select((v, i) => new StructField(s.Analyzer.Fold(names[i]) is TypedLiteral { Value: string name } ? name
            : throw s.Mismatch("UNEXPECTED_NULL", $"The `[\"{PrettyName.Of(names[i])}\"]` must not be null."), v.Type, v.Nullable));
        return s.Typed(new StructType(fields), false, values) with { Pretty = PrettyName.Call(s.Name, s.Arguments) };
    }

    private static string Write(ExpressionWriter w, TypedCall c)
    {
        var names = PhysicalTypes.FieldNames((StructType)c.Type);
        return $"struct_pack({string.Join(", ", c.Arguments.Select((a, i) => $"{DuckDbText.Name(names[i])} := {w.Write(a)}"))})";
    }
}
