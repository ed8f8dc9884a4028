namespace CreditNotebooks.Spark.Sources;

internal static class BadRecord
{
    /// <summary>What the mode FAILFAST says of a record.</summary>
    public static SparkException FailFast(string record, string reason) => new("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION",
        $"Malformed records are detected in record parsing: {record}. Parse Mode: FAILFAST. To process malformed records as null result, try setting the option 'mode' as 'PERMISSIVE'. What is wrong: {reason}.");
}
