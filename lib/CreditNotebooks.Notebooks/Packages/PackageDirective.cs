using System.Text.RegularExpressions;
using CreditNotebooks.Notebooks.Evaluation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CreditNotebooks.Notebooks.Packages;

/// <summary>A line of a cell that asks for a NuGet package, or says where further packages are found.</summary>
internal abstract partial record PackageDirective(string Cell, int Line)
{
    private const string PackageForm = "#r \"nuget: Package\" or #r \"nuget: Package, 1.2.3\" (also 1.*, or a range such as [1.0,2.0))";
    private const string SourceForm = "#i \"nuget: https://…/index.json\" or #i \"nuget: folder\"";

    /// <summary><c>#r "nuget: Id, Version"</c>; without a version the newest stable one.</summary>
    internal sealed record Package(string Cell, int Line, string Id, string Version) : PackageDirective(Cell, Line);

    /// <summary><c>#i "nuget: Location"</c>: a URL, or a folder relative to the notebook.</summary>
    internal sealed record Source(string Cell, int Line, string Location) : PackageDirective(Cell, Line);

    /// <summary>How a failure says where the directive stands.</summary>
    public string Where => $"   at {Cell}, line {Line}";

    /// <summary>The C# without its package directives, whose lines are left empty, and these. What only looks like one, in a string,
    /// a comment or behind <c>#if false</c>, stays.</summary>
    /// <exception cref="CellFailure">A directive is malformed.</exception>
    public static (string Text, IReadOnlyList<PackageDirective> Directives) TakeFrom(string cell, string text)
    {
        if (!text.Contains("nuget:", StringComparison.OrdinalIgnoreCase))
        {
            return (text, []);
        }
        var tree = CSharpSyntaxTree.ParseText(text, ScriptChain.Parsing);
        var lines = text.Split('\n');
        var found = new List<PackageDirective>();
        var all = tree.GetRoot().DescendantNodes(descendIntoTrivia: true).OfType<DirectiveTriviaSyntax>();
        foreach (var directive in all.Where(d => d.IsActive))
        {
            var line = tree.GetLineSpan(directive.Span).StartLinePosition.Line;
            if (Begin().IsMatch(lines[line]))
            {
                found.Add(Read(cell, line + 1, lines[line].Trim()));
                lines[line] = "";
            }
        }
        return (string.Join('\n', lines), found);
    }

    private static PackageDirective Read(string cell, int line, string text)
    {
        if (PackageLine().Match(text) is { Success: true } package)
        {
            return new Package(cell, line, package.Groups["id"].Value, package.Groups["version"].Value.Trim());
        }
        if (SourceLine().Match(text) is { Success: true } source)
        {
            return new Source(cell, line, source.Groups["location"].Value.Trim());
        }
        var form = text.TrimStart('#').TrimStart().StartsWith('r') ? PackageForm : SourceForm;
        throw new CellFailure("PackageError", $"'{text}' is not understood: write {form}.", $"   at {cell}, line {line}");
    }

    [GeneratedRegex("""^\s*#\s*[ri]\b\s*"?\s*nuget:""", RegexOptions.IgnoreCase)]
    private static partial Regex Begin();

    // The version: NuGet's plain, floating and range forms ("Package versioning" in NuGet's documentation).
    [GeneratedRegex(
        """
        ^\#\s*r\s*"\s*(?i:nuget):\s*(?<id>\w+([.-]\w+)*)\s*
        (,\s*(?<version>(\*|\d+(\.\d+){0,3}(\.\*)?)(-[0-9A-Za-z.*-]+)?(\+[0-9A-Za-z.-]+)?|[\[(][0-9A-Za-z.*+,\ -]+[\])])\s*)?
        "\s*(//.*)?$
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex PackageLine();

    [GeneratedRegex("""^#\s*i\s*"\s*(?i:nuget):\s*(?<location>[^"]*[^"\s])\s*"\s*(//.*)?$""")]
    private static partial Regex SourceLine();
}
