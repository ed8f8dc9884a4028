namespace CreditNotebooks.DuckDb;

/// <summary>What DuckDB answered instead of a result. When C# code of a function failed, that exception is the inner one.</summary>
public sealed class DuckDbException : Exception
{
    internal DuckDbException(string message, DuckDbErrorType type, string prefix, int? position, Exception? inner)
        : base(message, inner)
    {
        ErrorType = type;
        Prefix = prefix;
        Position = position;
    }

    /// <summary>The sort of failure.</summary>
    public DuckDbErrorType ErrorType { get; }

    /// <summary>What DuckDB would write before the message, such as "Binder Error"; empty where it writes nothing.</summary>
    public string Prefix { get; }

    /// <summary>Where in the SQL text, counted from 0 in UTF-16 units; null where DuckDB does not tell.</summary>
    public int? Position { get; }
}
