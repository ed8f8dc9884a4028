namespace CreditNotebooks.Spark.Catalogue;

/// <summary>A function in C# that computes one value from a row's arguments; the engine runs it over whole vectors inside DuckDB.</summary>
/// <param name="Body">Its parameters and result are, by Spark's type: bool, sbyte, short, int, long, float, double; <see cref="Types.DecimalValue"/>; string (or <see cref="Utf8"/>
/// for its bytes, as a result too) for STRING; byte[] for BINARY; int days for DATE; long microseconds for TIMESTAMP, TIMESTAMP_NTZ and day-time intervals; int months for year-month
/// intervals; <see cref="Types.CalendarInterval"/>; object?[] for ARRAY and STRUCT; <see cref="MapValue"/> for MAP, their items likewise; object for any type.
/// A null result is NULL (use int? and so on). An exception that it throws becomes the query's error; throw <see cref="SparkException"/>.</param>
/// <param name="SeesNulls">Whether it is called for rows with NULL arguments (its parameters then are nullable); else their result is NULL.</param>
/// <param name="Deterministic">Whether equal arguments give equal results.</param>
internal sealed record Kernel(Delegate Body, bool SeesNulls = false, bool Deterministic = true);

/// <summary>A map's entries in order.</summary>
internal sealed record MapValue(object?[] Keys, object?[] Values);
