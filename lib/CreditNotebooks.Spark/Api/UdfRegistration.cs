namespace CreditNotebooks.Spark;

/// <summary>Makes C# functions known to SQL. Made by <see cref="SparkSession.Udf"/>.</summary>
public sealed partial class UdfRegistration
{
    private readonly SparkSession _session;

    internal UdfRegistration(SparkSession session) => _session = session;

    private void Add(string name, Delegate body) => _session.Engine.Register(UserFunctions.From(name, body));
}
