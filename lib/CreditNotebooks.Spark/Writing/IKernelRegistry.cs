using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Writing;

/// <summary>Makes C# functions known to DuckDB while a query is written.</summary>
internal interface IKernelRegistry
{
    /// <summary>The DuckDB name of the function over arguments of these types.</summary>
    string NameOf(string function, Kernel kernel, Seq<DataType> arguments, DataType result);
}
