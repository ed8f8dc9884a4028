using System.Reflection;
using Microsoft.CodeAnalysis;

namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>What the compiler remembers of a piece of code that has run. Each piece keeps those before it, with about 25 KB of symbols that were
/// looked up for it alone and that nobody asks for again.</summary>
internal static class CompilationCaches
{
    // The compiler fills these when it needs them; a version of it that names them otherwise just keeps more.
    private static readonly string[] Names = ["_lazyGlobalImports", "_lazyWellKnownTypes", "_lazyWellKnownTypeMembers"];

    private static FieldInfo[]? _fields;

    /// <summary>Forgets what can be looked up anew.</summary>
    public static void Release(Compilation compilation)
    {
        _fields ??= [.. FieldsOf(compilation.GetType()).Where(f => Names.Contains(f.Name) && !f.FieldType.IsValueType)];
        foreach (var field in _fields)
        {
            field.SetValue(compilation, null);
        }
    }

    private static IEnumerable<FieldInfo> FieldsOf(Type type) => type.BaseType is null
        ? []
        : [.. type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly), .. FieldsOf(type.BaseType)];
}
