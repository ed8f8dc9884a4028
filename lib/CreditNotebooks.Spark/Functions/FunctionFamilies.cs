namespace CreditNotebooks.Spark.Catalogue;

/// <summary>The families of functions; each is a table of its own.</summary>
internal static class FunctionFamilies
{
    public static IEnumerable<FunctionEntry> All =>
    [
        .. OperatorFunctions.All,
        .. ArithmeticFunctions.All,
        .. PredicateFunctions.All,
        .. ConversionFunctions.All,
        .. GroupingFunctions.All,
        .. MathFunctions.All,
        .. BitwiseFunctions.All,
        .. StringFunctions.All,
        .. PatternFunctions.All,
        .. FormatFunctions.All,
        .. EncodingFunctions.All,
        .. HashFunctions.All,
        .. DateTimeFunctions.All,
        .. IntervalFunctions.All,
        .. ArrayFunctions.All,
        .. MapFunctions.All,
        .. StructFunctions.All,
        .. HigherOrderFunctions.All,
        .. GeneratorFunctions.All,
        .. AggregateFunctions.All,
        .. StatisticalFunctions.All,
        .. SketchFunctions.All,
        .. WindowFunctions.All,
        .. JsonFunctions.All,
        .. CsvFunctions.All,
        .. XmlFunctions.All,
        .. VariantFunctions.All,
        .. UrlFunctions.All,
        .. MiscellaneousFunctions.All,
    ];
}
