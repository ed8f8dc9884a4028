namespace CreditNotebooks.Data;

/// <summary>
/// Course data could not be generated or found; the message is one sentence that says what is wrong, where, and what to do.
/// </summary>
public sealed class DataException : Exception
{
    /// <summary>Reports a problem that has no exception behind it, such as a count out of bounds.</summary>
    public DataException(string message)
        : base(message)
    {
    }

    /// <summary>Reports what the file system refused; <paramref name="inner"/> keeps its own words.</summary>
    public DataException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
