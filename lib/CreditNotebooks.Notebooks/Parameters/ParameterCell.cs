using System.Globalization;
using CreditNotebooks.Notebooks.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CreditNotebooks.Notebooks.Parameters;

/// <summary>A notebook's parameters as papermill has them: variables with their defaults in the cell tagged <c>parameters</c>;
/// given values are assigned in a cell of their own below it.</summary>
public static class ParameterCell
{
    private const string Tag = "parameters";
    /// <summary>The tag of the cell that a run writes.</summary>
    internal const string InjectedTag = "injected-parameters";

    /// <summary>The parameters that the notebook knows; none when it has no such cell.</summary>
    public static IReadOnlyList<NotebookParameter> Read(NotebookDocument notebook)
    {
        if (notebook.Cells.FirstOrDefault(c => c.Kind == CellKind.Code && c.Tags.Contains(Tag)) is not { } cell)
        {
            return [];
        }
        var tree = CSharpSyntaxTree.ParseText(cell.Source, CSharpParseOptions.Default.WithKind(SourceCodeKind.Script));
        return
        [
            .. tree.GetCompilationUnitRoot().Members.OfType<FieldDeclarationSyntax>()
                .SelectMany(f => f.Declaration.Variables, (f, v) => new NotebookParameter(v.Identifier.Text, TypeOf(f.Declaration.Type, v.Initializer?.Value))),
        ];
    }

    /// <summary>Writes the values that are meant for this notebook into a cell after its parameters, in place of one from an earlier run.</summary>
    public static void Inject(NotebookDocument notebook, IReadOnlyDictionary<string, string> values)
    {
        var assignments = Read(notebook).Where(p => values.ContainsKey(p.Name)).Select(p => $"{p.Name} = {p.ToCSharp(values[p.Name])};").ToList();
        foreach (var old in notebook.Cells.Where(c => c.Tags.Contains(InjectedTag)).ToList())
        {
            notebook.Cells.Remove(old);
        }
        if (assignments.Count == 0)
        {
            return;
        }
        var cell = notebook.Cells.First(c => c.Kind == CellKind.Code && c.Tags.Contains(Tag));
        var injected = NotebookCell.Code(InjectedTag, "// Parameters\n" + string.Join('\n', assignments));
        injected.Metadata["tags"] = new System.Text.Json.Nodes.JsonArray(InjectedTag);
        notebook.Cells.Insert(notebook.Cells.IndexOf(cell) + 1, injected);
    }

    /// <summary>Refuses a name that none of the notebooks knows.</summary>
    public static void Check(IEnumerable<NotebookDocument> notebooks, IReadOnlyDictionary<string, string> values)
    {
        var known = notebooks.SelectMany(Read).DistinctBy(p => p.Name).OrderBy(p => p.Name, StringComparer.Ordinal).ToList();
        foreach (var (name, value) in values)
        {
            var parameter = known.FirstOrDefault(p => p.Name == name) ?? throw new NotebookException(known.Count == 0
                ? $"There is no parameter '{name}': these notebooks have none (a cell tagged 'parameters' declares them)."
                : $"There is no parameter '{name}'.{Suggestion.For(name, known.Select(p => p.Name))} "
                    + $"Known: {string.Join(", ", known.Select(p => $"{p.Name} ({p.Type})"))}.");
            _ = parameter.ToCSharp(value);
        }
    }

    private static string TypeOf(TypeSyntax declared, ExpressionSyntax? value)
    {
        if (!declared.IsVar)
        {
            return declared.ToString().TrimEnd('?') switch { "String" => "string", "Int32" => "int", "Double" => "double", "Boolean" => "bool", var t => t };
        }
        if (value is PrefixUnaryExpressionSyntax sign)
        {
            value = sign.Operand;
        }
        return value switch
        {
            LiteralExpressionSyntax { Token.Value: { } literal } => literal switch
            {
                int => "int",
                long => "long",
                double => "double",
                decimal => "decimal",
                bool => "bool",
                _ => "string",
            },
            // Path.Combine(…), an interpolated string, Environment.GetEnvironmentVariable(…) ?? "…": text far more often than not.
            _ => "string",
        };
    }
}
