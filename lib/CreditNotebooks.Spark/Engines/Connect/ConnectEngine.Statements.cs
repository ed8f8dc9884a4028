using CreditNotebooks.Display;
using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Sources.S3;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using CreditNotebooks.Storage;
using Proto = CreditNotebooks.Spark.Engines.Connect.Protocol;

namespace CreditNotebooks.Spark.Engines.Connect;

// Statements, views and files. The server is the judge of SQL: what cannot be read here is sent all the same.
internal sealed partial class ConnectEngine
{
    public Relation Sql(string text)
    {
        var statement = Read(text);
        if (statement is Query query) return new ServerQuery(text, query.Relation, views.Uses(NamesIn(query.Relation)));
        Proto.Relation? answer = null;
        var command = new Proto.SqlCommand { Sql = text, Input = new() { Sql = new() { Query = text } } };
        Run(new Proto.Command { SqlCommand = command }, CellContext.Current.CancellationToken,
            response => answer ??= response.SqlCommandResult?.Relation);
        settings.Forget();
        Note(statement, text);
        return answer is null or { RelTypeCase: Proto.Relation.RelTypeOneofCase.Sql } ? new ServerQuery(text, null, views.Uses(NamesIn(text))) : new ServerRelation(answer);
    }

    public Relation Run(Statement statement)
    {
        switch (statement)
        {
            case Query { Relation: Table table }: return new ServerTable(table.Name, SessionViews.Key(table.Name) is { } tableKey ? views.Uses([tableKey]) : []);
            case Query query: return new ServerQuery(SparkSqlWriter.Write(query.Relation), query.Relation, views.Uses(NamesIn(query.Relation)));
            case CreateView view: Create(view); return Nothing();
            case SetConfiguration { Key: { } key, Value: { } value }: settings.Set(key, value); return Nothing();
            case ResetConfiguration reset: settings.Reset(reset.Key); return Nothing();
            default: return Sql(SparkSqlWriter.Write(statement));
        }
    }

    public bool DropView(string name, bool global)
    {
        var catalog = global ? new Proto.Catalog { DropGlobalTempView = new() { Name_ = name } } : new Proto.Catalog { DropTempView = new() { Name_ = name } };
        using var result = Execute(new ServerRelation(new() { Catalog = catalog }), CellContext.Current.CancellationToken);
        var dropped = result.Next() is [var column] && column[0] is true;
        views.Remove(global ? ["global_temp", name] : [name]);
        return dropped;
    }

    public void CopyFromLocal(string source, string destination, CancellationToken cancellationToken)
    {
        if (!File.Exists(source)) throw new FileNotFoundException($"There is no file {source} to copy.", source);
        var target = destination.EndsWith('/') ? destination + Path.GetFileName(source) : destination;
        if (S3Url.IsS3(target))
        {
            // A bucket is as near to this machine as to the server.
            var own = new RuntimeSettings();
            foreach (var (key, value) in settings.Changed) own.Set(key, value);
            using var s3 = new S3Access(own);
            s3.UploadFile(source, target, cancellationToken);
            return;
        }
        if (!target.StartsWith('/'))
            throw new SparkException("UNSUPPORTED_FEATURE", $"The destination {destination} is no absolute path of the server's file system and no s3:// address: write one that begins with / or s3://.");
        client.AddArtifact("forward_to_fs" + target, () => File.OpenRead(source), cancellationToken);
    }

    private void Create(CreateView view)
    {
        var name = view.Name[^1];
        var command = new Proto.CreateDataFrameViewCommand { Input = Relations().Of(view.Query), Name = name, IsGlobal = view.Global, Replace = view.Replace };
        Run(new Proto.Command { CreateDataframeView = command }, CellContext.Current.CancellationToken);
        views.Put(new SessionView(view.Global ? $"global_temp.{name}" : name, view.Query, []));
    }

    /// <summary>The statement as it is understood here; null where only the server can read it, or will say what is wrong.</summary>
    private static Statement? Read(string text)
    {
        try
        {
            return SqlParser.ParseStatement(text);
        }
        catch (SparkException)
        {
            return null;
        }
    }

    /// <summary>Keeps up with the views that a statement has made or dropped.</summary>
    private void Note(Statement? statement, string text)
    {
        switch (statement)
        {
            case CreateView { Global: var global, Name: [.., var name] } view: Put([.. global ? ["global_temp"] : Seq<string>.Empty, name], NamesIn(view.Query)); break;
            case CacheTable { Query: { } query } cache: Put(cache.Name, NamesIn(query)); break;
            case DropView drop: views.Remove(drop.Name); break;
            case null when ViewName(text) is { } name: Put(name, NamesIn(text)); break;
        }
    }

    private void Put(Seq<string> name, IEnumerable<string> reads)
    {
        if (SessionViews.Key(name) is { } key) views.Put(new SessionView(key, null, reads.ToSeq()));
    }

    /// <summary>The view that a CREATE, ALTER or DROP VIEW names which cannot be read here.</summary>
    private static Seq<string>? ViewName(string text)
    {
        var tokens = Tokens(text);
        var view = tokens.FindIndex(t => t.Key == "VIEW");
        if (view < 1 || tokens[0].Key is not ("CREATE" or "ALTER" or "DROP")) return null;
        var at = tokens.FindIndex(view + 1, t => t.Key is not ("IF" or "NOT" or "EXISTS"));
        if (at < 0 || !tokens[at].IsName) return null;
        return tokens[at + 1].Key == "." && tokens[at + 2].IsName ? [tokens[at].Text, tokens[at + 2].Text] : [tokens[at].Text];
    }

    private static List<Token> Tokens(string text)
    {
        try
        {
            return Lexer.Tokenize(text);
        }
        catch (SparkException)
        {
            return [];
        }
    }

    /// <summary>The names in a query that may be views.</summary>
    private static HashSet<string> NamesIn(Relation query)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (query is FileSource) return names;
        SparkSqlWriter.Write(query, name =>
        {
            if (SessionViews.Key(name) is { } key) names.Add(key);
            return name;
        });
        return names;
    }

    // Where the text cannot be read here, each of its words that is a view's name may mean it.
    private IEnumerable<string> NamesIn(string text)
    {
        var words = Tokens(text).Where(t => t.IsName).Select(t => t.Text).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return views.All.Select(v => v.Name).Where(name => words.Contains(name.Split('.')[^1]));
    }

    private static LocalData Nothing() => new(new StructType(Seq<StructField>.Empty), new LocalRows([]));
}
