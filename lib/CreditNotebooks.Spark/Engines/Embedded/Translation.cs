using CreditNotebooks.Spark.Sources;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Embedded;

/// <summary>A plan as one DuckDB query. The files that it reads, by their names, stay open to DuckDB until it is disposed.</summary>
internal sealed record Translation(string Sql, StructType Schema, IReadOnlyList<(string Name, SourceTable Table)> Files) : IDisposable
{
    /// <summary>What running it means to the reader of a notebook.</summary>
    public string Phrase => Files.Count == 0 ? "computing" : $"reading {string.Join(", ", Files.Select(f => f.Name).Distinct())}";

    /// <summary>How much of its text files has been read, up to 1; null where there are none.</summary>
    public double? FractionRead => Files.Average(f => f.Table.Fraction);

    /// <summary>A text of DuckDB's, with objects in S3 by their own names and not by those of their copies.</summary>
    public string Named(string text) => Files.Aggregate(text, (t, file) => file.Table.Named(t));

    public void Dispose()
    {
        foreach (var file in Files) file.Table.Dispose();
    }
}
