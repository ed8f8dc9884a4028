using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark;

/// <summary>C# delegates as functions of Spark.</summary>
internal static class UserFunctions
{
    public static UserFunction From(string name, Delegate body)
    {
        var method = body.GetType().GetMethod("Invoke")!;
        var parameters = method.GetParameters().Select(p => ClrTypes.ToSpark(p.ParameterType)).ToSeq();
        return new UserFunction(name, body, parameters, ClrTypes.ToSpark(method.ReturnType), true);
    }

    public static Column Call(UserFunction function, params Column[] arguments) =>
        new(new UserFunctionCall(function, arguments.Select(a => a.Expression).ToSeq()));
}
