namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>How C# code names a runtime type, to declare a variable of it.</summary>
internal static class CSharpTypeName
{
    /// <summary>The type's name from <c>global::</c>; of a type that code cannot name, that of its nearest public base.</summary>
    public static string Of(Type type)
    {
        while (!type.IsVisible)
        {
            type = type.BaseType ?? typeof(object);
        }
        return Write(type);
    }

    private static string Write(Type type)
    {
        if (type.IsArray)
        {
            var element = type;
            var ranks = "";
            for (; element.IsArray; element = element.GetElementType()!)
            {
                ranks += "[" + new string(',', element.GetArrayRank() - 1) + "]";
            }
            return Write(element) + ranks;
        }
        var arguments = new Queue<string>(type.GetGenericArguments().Select(Write));
        var chain = new Stack<Type>();
        for (var t = type; t is not null; t = t.DeclaringType)
        {
            chain.Push(t);
        }
        var names = chain.Select(t =>
        {
            var tick = t.Name.IndexOf('`', StringComparison.Ordinal);
            var count = tick < 0 ? 0 : int.Parse(t.Name[(tick + 1)..], System.Globalization.CultureInfo.InvariantCulture);
            return tick < 0 ? t.Name : $"{t.Name[..tick]}<{string.Join(", ", Enumerable.Range(0, count).Select(_ => arguments.Dequeue()))}>";
        });
        return (type.Namespace is null ? "global::" : $"global::{type.Namespace}.") + string.Join('.', names);
    }
}
