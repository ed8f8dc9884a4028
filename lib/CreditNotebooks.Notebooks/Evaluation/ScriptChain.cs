using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>The C# of one session: each piece of code sees what the pieces before it declared.</summary>
internal sealed class ScriptChain(string folder)
{
    private static readonly string[] Imports =
    [
        "System", "System.Linq", "System.Collections.Generic", "System.IO", "System.Threading.Tasks", "System.Threading",
        typeof(Display.Displays).FullName!,
    ];

    private readonly ScriptOptions _later = ScriptOptions.Default
        .WithReferences(Array.Empty<MetadataReference>())
        .WithMetadataResolver(new CellReferenceResolver(folder))
        .WithSourceResolver(new SourceFileResolver([], folder))
        .WithFileEncoding(Encoding.UTF8)
        .WithLanguageVersion(LanguageVersion.Latest)
        .WithEmitDebugInformation(true)
        // Every loop of such code can be halted, which stopping a cell and collecting garbage beside it need: an optimized
        // "while (true) {}" was seen to hold up the whole process. It also keeps the lines of errors right.
        .WithOptimizationLevel(OptimizationLevel.Debug);

    private readonly CellReferenceResolver _resolver = new(folder);
    private ScriptState<object>? _state;

    /// <summary>The variables that the code so far has declared; a later one hides an earlier one of its name.</summary>
    public IEnumerable<ScriptVariable> Variables => _state is null ? [] : _state.Variables.Reverse().DistinctBy(v => v.Name).Reverse();

    /// <summary>Compiles the text as the next piece, without running it.</summary>
    /// <exception cref="CompilationErrorException">The text has errors.</exception>
    public Script<object> Compile(string name, string text, IEnumerable<MetadataReference>? extra, CancellationToken stop)
    {
        var options = _later.WithFilePath(name).AddReferences((extra ?? []).Concat(_resolver.Companions(text)));
        var script = _state is null
            ? CSharpScript.Create<object>(text, options.AddReferences(HostReferences.Defaults).WithImports(Imports))
            : _state.Script.ContinueWith<object>(text, options);
        var errors = script.Compile(stop).Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
        return errors.Count == 0 ? script : throw new CompilationErrorException(errors[0].GetMessage(), [.. errors]);
    }

    /// <summary>Runs the piece. What it assigned before an exception stays; the exception is answered, not thrown.</summary>
    public async Task<(object? Value, Exception? Error)> RunAsync(Script<object> script)
    {
        var state = _state is null
            ? await script.RunAsync(globals: null, catchException: _ => true).ConfigureAwait(false)
            : await script.RunFromAsync(_state, catchException: _ => true).ConfigureAwait(false);
        _state = (ScriptState<object>)state;
        return (state.ReturnValue, state.Exception);
    }
}
