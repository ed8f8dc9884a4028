using CreditNotebooks.Spark.Engines.Embedded;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>What <c>a.b</c>, <c>a[0]</c> and <c>m['k']</c> become; not callable by name.</summary>
internal static class NestedAccess
{
    private static readonly Kernel OutOfBounds = new(bool (long index, long size) => throw new SparkException("INVALID_ARRAY_INDEX",
        $"The index {index} is out of bounds. The array has {size} elements. Use the SQL function `get()` to tolerate accessing element at invalid index and return NULL instead."));

    public static readonly FunctionEntry StructField = Scalar("getstructfield").Calls((w, c) =>
        $"struct_extract({w.Write(c.Arguments[0])}, {Name((StructType)c.Arguments[0].Type, c.Arguments[1])})");

    public static readonly FunctionEntry ArrayStructFields = Scalar("getarraystructfields").Calls((w, c) =>
        $"list_transform({w.Write(c.Arguments[0])}, lambda e: struct_extract(e, {Name((StructType)((ArrayType)c.Arguments[0].Type).ElementType, c.Arguments[1])}))");

    /// <summary>From 0; outside of the array an error.</summary>
    public static readonly FunctionEntry ArrayItem = Scalar("getarrayitem").Fails().Calls((w, c) =>
    {
        var (array, index) = (w.Write(c.Arguments[0]), w.Write(c.Arguments[1]));
        var error = w.Kernel("array_index_error", OutOfBounds, [DataType.Long, DataType.Long], DataType.Boolean, index, $"len({array})");
        return ElementNullability.Guard(c, index, $"CASE WHEN {array} IS NULL OR {index} IS NULL THEN NULL WHEN {index} < 0 OR {index} >= len({array}) THEN CASE WHEN {error} THEN NULL END ELSE list_extract({array}, {index} + 1) END");
    });

    /// <summary>NULL where the key is not there.</summary>
    public static readonly FunctionEntry MapValue = Scalar("getmapvalue").Calls((w, c) => ((MapType)c.Arguments[0].Type).KeyType is StringType or DateType or BooleanType || ((MapType)c.Arguments[0].Type).KeyType.IsIntegral
        ? $"map_extract_value({w.Write(c.Arguments[0])}, {w.Write(c.Arguments[1])})" : MapKeys.Lookup(w, c));

    private static string Name(StructType type, Analysis.TypedExpression index) =>
        DuckDbText.String(PhysicalTypes.FieldNames(type)[(int)((Analysis.TypedLiteral)index).Value!]);
}
