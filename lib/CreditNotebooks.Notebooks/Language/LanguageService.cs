using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Evaluation;

namespace CreditNotebooks.Notebooks.Language;

/// <summary>Completion and help for the cells of a session, as they are typed. Nothing here runs a cell's code or a query.</summary>
internal sealed class LanguageService
{
    // Requests may come by two ways at once.
    private readonly Lock _gate = new();
    private readonly CellSession _session;
    private readonly MagicCompletion _magics;
    private readonly CSharpCompletion _code;
    private readonly CSharpInspection _help;

    public LanguageService(CellSession session)
    {
        _session = session;
        var files = new FileNames(session.Folder);
        var models = new CodeModels(session.Chain);
        _magics = new MagicCompletion(files);
        _code = new CSharpCompletion(models, new TextCompletion(session, files));
        _help = new CSharpInspection(models, session);
    }

    /// <summary>What may stand at the position.</summary>
    public CompletionList Complete(string cell, int position)
    {
        lock (_gate)
        {
            return Ask(() => CompleteIn(CellRegion.At(cell, position), position)) ?? CompletionList.None(position);
        }
    }

    /// <summary>What is known of what stands at the position; null where that is nothing. More <paramref name="detail"/> than 0 says all
    /// there is.</summary>
    public MimeBundle? Inspect(string cell, int position, int detail)
    {
        lock (_gate)
        {
            return Ask(() => InspectIn(CellRegion.At(cell, position), position, detail));
        }
    }

    // The compiler gives up on text that is nested too deeply; running the cell says so.
    private static T? Ask<T>(Func<T?> question) where T : class
    {
        try
        {
            return question();
        }
        catch (InsufficientExecutionStackException)
        {
            return null;
        }
    }

    private CompletionList CompleteIn(CellRegion region, int position) => region switch
    {
        CellRegion.MagicLine line => _magics.Complete(line, position),
        CellRegion.CSharp code => _code.Complete(code, position),
        CellRegion.Sql sql when _session.Context.SqlSession is ISqlLanguage language =>
            SqlItems.Place(language.Complete(sql.Text, position - sql.Start), sql.Text, sql.Start, position),
        _ => CompletionList.None(position),
    };

    private MimeBundle? InspectIn(CellRegion region, int position, int detail) => region switch
    {
        CellRegion.MagicLine line => Describe(line),
        CellRegion.CSharp code => _help.Inspect(code, position, detail),
        CellRegion.Sql sql when _session.Context.SqlSession is ISqlLanguage language =>
            language.Describe(sql.Text, position - sql.Start) is { } known
                ? HelpText.Of(known.Signature, "sql", known.Documentation) : null,
        _ => null,
    };

    /// <summary>Loads what completion and help need the first time, behind other work.</summary>
    public static Task WarmUpAsync() => Task.Run(() =>
    {
        var language = new LanguageService(new CellSession(new CellContext(), Path.GetTempPath()));
        const string Sample = "var rows = Enumerable.Range(0, 3).Select(i => i.ToString()).ToList();\nrows.";
        language.Complete(Sample, Sample.Length);
        language.Complete("", 0);
    });

    private static MimeBundle? Describe(CellRegion.MagicLine line) =>
        Magic.Find(line.Text.Split((char[]?)null, 2)[0]) is { } magic
            ? HelpText.Of($"{magic.Name} {magic.Arguments}".TrimEnd(), "", magic.Summary) : null;
}
