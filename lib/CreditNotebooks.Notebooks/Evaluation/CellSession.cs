using System.Diagnostics;
using System.Globalization;
using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Documents;
using CreditNotebooks.Notebooks.Packages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;

namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>Runs cells one after the other; they share variables, types and the SQL session. It knows neither a notebook file nor a wire:
/// what cells show goes to the context's sink. One cell at a time.</summary>
public sealed class CellSession
{
    private static readonly Lazy<Task> WarmedUp = new(() => Task.Run(RunSampleAsync));

    private readonly ScriptChain _chain;
    private readonly SessionPackages _packages;
    private readonly ErrorReport _errors;
    private readonly CellContext _context;
    private readonly string _folder;

    /// <summary>A session whose relative paths (<c>#r</c>, <c>#!import</c>) start at <paramref name="folder"/>.</summary>
    public CellSession(CellContext context, string folder)
    {
        _context = context;
        _folder = Path.GetFullPath(folder);
        _chain = new ScriptChain(_folder);
        _packages = new SessionPackages(_folder, _chain);
        _errors = new ErrorReport(_folder);
        ConsoleRouter.Install();
        ConsoleInput.Install();
    }

    /// <summary>The C# that ran so far.</summary>
    internal ScriptChain Chain => _chain;

    /// <summary>What surrounds the cells: the SQL session among it.</summary>
    internal CellContext Context => _context;

    /// <summary>An exception that no cell ended with, in the cells' own names and lines.</summary>
    internal IReadOnlyList<string> Explain(Exception exception) => _errors.Of(exception).Traceback;

    /// <summary>Where relative paths start.</summary>
    internal string Folder => _folder;

    /// <summary>Loads the compiler, which takes about a second the first time. Called early, it runs beside other start-up work.</summary>
    public static Task WarmUpAsync() => WarmedUp.Value;

    /// <summary>Runs a cell. Errors of the cell are answered, not thrown. <paramref name="stop"/> is handed to the cell's code as
    /// <see cref="CellContext.CancellationToken"/>; code that does not heed it is aborted half a second later.</summary>
    public async Task<CellResult> RunAsync(CellSource cell, CancellationToken stop = default)
    {
        var shown = _context.Sink as RedactedSink;
        shown?.Begin();
        try
        {
            return (await RunAsItIsAsync(cell, stop).ConfigureAwait(false)).Redacted();
        }
        finally
        {
            shown?.End();
        }
    }

    private async Task<CellResult> RunAsItIsAsync(CellSource cell, CancellationToken stop)
    {
        CellContext.Current = _context;
        _context.CancellationToken = stop;
        var clock = Stopwatch.StartNew();
        try
        {
            var parts = CellSplitter.Split(cell);
            var value = await RunPartsAsync(parts, [], stop).ConfigureAwait(false);
            if (parts.Any(p => p is CellPart.Time))
            {
                Show(value);
                value = null;
                Show(new MimeBundle(string.Create(CultureInfo.InvariantCulture, $"Wall time: {clock.Elapsed.TotalMilliseconds:0.0} ms")));
            }
            return new CellResult(CellOutcome.Finished, value, null, clock.Elapsed);
        }
        catch (CellLeftBehindException)
        {
            return Stopped("The cell was told to stop and did not; its code goes on in the background. Restart the kernel to be rid of it.", clock);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return Stopped("The cell was stopped.", clock);
        }
        catch (CellFailure e)
        {
            return new CellResult(CellOutcome.Failed, null, e.Error, clock.Elapsed);
        }
        catch (CompilationErrorException e)
        {
            return new CellResult(CellOutcome.Failed, null, _errors.Of(e.Diagnostics), clock.Elapsed);
        }
        catch (Exception e)
        {
            return new CellResult(CellOutcome.Failed, null, _errors.Of(e), clock.Elapsed);
        }
    }

    private static CellResult Stopped(string message, Stopwatch clock) =>
        new(CellOutcome.Stopped, null, new CellError("Stopped", message, [message]), clock.Elapsed);

    /// <summary>Runs the parts; all values but the last one's are shown on the way.</summary>
    private async Task<MimeBundle?> RunPartsAsync(List<CellPart> parts, string[] importing, CancellationToken stop)
    {
        MimeBundle? value = null;
        foreach (var part in parts)
        {
            Show(value);
            value = null;
            switch (part)
            {
                case CellPart.CSharp code:
                    await _packages.InstallAsync(code.Packages, _context.Sink, stop).ConfigureAwait(false);
                    value = await RunCSharpAsync(code.Cell.Name, code.Text, stop).ConfigureAwait(false);
                    break;
                case CellPart.Sql sql:
                    value = await RunSqlAsync(sql, stop).ConfigureAwait(false);
                    break;
                case CellPart.Show text:
                    Show(new MimeBundle(new Dictionary<string, string> { [text.MimeType] = text.Text, [MimeBundle.PlainText] = text.Text }));
                    break;
                case CellPart.Import import:
                    await ImportAsync(import, importing, stop).ConfigureAwait(false);
                    break;
                case CellPart.Who:
                    Show(VariableTable.Of(_chain.Variables));
                    break;
                case CellPart.Help help:
                    Show(help.MagicsAlone ? HelpPage.MagicsAlone : HelpPage.Whole);
                    break;
                case CellPart.Time:
                    break;
                default:
                    throw new UnreachableException(part.GetType().Name);
            }
        }
        return value;
    }

    private async Task<MimeBundle?> RunCSharpAsync(
        string name, string text, CancellationToken stop, IEnumerable<MetadataReference>? references = null)
    {
        _errors.Remember(name, text);
        var script = _chain.Compile(name, text, references, stop);
        try
        {
            return await InterruptibleRun<MimeBundle?>.RunAsync(
                async () =>
                {
                    var (value, error) = await _chain.RunAsync(script).ConfigureAwait(false);
                    if (error is not null)
                    {
                        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
                    }
                    return value is null or DisplayedValue ? null : NotebookOutput.Checked(Formatter.ToBundle(value));
                },
                stop).ConfigureAwait(false);
        }
        finally
        {
            _chain.Close();
        }
    }

    private async Task<MimeBundle?> RunSqlAsync(CellPart.Sql sql, CancellationToken stop)
    {
        if (_context.SqlSession is not { } session)
        {
            throw new CellFailure("SqlError", "No Spark session is open: build one in a cell above (SparkSession.Builder()…GetOrCreate()).",
                $"   at {sql.Cell.Name}, line {sql.Line}");
        }
        object? result = null;
        MimeBundle? shown;
        try
        {
            shown = await InterruptibleRun<MimeBundle?>.RunAsync(
                () =>
                {
                    result = session.ExecuteSql(sql.Text);
                    return Task.FromResult(sql.KeepAs is not null || result is null ? null : Formatter.ToBundle(result));
                },
                stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException && !stop.IsCancellationRequested)
        {
            throw new CellFailure(_errors.Of(e, sql));
        }
        if (sql.KeepAs is null)
        {
            return shown;
        }
        if (result is null)
        {
            throw new CellFailure("SqlError", $"The statement has no result to keep as '{sql.KeepAs}'.", $"   at {sql.Cell.Name}, line {sql.Line}");
        }
        var type = CSharpTypeName.Of(result.GetType());
        _context.Handover = result;
        try
        {
            await RunCSharpAsync(
                sql.Cell.Name + " -o",
                $"{type} {sql.KeepAs} = ({type})global::CreditNotebooks.Display.CellContext.Current.Handover;",
                stop,
                HostReferences.Resolve(result.GetType().Assembly.Location)).ConfigureAwait(false);
        }
        finally
        {
            _context.Handover = null;
        }
        return null;
    }

    private async Task ImportAsync(CellPart.Import import, string[] importing, CancellationToken stop)
    {
        var path = Path.GetFullPath(Path.Combine(_folder, import.Path.Replace('\\', '/')));
        var where = $"   at {import.Cell.Name}, line {import.Line}";
        if (importing.Contains(path))
        {
            throw new CellFailure("MagicError", $"'{import.Path}' imports itself.", where);
        }
        if (!File.Exists(path))
        {
            throw new CellFailure("MagicError", $"There is no file '{import.Path}' to import; the path is relative to {_folder}.", where);
        }
        var cells = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".cs" or ".csx" => [new CellSource(import.Path, await File.ReadAllTextAsync(path, stop).ConfigureAwait(false))],
            ".ipynb" => ReadCells(import.Path, path, where),
            _ => throw new CellFailure("MagicError", $"'{import.Path}' cannot be imported: only .cs, .csx and .ipynb files can.", where),
        };
        foreach (var cell in cells)
        {
            Show(await RunPartsAsync(CellSplitter.Split(cell), [.. importing, path], stop).ConfigureAwait(false));
        }
    }

    private static List<CellSource> ReadCells(string name, string path, string where)
    {
        try
        {
            return [.. NotebookReader.ReadFile(path).Cells.Where(c => c.Kind == CellKind.Code)
                .Select((c, i) => new CellSource($"{name} cell {i + 1}", c.Source))];
        }
        catch (NotebookException e)
        {
            throw new CellFailure("MagicError", e.Message, where);
        }
    }

    private void Show(MimeBundle? bundle)
    {
        if (bundle is not null)
        {
            _context.Sink?.Display(bundle, null);
        }
    }

    private static async Task RunSampleAsync()
    {
        // The forms that cells have most: a declaration, a lambda, an await, a table as the last value.
        var session = new CellSession(new CellContext(), Path.GetTempPath());
        await session.RunAsync(new CellSource("warm-up 1", "var rows = Enumerable.Range(0, 3).Select(i => new { i, Name = $\"{i}\" }).ToList();"))
            .ConfigureAwait(false);
        await session.RunAsync(new CellSource("warm-up 2", "await Task.Yield();\nrows")).ConfigureAwait(false);
    }
}
