using CreditNotebooks.Spark;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Engines.Embedded;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Writing;

namespace CreditNotebooks.Tests.Steps;

/// <summary>One query that a notebook ran: as Spark SQL, and what the embedded engine answered to the DataFrame's plan.</summary>
internal sealed record Step(string Sql, string Answer);

/// <summary>Listens to what runs in this asynchronous flow, and has each query in SQL too, with files as views.</summary>
internal sealed class StepRecorder : IDisposable
{
    private static readonly AsyncLocal<StepRecorder?> Current = new();

    private readonly Func<string, string> withPlaceholders;
    private readonly HashSet<string> seen = [];
    private readonly List<Step> steps = [];
    private bool asking;

    static StepRecorder() => EmbeddedEngine.Executing += (engine, plan) => Current.Value?.Record(engine, plan);

    /// <param name="withPlaceholders">Makes paths of this machine into placeholders.</param>
    public StepRecorder(Func<string, string> withPlaceholders)
    {
        this.withPlaceholders = withPlaceholders;
        Current.Value = this;
    }

    /// <summary>The steps so far, each once, in order; a statement that only makes a view has an empty answer.</summary>
    public IReadOnlyList<Step> Steps => steps;

    /// <summary>Queries that SQL has no words for.</summary>
    public List<string> NotInSql { get; } = [];

    private void Record(EmbeddedEngine engine, Relation plan)
    {
        if (asking) return;
        asking = true;
        try
        {
            var lowering = new PlanLowering(engine.Schema);
            var relation = lowering.Lower(plan);
            foreach (var view in lowering.Views) Add(withPlaceholders(SparkSqlWriter.Write(view)), "");
            var sql = withPlaceholders(SparkSqlWriter.Write(relation));
            if (!seen.Contains(sql)) Add(sql, StatementAnswer.Of(engine, sql, () => plan, CancellationToken.None));
        }
        catch (SparkException e)
        {
            NotInSql.Add(e.Message);
        }
        finally
        {
            asking = false;
        }
    }

    private void Add(string sql, string answer)
    {
        if (answer.Length == 0 || seen.Add(sql)) steps.Add(new Step(sql, answer));
    }

    public void Dispose() => Current.Value = null;
}
