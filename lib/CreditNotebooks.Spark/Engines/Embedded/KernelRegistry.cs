using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;

namespace CreditNotebooks.Spark.Engines.Embedded;

/// <summary>The C# functions that one database knows; each is registered when a query first uses it over these types.</summary>
internal sealed class KernelRegistry(DuckDbConnection connection) : IKernelRegistry
{
    private readonly Dictionary<(Delegate, Seq<DataType>, DataType), string> names = [];

    public string NameOf(string function, Kernel kernel, Seq<DataType> arguments, DataType result)
    {
        lock (names)
        {
            var key = (kernel.Body, arguments, result);
            if (names.TryGetValue(key, out var known)) return known;
            var name = $"spark_{new string(function.Where(c => char.IsAsciiLetterOrDigit(c) || c == '_').ToArray())}_{names.Count}";
            connection.Register(new ScalarFunction(name, arguments.Select(PhysicalTypes.Of), PhysicalTypes.Of(result), KernelCompiler.Compile(kernel, arguments, result))
            {
                SeesNulls = true,
                IsVolatile = !kernel.Deterministic,
            });
            return names[key] = name;
        }
    }
}
