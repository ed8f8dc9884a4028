using System.Linq.Expressions;
using System.Reflection;
using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Embedded;

/// <summary>Compiles a kernel for its types into a loop over vectors, so that no value is boxed that need not be.</summary>
internal static class KernelCompiler
{
    public static ScalarBody Compile(Kernel kernel, Seq<DataType> arguments, DataType result)
    {
        var invoke = kernel.Body.GetType().GetMethod("Invoke")!;
        var parameters = invoke.GetParameters();
        var variadic = parameters.Length == 1 && parameters[0].ParameterType == typeof(object?[]) && !(arguments.Count == 1 && arguments[0] is ArrayType or StructType);
        if (!variadic && parameters.Length != arguments.Count) throw new InvalidOperationException($"A kernel of {parameters.Length} parameters is called with {arguments.Count}.");

        var input = Expression.Parameter(typeof(DataChunk), "input");
        var output = Expression.Parameter(typeof(VectorWriter), "output");
        var count = Expression.Variable(typeof(int), "count");
        var row = Expression.Variable(typeof(int), "row");
        var readers = arguments.Select((_, i) => Expression.Variable(typeof(VectorReader), $"v{i}")).ToArray();
        var values = arguments.Select((a, i) => Read(readers[i], row, a, variadic ? typeof(object) : parameters[i].ParameterType, kernel.SeesNulls)).ToArray();
        Expression call = Expression.Invoke(Expression.Constant(kernel.Body), variadic ? [Expression.NewArrayInit(typeof(object), values)] : values);
        Expression store = Store(output, row, call, invoke.ReturnType, result);
        if (!kernel.SeesNulls && readers.Length > 0)
        {
            var valid = readers.Select(r => (Expression)Expression.Call(r, nameof(VectorReader.IsValid), null, row)).Aggregate(Expression.AndAlso);
            store = Expression.IfThenElse(valid, store, Expression.Call(output, nameof(VectorWriter.SetNull), null, row));
        }
        var done = Expression.Label();
        var body = Expression.Block([count, row, .. readers],
        [
            Expression.Assign(count, Expression.Property(input, nameof(DataChunk.Count))),
            .. readers.Select((r, i) => Expression.Assign(r, Expression.MakeIndex(input, typeof(DataChunk).GetProperty("Item"), [Expression.Constant(i)]))),
            Expression.Loop(Expression.Block(
                Expression.IfThen(Expression.GreaterThanOrEqual(row, count), Expression.Break(done)),
                store,
                Expression.PreIncrementAssign(row)), done),
        ]);
        return Expression.Lambda<ScalarBody>(body, input, output).Compile();
    }

    private static Expression Read(Expression reader, Expression row, DataType type, Type wanted, bool seesNulls)
    {
        var bare = System.Nullable.GetUnderlyingType(wanted) ?? wanted;
        Expression value =
            bare == typeof(object) || bare == typeof(object[]) || bare == typeof(MapValue) ? Expression.Convert(Static(nameof(KernelValues.Read), reader, Expression.Constant(type, typeof(DataType)), row), bare)
            : bare == typeof(string) ? Expression.Call(reader, nameof(VectorReader.GetString), null, row)
            : bare == typeof(byte[]) ? Expression.Call(reader, nameof(VectorReader.GetBlob), null, row)
            : bare == typeof(Utf8) ? Static(nameof(KernelValues.ReadUtf8), reader, row)
            : bare == typeof(DecimalValue) ? Static(nameof(KernelValues.ReadDecimal), reader, row)
            : bare == typeof(CalendarInterval) ? Static(nameof(KernelValues.ReadInterval), reader, row)
            : Expression.Call(reader, nameof(VectorReader.Get), [bare], row);
        if (bare == wanted && (!bare.IsValueType || !seesNulls)) return value;
        var typed = Expression.Convert(value, wanted);
        return seesNulls && bare != wanted ? Expression.Condition(Expression.Call(reader, nameof(VectorReader.IsValid), null, row), typed, Expression.Default(wanted)) : typed;
    }

    private static Expression Store(Expression output, Expression row, Expression value, Type given, DataType type)
    {
        var bare = System.Nullable.GetUnderlyingType(given) ?? given;
        var variable = Expression.Variable(given, "result");
        var content = given == bare ? (Expression)variable : Expression.Property(variable, "Value");
        Expression write =
            bare == typeof(string) ? Expression.Call(output, nameof(VectorWriter.SetString), null, row, content)
            : bare == typeof(Utf8) ? Static(nameof(KernelValues.WriteUtf8), output, row, content)
            : bare == typeof(DecimalValue) ? Static(nameof(KernelValues.WriteDecimal), output, row, content, Expression.Constant((DecimalType)type))
            : bare == typeof(CalendarInterval) ? Static(nameof(KernelValues.WriteInterval), output, row, content)
            : bare.IsPrimitive ? Expression.Call(output, nameof(VectorWriter.Set), [bare], row, content)
            : Static(nameof(KernelValues.Write), output, Expression.Constant(type, typeof(DataType)), row, Expression.Convert(content, typeof(object)));
        var isNull = given != bare ? Expression.Not(Expression.Property(variable, "HasValue")) : !given.IsValueType ? Expression.ReferenceEqual(variable, Expression.Constant(null)) : (Expression?)null;
        var body = isNull is null ? write : Expression.IfThenElse(isNull, Expression.Call(output, nameof(VectorWriter.SetNull), null, row), write);
        return Expression.Block([variable], Expression.Assign(variable, value), body);
    }

    private static MethodCallExpression Static(string method, params Expression[] arguments) =>
        Expression.Call(typeof(KernelValues).GetMethod(method, BindingFlags.Public | BindingFlags.Static)!, arguments);
}
