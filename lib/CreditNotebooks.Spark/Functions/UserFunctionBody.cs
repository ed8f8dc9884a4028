using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>A user's C# function as a kernel: values in the API's form go in and come out.</summary>
internal static class UserFunctionBody
{
    public static Func<object?[], object?> Adapt(UserFunction function)
    {
        var body = function.Body;
        var parameters = body.Method.GetParameters().Where(p => p.ParameterType.FullName != "System.Runtime.CompilerServices.Closure").ToArray();
        return arguments =>
        {
            var given = new object?[arguments.Length];
            for (var i = 0; i < arguments.Length; i++)
            {
                // As in Spark: NULL for a parameter that cannot be null gives NULL without a call.
                if (arguments[i] is null && parameters[i].ParameterType.IsValueType && System.Nullable.GetUnderlyingType(parameters[i].ParameterType) is null) return null;
                given[i] = ApiValues.FromKernel(arguments[i], function.Parameters[i], parameters[i].ParameterType);
            }
            try
            {
                return ApiValues.ToKernel(body.DynamicInvoke(given), function.Result);
            }
            catch (System.Reflection.TargetInvocationException e) when (e.InnerException is { } inner)
            {
                throw inner as SparkException ?? new SparkException("FAILED_EXECUTE_UDF", $"User defined function `{function.Name}` failed: {inner.GetType().Name}: {inner.Message}", inner);
            }
        };
    }
}
