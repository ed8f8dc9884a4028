namespace CreditNotebooks.DuckDb;

/// <summary>
/// What a scalar function computes: it reads up to 2,048 rows and sets as many. DuckDB calls it from several threads at once.
/// </summary>
/// <param name="input">The arguments, a column each.</param>
/// <param name="output">The result; its <see cref="VectorWriter.Count"/> is the number of rows.</param>
public delegate void ScalarBody(DataChunk input, VectorWriter output);

/// <summary>
/// A vectorized function in C# that SQL can call by name. An exception in its body fails the query with that exception's message.
/// </summary>
public sealed class ScalarFunction
{
    /// <summary>Describes a function; <see cref="DuckDbConnection.Register(ScalarFunction)"/> makes it known.</summary>
    /// <param name="name">Its name in SQL.</param>
    /// <param name="parameters">The types of the arguments; <see cref="DuckDbType.Any"/> takes whatever comes.</param>
    /// <param name="result">The type of the result.</param>
    /// <param name="body">What it computes.</param>
    public ScalarFunction(string name, IEnumerable<DuckDbType> parameters, DuckDbType result, ScalarBody body)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Parameters = [.. parameters];
        Result = result;
        Body = body;
    }

    /// <summary>Its name in SQL.</summary>
    public string Name { get; }

    /// <summary>The types of the fixed arguments.</summary>
    public IReadOnlyList<DuckDbType> Parameters { get; }

    /// <summary>The type of the result.</summary>
    public DuckDbType Result { get; }

    /// <summary>What it computes.</summary>
    public ScalarBody Body { get; }

    /// <summary>The type of any number of further arguments; null when there are none.</summary>
    public DuckDbType? Varargs { get; init; }

    /// <summary>
    /// When true, the body sees null arguments and decides. When false, a row with a null argument is null already before the body runs
    /// (<see cref="VectorWriter.IsValid"/> of the output tells), whatever the body sets there.
    /// </summary>
    public bool SeesNulls { get; init; }

    /// <summary>When true, each row may give another answer for the same arguments, so DuckDB computes every one.</summary>
    public bool IsVolatile { get; init; }
}
