using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using CreditNotebooks.Display;
using CreditNotebooks.Spark.Engines.Connect.Arrow;
using CreditNotebooks.Spark.Plans;
using Google.Protobuf;
using Proto = CreditNotebooks.Spark.Engines.Connect.Protocol;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>Rows of this process as relations. Few travel in each plan that has them; many are sent once and then named.</summary>
internal sealed class LocalRelations(SparkConnectClient client)
{
    private const int MostInPlan = 64 << 10;

    private readonly ConditionalWeakTable<LocalRows, Proto.Relation> known = [];

    public Proto.Relation Of(LocalData data)
    {
        if (!known.TryGetValue(data.Rows, out var relation)) known.AddOrUpdate(data.Rows, relation = Make(data));
        return relation.Clone();
    }

    private Proto.Relation Make(LocalData data)
    {
        // Rows without columns have a number and nothing else.
        if (data.Schema.Fields.Count == 0)
            return new() { Drop = new() { Input = new() { Range = new() { End = data.Rows.Rows.Count, Step = 1 } }, ColumnNames = { "id" } } };
        var rows = new Proto.LocalRelation
        {
            Data = UnsafeByteOperations.UnsafeWrap(ArrowWriter.Write(data.Schema, data.Rows.Rows)),
            Schema = data.Schema.ToDdl(),
        };
        if (rows.Data.Length <= MostInPlan) return new() { LocalRelation = rows };
        var bytes = rows.ToByteArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        client.AddArtifact($"cache/{hash}", () => new MemoryStream(bytes, writable: false), CellContext.Current.CancellationToken);
        return new() { CachedLocalRelation = new() { Hash = hash } };
    }
}
