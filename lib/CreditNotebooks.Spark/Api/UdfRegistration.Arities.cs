// Overloads by number of parameters, which C# cannot say otherwise.
namespace CreditNotebooks.Spark;

public sealed partial class UdfRegistration
{
    /// <summary>A C# function of no parameters under a name for SQL.</summary>
    public void Register<TResult>(string name, Func<TResult> udf) => Add(name, udf);

    /// <summary>A C# function under a name for SQL, in place of one that had it before. A parameter that cannot be null makes the answer
    /// NULL for a NULL.</summary>
    public void Register<T1, TResult>(string name, Func<T1, TResult> udf) => Add(name, udf);

    /// <summary>A C# function of 2 parameters under a name for SQL.</summary>
    public void Register<T1, T2, TResult>(string name, Func<T1, T2, TResult> udf) => Add(name, udf);

    /// <summary>A C# function of 3 parameters under a name for SQL.</summary>
    public void Register<T1, T2, T3, TResult>(string name, Func<T1, T2, T3, TResult> udf) => Add(name, udf);

    /// <summary>A C# function of 4 parameters under a name for SQL.</summary>
    public void Register<T1, T2, T3, T4, TResult>(string name, Func<T1, T2, T3, T4, TResult> udf) => Add(name, udf);

    /// <summary>A C# function of 5 parameters under a name for SQL.</summary>
    public void Register<T1, T2, T3, T4, T5, TResult>(string name, Func<T1, T2, T3, T4, T5, TResult> udf) => Add(name, udf);

    /// <summary>A C# function of 6 parameters under a name for SQL.</summary>
    public void Register<T1, T2, T3, T4, T5, T6, TResult>(string name, Func<T1, T2, T3, T4, T5, T6, TResult> udf) => Add(name, udf);

    /// <summary>A C# function of 7 parameters under a name for SQL.</summary>
    public void Register<T1, T2, T3, T4, T5, T6, T7, TResult>(string name, Func<T1, T2, T3, T4, T5, T6, T7, TResult> udf) => Add(name, udf);

    /// <summary>A C# function of 8 parameters under a name for SQL.</summary>
    public void Register<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(string name, Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult> udf) =>
        Add(name, udf);
}
