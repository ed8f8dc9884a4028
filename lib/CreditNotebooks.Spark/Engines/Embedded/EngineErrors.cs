using System.Text.RegularExpressions;
using CreditNotebooks.DuckDb;

namespace CreditNotebooks.Spark.Engines.Embedded;

/// <summary>DuckDB's errors as Spark's: those of C# functions and of <c>error()</c> carry Spark's own, the rest is told by its text.</summary>
internal static partial class EngineErrors
{
    private static readonly (string Text, string Condition, string Sentence)[] Known =
    [
        ("of INT8 (", "BINARY_ARITHMETIC_OVERFLOW", "The result of an operation on TINYINTs does not fit a TINYINT. Cast to a wider type, or use the `try_` form of the operation."),
        ("of INT16 (", "BINARY_ARITHMETIC_OVERFLOW", "The result of an operation on SMALLINTs does not fit a SMALLINT. Cast to a wider type, or use the `try_` form of the operation."),
        ("Overflow in ", "ARITHMETIC_OVERFLOW", "The result of an arithmetic operation does not fit its type. Use the `try_` form of the operation to tolerate overflow and return NULL instead."),
        ("overflow", "ARITHMETIC_OVERFLOW", "The result of an arithmetic operation does not fit its type. Use the `try_` form of the operation to tolerate overflow and return NULL instead."),
        ("out of range for the destination type", "ARITHMETIC_OVERFLOW", "A number does not fit the type of its result. Use the `try_` form of the operation to tolerate overflow and return NULL instead."),
        ("More than one row returned by a subquery", "SCALAR_SUBQUERY_TOO_MANY_ROWS", "More than one row returned by a subquery used as an expression."),
        ("Map keys must be unique", "DUPLICATED_MAP_KEY", "A map was given the same key twice; set spark.sql.mapKeyDedupPolicy where the last one should count."),
        ("Map keys can not be NULL", "NULL_MAP_KEY", "Cannot use null as map key."),
        ("Could not cast value", "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION", "A number has more digits than its decimal type holds. Use a wider type, or `try_cast` to get NULL instead."),
        ("Casting value", "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION", "A number has more digits than its decimal type holds. Use a wider type, or `try_cast` to get NULL instead."),
    ];

    /// <param name="e">What DuckDB says.</param>
    /// <param name="query">What it ran, for the names of what was read; null for an expression alone.</param>
    public static SparkException Translate(DuckDbException e, Translation? query = null)
    {
        for (Exception? inner = e.InnerException; inner is not null; inner = inner.InnerException)
            if (inner is SparkException spark) return spark;
        if (Marked().Match(e.Message) is { Success: true } marked) return new SparkException(marked.Groups[1].Value, marked.Groups[2].Value, e);
        foreach (var (text, condition, sentence) in Known)
            if (e.Message.Contains(text, StringComparison.OrdinalIgnoreCase)) return new SparkException(condition, sentence, e);
        if (e.ErrorType == DuckDbErrorType.OutOfMemory)
            return new SparkException("UNABLE_TO_ACQUIRE_MEMORY", "The query needs more memory than it may use; read fewer columns or rows, or raise spark.driver.memory.", e);
        return new SparkException("UNSUPPORTED_FEATURE", $"The embedded engine could not run this query; set SPARK_REMOTE to run it on Spark. It said: {FirstLine(query?.Named(e.Message) ?? e.Message)}", e);
    }

    private static string FirstLine(string message) => message.Split('\n')[0];

    [GeneratedRegex(@"\[([A-Z][A-Z0-9_]*(?:\.[A-Z0-9_]+)*)\] (.*)", RegexOptions.Singleline)]
    private static partial Regex Marked();
}
