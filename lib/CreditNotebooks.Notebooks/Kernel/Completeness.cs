using System.Text.Json.Nodes;
using CreditNotebooks.Notebooks.Evaluation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CreditNotebooks.Notebooks.Kernel;

/// <summary>Whether a text can be run as it stands, or goes on with another line.</summary>
internal static class Completeness
{
    // Roslyn calls an open raw string complete, though it goes on, and an open plain one incomplete, though no further line can mend it.
    private const string OpenRawString = "CS8997";
    private const string LineEndInConstant = "CS1010";

    /// <summary>The content of an is_complete_reply.</summary>
    public static JsonObject Of(string code)
    {
        List<CellPart> parts;
        try
        {
            parts = CellSplitter.Split(new CellSource("cell", code));
        }
        catch (CellFailure)
        {
            return Status("invalid");
        }
        // SQL may always go on; an empty line ends it, as in Spark's shell.
        if (parts is [.., CellPart.Sql])
        {
            return code.EndsWith('\n') || code.TrimEnd().EndsWith(';') ? Status("complete") : Incomplete("");
        }
        foreach (var part in parts.OfType<CellPart.CSharp>())
        {
            var tree = CSharpSyntaxTree.ParseText(part.Text, ScriptChain.Parsing);
            var errors = tree.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Id).ToList();
            if (errors.Contains(LineEndInConstant))
            {
                return Status("invalid");
            }
            if (errors.Contains(OpenRawString))
            {
                return Incomplete("");
            }
            if (!SyntaxFactory.IsCompleteSubmission(tree))
            {
                var depth = part.Text.Count(c => c is '{' or '(') - part.Text.Count(c => c is '}' or ')');
                return Incomplete(new string(' ', 4 * Math.Max(0, depth)));
            }
            if (errors.Count > 0)
            {
                return Status("invalid");
            }
        }
        return Status("complete");
    }

    private static JsonObject Status(string status) => new() { ["status"] = status };

    private static JsonObject Incomplete(string indent) => new() { ["status"] = "incomplete", ["indent"] = indent };
}
