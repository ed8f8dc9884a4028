// Overloads by number of parameters, which C# cannot say otherwise.
namespace CreditNotebooks.Spark;

public static partial class Functions
{
    /// <summary>A C# function of no parameters as a function of columns.</summary>
    public static Func<Column> Udf<TResult>(
        Func<TResult> udf)
    {
        var function = UserFunctions.From("UDF", udf);
        return () => UserFunctions.Call(function);
    }

    /// <summary>A C# function as a function of columns. It runs once a row; a parameter that cannot be null makes the answer NULL for a
    /// NULL.</summary>
    public static Func<Column, Column> Udf<T1, TResult>(
        Func<T1, TResult> udf)
    {
        var function = UserFunctions.From("UDF", udf);
        return (c1) => UserFunctions.Call(function, c1);
    }

    /// <summary>A C# function of 2 parameters as a function of columns.</summary>
    public static Func<Column, Column, Column> Udf<T1, T2, TResult>(
        Func<T1, T2, TResult> udf)
    {
        var function = UserFunctions.From("UDF", udf);
        return (c1, c2) => UserFunctions.Call(function, c1, c2);
    }

    /// <summary>A C# function of 3 parameters as a function of columns.</summary>
    public static Func<Column, Column, Column, Column> Udf<T1, T2, T3, TResult>(
        Func<T1, T2, T3, TResult> udf)
    {
        var function = UserFunctions.From("UDF", udf);
        return (c1, c2, c3) => UserFunctions.Call(function, c1, c2, c3);
    }

    /// <summary>A C# function of 4 parameters as a function of columns.</summary>
    public static Func<Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, TResult>(
        Func<T1, T2, T3, T4, TResult> udf)
    {
        var function = UserFunctions.From("UDF", udf);
        return (c1, c2, c3, c4) => UserFunctions.Call(function, c1, c2, c3, c4);
    }

    /// <summary>A C# function of 5 parameters as a function of columns.</summary>
    public static Func<Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, TResult>(
        Func<T1, T2, T3, T4, T5, TResult> udf)
    {
        var function = UserFunctions.From("UDF", udf);
        return (c1, c2, c3, c4, c5) => UserFunctions.Call(function, c1, c2, c3, c4, c5);
    }

    /// <summary>A C# function of 6 parameters as a function of columns.</summary>
    public static Func<Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6, TResult>(
        Func<T1, T2, T3, T4, T5, T6, TResult> udf)
    {
        var function = UserFunctions.From("UDF", udf);
        return (c1, c2, c3, c4, c5, c6) => UserFunctions.Call(function, c1, c2, c3, c4, c5, c6);
    }

    /// <summary>A C# function of 7 parameters as a function of columns.</summary>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6, T7, TResult>(
        Func<T1, T2, T3, T4, T5, T6, T7, TResult> udf)
    {
        var function = UserFunctions.From("UDF", udf);
        return (c1, c2, c3, c4, c5, c6, c7) => UserFunctions.Call(function, c1, c2, c3, c4, c5, c6, c7);
    }

    /// <summary>A C# function of 8 parameters as a function of columns.</summary>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(
        Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult> udf)
    {
        var function = UserFunctions.From("UDF", udf);
        return (c1, c2, c3, c4, c5, c6, c7, c8) => UserFunctions.Call(function, c1, c2, c3, c4, c5, c6, c7, c8);
    }
}
