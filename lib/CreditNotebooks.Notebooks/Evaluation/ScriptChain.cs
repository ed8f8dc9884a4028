using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>The C# of one session: each piece of code sees what the pieces before it declared.</summary>
internal sealed class ScriptChain(string folder)
{
    private static readonly string[] Imports =
    [
        "System", "System.Linq", "System.Collections.Generic", "System.IO", "System.Threading.Tasks", "System.Threading",
        typeof(Display.Displays).FullName!,
    ];

    private static readonly Lock Binding = new();

    /// <summary>How the pieces are parsed.</summary>
    public static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    private readonly ScriptOptions _later = ScriptOptions.Default
        .WithReferences(Array.Empty<MetadataReference>())
        .WithMetadataResolver(new CellReferenceResolver(folder))
        .WithSourceResolver(new SourceFileResolver([], folder))
        .WithFileEncoding(Encoding.UTF8)
        .WithLanguageVersion(Parsing.LanguageVersion)
        .WithEmitDebugInformation(true)
        // Keeps the lines of errors right.
        .WithOptimizationLevel(OptimizationLevel.Debug);

    private readonly CellReferenceResolver _resolver = new(folder);
    private readonly InteractiveAssemblyLoader _loader = new();

    // Pieces see the references of the pieces before them, if those ran.
    private readonly List<MetadataReference> _added = [];
    private ScriptState<object>? _state;
    private int _started;

    /// <summary>The variables that the code so far has declared; a later one hides an earlier one of its name.</summary>
    public IEnumerable<ScriptVariable> Variables => _state is null ? [] : _state.Variables.Reverse().DistinctBy(v => v.Name).Reverse();

    /// <summary>Has all code from now on see these references, and run with these assemblies.</summary>
    public void Add(IEnumerable<MetadataReference> references, IEnumerable<Assembly> assemblies)
    {
        _added.AddRange(references);
        foreach (var assembly in assemblies)
        {
            _loader.RegisterDependency(assembly);
        }
    }

    /// <summary>Compiles the text as the next piece, without running it.</summary>
    /// <exception cref="CompilationErrorException">The text has errors.</exception>
    public Script<object> Compile(string name, string text, IEnumerable<MetadataReference>? extra, CancellationToken stop)
    {
        var options = _later.WithFilePath(name).AddReferences((extra ?? []).Concat(_added).Concat(_resolver.Companions(text)));
        var script = Create(StopChecks.InsertInto(text, Parsing, stop), options);
        if (ErrorsOf(script, stop).Count == 0)
        {
            return script;
        }
        // Said anew of the text as it was written, whose columns the reader sees.
        script = Create(text, options);
        return ErrorsOf(script, stop) is [var first, ..] errors ? throw new CompilationErrorException(first.GetMessage(), [.. errors]) : script;
    }

    private Script<object> Create(string text, ScriptOptions options) => _state is null
        ? CSharpScript.Create<object>(text, options.AddReferences(HostReferences.Defaults).WithImports(Imports), globalsType: null, _loader)
        : _state.Script.ContinueWith<object>(text, options);

    /// <summary>A compilation of an empty text as the next piece, for questions about code that is being typed. Nothing of it runs.</summary>
    public Compilation NextPiece(IEnumerable<string> references) => BindReferences(Create("", _later).GetCompilation()
        .AddReferences(references.SelectMany(_resolver.ResolveAll).Distinct()));

    /// <summary>Whether there is an assembly that <c>#r</c> would take.</summary>
    /// <exception cref="BadImageFormatException">There is a file, and it is none.</exception>
    public bool CanReference(string reference) => _resolver.ResolveAll(reference).Any();

    /// <summary>Changes whenever a piece was run.</summary>
    public object? Version => _state;

    private static List<Diagnostic> ErrorsOf(Script<object> script, CancellationToken stop)
    {
        BindReferences(script.GetCompilation());
        return [.. script.Compile(stop).Where(d => d.Severity == DiagnosticSeverity.Error)];
    }

    /// <summary>Has the compilation make, or find, what it knows of its references. Two that do so at once, of two sessions, each make their own
    /// types of one assembly; a later piece may then find the other session's, and a <c>List</c> of the piece before it is no <c>List</c> to it.</summary>
    private static Compilation BindReferences(Compilation compilation)
    {
        lock (Binding)
        {
            _ = compilation.Assembly;
            return compilation;
        }
    }

    /// <summary>Runs the piece. What it assigned before an exception stays; the exception is answered, not thrown.</summary>
    public async Task<(object? Value, Exception? Error)> RunAsync(Script<object> script)
    {
        var before = _state;
        var number = ++_started;
        var state = before is null
            ? await script.RunAsync(globals: null, catchException: _ => true).ConfigureAwait(false)
            : await script.RunFromAsync(before, catchException: _ => true).ConfigureAwait(false);
        // A piece that was left running ends here some time: those that were started meanwhile do not build on it.
        if (number == _started)
        {
            _state = (ScriptState<object>)state;
            CompilationCaches.Release(script.GetCompilation());
            _added.Clear();
        }
        return (state.ReturnValue, state.Exception);
    }
}
