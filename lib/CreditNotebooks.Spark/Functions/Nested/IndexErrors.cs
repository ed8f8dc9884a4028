namespace CreditNotebooks.Spark.Catalogue;

/// <summary>What is wrong with an index.</summary>
internal static class IndexErrors
{
    public static SparkException Zero() => new("INVALID_INDEX_OF_ZERO", "The index 0 is invalid. An index shall be either < 0 or > 0 (the first element has index 1).");

    public static SparkException OutOfBounds(int index, int size) => new("INVALID_ARRAY_INDEX_IN_ELEMENT_AT",
        $"The index {index} is out of bounds. The array has {size} elements. Use `try_element_at` to tolerate accessing element at invalid index and return NULL instead.");
}
