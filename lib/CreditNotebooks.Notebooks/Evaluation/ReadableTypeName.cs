using System.Runtime.CompilerServices;

namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>A runtime type as a reader of C# would write it: <c>List&lt;int&gt;</c>, <c>(int, string)</c>, <c>double?</c>.</summary>
internal static class ReadableTypeName
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort",
        [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(char)] = "char",
        [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal", [typeof(string)] = "string",
        [typeof(object)] = "object", [typeof(nint)] = "nint", [typeof(nuint)] = "nuint",
    };

    public static string Of(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Of(value) + "?";
        }
        if (type.IsArray)
        {
            var ranks = "";
            for (; type.IsArray; type = type.GetElementType()!)
            {
                ranks += "[" + new string(',', type.GetArrayRank() - 1) + "]";
            }
            return Of(type) + ranks;
        }
        if (!type.IsGenericType)
        {
            return type.Name;
        }
        if (type.Name.Contains("AnonymousType", StringComparison.Ordinal))
        {
            return "{ " + string.Join(", ", type.GetProperties().Select(p => $"{Of(p.PropertyType)} {p.Name}")) + " }";
        }
        var arguments = string.Join(", ", type.GetGenericArguments().Select(Of));
        if (type.IsValueType && type.IsAssignableTo(typeof(ITuple)))
        {
            return $"({arguments})";
        }
        // The iterator of a LINQ method or of yield is a class without a name that anybody wrote.
        return type.IsVisible || !type.Name.Contains('<', StringComparison.Ordinal)
            ? $"{type.Name.Split('`')[0]}<{arguments}>"
            : $"IEnumerable<{arguments}>";
    }
}
