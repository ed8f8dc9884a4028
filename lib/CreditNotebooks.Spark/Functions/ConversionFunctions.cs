using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Casts by function name: <c>int('3')</c>, <c>date('2024-01-31')</c>; and what tells a type.</summary>
internal static class ConversionFunctions
{
    public static IEnumerable<FunctionEntry> All =>
    [
        CastTo("boolean", DataType.Boolean), CastTo("tinyint", DataType.Byte), CastTo("smallint", DataType.Short), CastTo("int", DataType.Integer), CastTo("bigint", DataType.Long),
        CastTo("float", DataType.Float), CastTo("double", DataType.Double), CastTo("decimal", new DecimalType(10, 0)), CastTo("date", DataType.Date),
        CastTo("timestamp", DataType.Timestamp), CastTo("binary", DataType.Binary), CastTo("string", DataType.String),
        Scalar("typeof").Build(s => s.Count != 1 ? throw s.WrongCount("1") : s.Rewrite(TypedLiteral.Of(s[0].Type.SimpleString))),
    ];

    // The cast shows as its operand: SELECT int('3') is the column `3`.
    private static FunctionEntry CastTo(string name, DataType type) => Scalar(name).Build(s =>
    {
        if (s.Count != 1) throw s.WrongCount("1");
        return CastRules.Written(s[0], type, CastMode.Ansi) is TypedCast c ? c.Operand.Type == type ? c.Operand : c with { Written = false } : s[0];
    });
}
