using System.Diagnostics;
using System.Text.RegularExpressions;
using CreditNotebooks.Display;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>Words errors for the reader of a notebook: in the cells' own names and lines, without the host's frames.</summary>
internal sealed partial class ErrorReport(string folder)
{
    private const int MaxErrors = 10;
    private const int MaxFrames = 20;

    // The compiler writes a cell's name into the debug information as if it were a file in the session's folder.
    private readonly Dictionary<string, (string Name, string Text)> _sources = [];

    /// <summary>Keeps a text, so that later errors can show its lines.</summary>
    public void Remember(string name, string text) => _sources[Path.GetFullPath(Path.Combine(folder, name))] = (name, text);

    public CellError Of(IReadOnlyList<Diagnostic> errors)
    {
        var lines = new List<string>();
        foreach (var error in errors.Take(MaxErrors))
        {
            var span = error.Location.GetLineSpan();
            var (line, column) = (span.StartLinePosition.Line, span.StartLinePosition.Character);
            lines.Add($"{span.Path}, line {line + 1}, column {column + 1}: {error.Id}: {Explain(error)}");
            if (error.Location.SourceTree?.GetText() is { } text && line < text.Lines.Count)
            {
                var source = text.Lines[line].ToString();
                lines.Add("    " + source);
                // Tabs stay tabs, so that the caret stands under its column.
                var indent = string.Concat(source.Take(column).Select(c => c == '\t' ? '\t' : ' '));
                var length = span.EndLinePosition.Line == line ? span.EndLinePosition.Character - column : source.Length - column;
                lines.Add("    " + indent + new string('^', Math.Max(1, length)));
            }
        }
        if (errors.Count > MaxErrors)
        {
            lines.Add($"… and {errors.Count - MaxErrors} more errors.");
        }
        return new CellError("CompilationError", $"{errors[0].Id}: {Explain(errors[0])}", lines);
    }

    /// <summary>The error in the cells' terms; <paramref name="sql"/> is the SQL that was running, which has no frames of its own.</summary>
    public CellError Of(Exception exception, CellPart.Sql? sql = null)
    {
        var lines = new List<string> { Headline(exception) };
        lines.AddRange(Frames(exception));
        if (sql is not null)
        {
            lines.Add(Place("", sql.Cell.Name, exception.Data[ISqlSession.LineKey] as int? ?? sql.Line, sql.Text));
        }
        AddCauses(exception, lines);
        return new CellError(TypeName(exception), exception.Message, lines);
    }

    private void AddCauses(Exception outer, List<string> lines)
    {
        // Tasks that ran side by side may have failed for several reasons.
        var causes = outer is AggregateException several ? several.InnerExceptions.Take(MaxErrors) : new[] { outer.InnerException }.OfType<Exception>();
        foreach (var inner in causes)
        {
            var frames = Frames(inner);
            // A library's own wrapping of one error says nothing twice.
            if (frames.Count > 0 || inner.Message != outer.Message)
            {
                lines.AddRange(["caused by " + Headline(inner), .. frames]);
            }
            AddCauses(inner, lines);
        }
    }

    private static string Headline(Exception exception) => $"{TypeName(exception)}: {exception.Message}";

    private static string TypeName(Exception exception) => SubmissionPrefix().Replace(exception.GetType().FullName ?? exception.GetType().Name, "");

    private static string Explain(Diagnostic error) => error.Id switch
    {
        "CS0006" => error.GetMessage() + ". The path is relative to the notebook: correct it, or build that project first.",
        "CS1002" when IsUsingDeclaration(error) => error.GetMessage()
            + ". A cell's own variables outlive it, so C# scripts have no 'using' declarations: write using (…) { … }, or leave 'using' out.",
        "CS1525" when LineUpTo(error).TrimStart() is "" or "%" && error.GetMessage().Contains("'%'", StringComparison.Ordinal) =>
            error.GetMessage() + ". A magic of two percent signs stands on the first line of its cell; further down write #! instead, as in #!sql.",
        _ => SubmissionType().Replace(error.GetMessage(), "The cell"),
    };

    /// <summary>Whether the error stands at the name in <c>using var name</c>, which scripts read as a directive.</summary>
    private static bool IsUsingDeclaration(Diagnostic error) => UsingWithType().IsMatch(LineUpTo(error));

    private static string LineUpTo(Diagnostic error) =>
        error.Location.SourceTree?.GetText() is { } text && error.Location.SourceSpan.Start is var start
            ? text.ToString(TextSpan.FromBounds(text.Lines.GetLineFromPosition(start).Start, start))
            : "";

    private List<string> Frames(Exception exception)
    {
        var lines = new List<string>();
        var repeated = 0;
        string? last = null;
        foreach (var line in new StackTrace(exception, fNeedFileInfo: true).GetFrames().Select(Describe).OfType<string>().Append(null))
        {
            if (line is not null && line == last)
            {
                repeated++;
                continue;
            }
            if (repeated > 0)
            {
                lines.Add($"   … the same {repeated} more {(repeated == 1 ? "time" : "times")}");
            }
            if (line is null || lines.Count >= MaxFrames)
            {
                break;
            }
            lines.Add(line);
            (last, repeated) = (line, 0);
        }
        return lines;
    }

    /// <summary>A frame of a cell's code as a line; null for the host's, the libraries' and the compiler's own.</summary>
    private string? Describe(StackFrame frame)
    {
        if (frame.GetFileName() is not { } file || !_sources.TryGetValue(file, out var cell))
        {
            return null;
        }
        return Place(Function(frame), cell.Name, frame.GetFileLineNumber(), cell.Text);
    }

    private static string Place(string function, string name, int line, string text)
    {
        var source = text.Split('\n').ElementAtOrDefault(line - 1)?.Trim();
        return $"   at {function}{name}, line {line}{(string.IsNullOrEmpty(source) ? "" : ": " + source)}";
    }

    private static string Function(StackFrame frame)
    {
        var method = frame.GetMethod();
        // Compiled names: <Name>d__1.MoveNext for async and iterators, <Name>b__0 for lambdas, <Name>g__Local|0 for local functions.
        var compiled = method?.Name is "MoveNext" ? method.DeclaringType?.Name ?? "" : method?.Name ?? "";
        var match = CompiledName().Match(compiled);
        var name = match.Success ? match.Groups["local"] is { Length: > 0 } local ? local.Value : match.Groups["name"].Value : compiled;
        var isLambda = match.Success && match.Groups["kind"].Value == "b";
        return name.Contains("<Initialize>", StringComparison.Ordinal) || name is "<Factory>"
            ? isLambda ? "a lambda in " : ""
            : isLambda ? $"a lambda of {name} in " : $"{name} in ";
    }

    [GeneratedRegex(@"^<(?<name><?[^>]*>?)>(?<kind>[a-z])__(?<local>[^|]*(?=\|))?")]
    private static partial Regex CompiledName();

    [GeneratedRegex(@"^\s*(await\s+)?using\s+[\w.]+(<.*>)?\??\s+$")]
    private static partial Regex UsingWithType();

    // A cell is compiled into a class of its own, which its author has not written.
    [GeneratedRegex(@"^The type 'Submission#\d+'")]
    private static partial Regex SubmissionType();

    // Types that a cell declares are nested in the class of its submission.
    [GeneratedRegex(@"^Submission#\d+\+")]
    private static partial Regex SubmissionPrefix();
}
