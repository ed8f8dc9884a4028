using System.Globalization;
using CreditNotebooks.Notebooks.Documents;
using Microsoft.CodeAnalysis.CSharp;

namespace CreditNotebooks.Notebooks.Parameters;

/// <summary>A variable that a run may set.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Type">Its C# type, as the default's declaration says or its literal shows.</param>
public sealed record NotebookParameter(string Name, string Type)
{
    /// <summary>The given text as a C# expression of the parameter's type; a <see cref="NotebookException"/> when it is none.</summary>
    public string ToCSharp(string text)
    {
        const NumberStyles Real = NumberStyles.Float;
        var invariant = CultureInfo.InvariantCulture;
        return Type switch
        {
            "string" => SymbolDisplay.FormatLiteral(text, quote: true),
            "bool" when bool.TryParse(text, out var value) => value ? "true" : "false",
            "int" when int.TryParse(text, NumberStyles.AllowLeadingSign, invariant, out var value) => value.ToString(invariant),
            "long" when long.TryParse(text, NumberStyles.AllowLeadingSign, invariant, out var value) => value.ToString(invariant) + "L",
            "double" when double.TryParse(text, Real, invariant, out var value) && double.IsFinite(value) => value.ToString("R", invariant) + "d",
            "decimal" when decimal.TryParse(text, Real, invariant, out var value) => value.ToString(invariant) + "m",
            "bool" or "int" or "long" or "double" or "decimal" =>
                throw new NotebookException($"The parameter '{Name}' is of type {Type}, and '{text}' is none{(Type == "bool" ? ": give true or false" : "")}."),
            _ => throw new NotebookException($"The parameter '{Name}' is of type {Type}, which cannot be given on the command line."),
        };
    }
}
