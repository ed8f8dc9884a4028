using CreditNotebooks.Display;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Engines.Embedded;
using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

/// <summary>Where DataFrames come from: files, SQL, C# values. It holds temporary views, settings and cached rows, and makes itself known
/// to the notebook's SQL cells. It computes in this process, or on a Spark that <see cref="SparkSessionBuilder.Remote"/> names.</summary>
public sealed partial class SparkSession : IDisposable, ISqlSession, ISqlLanguage
{
    internal SparkSession(IEngine engine) => OpenEngine = engine;

    private IEngine? OpenEngine { get; set; }

    internal IEngine Engine => OpenEngine
        ?? throw new InvalidOperationException("The Spark session is stopped: build a new one with SparkSession.Builder().GetOrCreate().");

    internal bool IsStopped => OpenEngine is null;

    /// <summary>The zone that TIMESTAMP values are shown in, null for UTC.</summary>
    internal TimeZoneRules? TimeZone =>
        Engine.Settings["spark.sql.session.timeZone"] is { } zone and not "UTC" ? TimeZoneRules.Find(zone) : null;

    /// <summary>Begins a new session's settings.</summary>
    public static SparkSessionBuilder Builder() => new();

    /// <summary>The session that is open in this notebook, or null.</summary>
    public static SparkSession? GetActiveSession() =>
        CellContext.Current.SqlSession is SparkSession { IsStopped: false } session ? session : null;

    /// <summary>The session that is open in this notebook, or null.</summary>
    public static SparkSession? ActiveSession => GetActiveSession();

    /// <summary>The version of Spark whose answers this session gives.</summary>
    public string Version() => Engine.Version;

    /// <summary>Runs one SQL statement. A query is checked now and computed by the first action; a command runs at once.</summary>
    /// <exception cref="SparkException">The text is no valid statement, or a name in it is wrong; the message shows the spot.</exception>
    public DataFrame Sql(string sqlText) => new(this, Engine.Sql(sqlText));

    /// <summary>The statements of an SQL cell one after the other; the answer is the last one's.</summary>
    public object? ExecuteSql(string text)
    {
        DataFrame? last = null;
        foreach (var (statement, line) in SqlScript.SplitCell(text))
        {
            try
            {
                last = Sql(statement);
            }
            catch (SparkException e)
            {
                e.Data[ISqlSession.LineKey] = line + Math.Max(0, e.Line - 1);
                throw;
            }
        }
        return last is null || last.Schema().Fields.Count == 0 ? null : last;
    }

    /// <summary>A table or view by its name, or a folder of files: <c>parquet.`out/clean`</c>.</summary>
    public DataFrame Table(string tableName) => new(this, Engine.Run(new Query(new Table(ColumnNames.Parts(tableName)))));

    /// <summary>The numbers from 0 to before <paramref name="end"/> as column <c>id</c>.</summary>
    public DataFrame Range(long end) => Range(0, end);

    /// <summary>The numbers from <paramref name="start"/> to before <paramref name="end"/> as column <c>id</c>.</summary>
    public DataFrame Range(long start, long end, long step = 1) =>
        new(this, new TableFunction(new FunctionCall(["range"], [Literals.From(start), Literals.From(end), Literals.From(step)])));

    /// <summary>Reads files.</summary>
    public DataFrameReader Read() => new(this);

    /// <summary>The session's settings.</summary>
    public RuntimeConfig Conf() => new(this);

    /// <summary>The session's views and cached tables.</summary>
    public Catalog Catalog => new(this);

    /// <summary>Makes C# functions known to SQL.</summary>
    public UdfRegistration Udf() => new(this);

    /// <summary>A session of its own with the same settings: its views and cached rows are apart.</summary>
    public SparkSession NewSession() => new(Engine.NewSession());

    /// <summary>Copies a file of this machine to where the session reads files: to another folder or a bucket, on Spark also to its file system.</summary>
    /// <exception cref="FileNotFoundException">There is no such file here.</exception>
    /// <exception cref="SparkException">The destination refuses it.</exception>
    public void CopyFromLocalToFs(string localPath, string destPath) =>
        Engine.CopyFromLocal(localPath, destPath, CellContext.Current.CancellationToken);

    /// <summary>Ends the session: views and cached rows are gone, DataFrames of it no longer run.</summary>
    public void Stop()
    {
        OpenEngine?.Dispose();
        OpenEngine = null;
        if (ReferenceEquals(CellContext.Current.SqlSession, this)) CellContext.Current.SqlSession = null;
    }

    /// <summary>The same as <see cref="Stop"/>.</summary>
    public void Dispose() => Stop();
}
