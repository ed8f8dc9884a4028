using CreditNotebooks.Display;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Language;

/// <summary>A schema as editors show it.</summary>
internal static class TableColumns
{
    public static IReadOnlyList<DescribedColumn> Describe(StructType schema) =>
        [.. schema.Fields.Select(f => new DescribedColumn(f.Name, f.DataType.SimpleString))];
}
