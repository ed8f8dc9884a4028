using System.Diagnostics;
using CreditNotebooks.Data;
using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark;
using static CreditNotebooks.Spark.Functions;

namespace CreditNotebooks.Benchmarks;

/// <summary>The credit pipeline (CSV, cleaning, four aggregates) as hand-written DuckDB SQL, and through the DataFrame API on the embedded
/// engine and on a Spark behind Spark Connect. The answers of all have to be equal.</summary>
internal static class PipelineBenchmark
{
    private static readonly string[] Numbers = ["Age", "Annual_Income", "Num_of_Delayed_Payment", "Outstanding_Debt", "Monthly_Balance"];

    private static readonly string[] Keys = ["Credit_Score", "Occupation", "Month", "Credit_Mix"];

    /// <param name="customers">Eight rows each.</param>
    /// <param name="remote">The Spark, which must see this machine's files; null leaves it out.</param>
    public static void Run(int customers, string? remote)
    {
        var path = Path.Combine(Path.GetTempPath(), $"credit-benchmark-{customers}.csv");
        if (!File.Exists(path)) CreditData.Generate(path, customers);
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        using var embedded = SparkSession.Builder().Create();
        using var cluster = remote is null ? null : SparkSession.Builder().Remote(remote).Create();
        var ways = new List<(string Name, Func<List<string>> Run)>
        {
            ("hand-written DuckDB", () => HandWritten(connection, path)),
            ("embedded engine", () => DataFrames(embedded, path)),
        };
        if (cluster is not null) ways.Add(($"Spark {cluster.Version()} through Spark Connect", () => DataFrames(cluster, path)));

        var answers = ways.Select(w => w.Run()).ToList();
        for (var i = 1; i < ways.Count; i++) CheckEqual(ways[0].Name, answers[0], ways[i].Name, answers[i]);
        var runs = customers > 100_000 ? 5 : 9;
        var times = SideBySide.Times(runs, [.. ways.Select(w => w.Run)]);
        Console.WriteLine($"{customers * 8:N0} rows, median of {runs} turns, "
            + $"peak working set of this process {Process.GetCurrentProcess().PeakWorkingSet64 >> 20:N0} MiB:");
        for (var i = 0; i < ways.Count; i++)
            Console.WriteLine($"  {ways[i].Name,-36} {SideBySide.Median(times[i]),8:N0} ms, "
                + $"{SideBySide.MedianRatio(times[i], times[0]):0.00} of hand-written DuckDB's");
    }

    private static List<string> DataFrames(SparkSession spark, string path)
    {
        var raw = spark.Read().Option("header", "true").Csv(path);
        var clean = raw;
        foreach (var number in Numbers) clean = clean.WithColumn(number, Replace(Col(number), Lit("_"), Lit("")).TryCast("double"));
        clean = clean
            .WithColumn("Age", When(Col("Age").Between(14, 100), Col("Age")))
            .WithColumn("Occupation", When(Col("Occupation") != "_______", Col("Occupation")))
            .WithColumn("Credit_Mix", When(Col("Credit_Mix") != "_", Col("Credit_Mix")))
            .Filter(Col("Customer_ID").IsNotNull());
        return Keys.SelectMany(key => clean.GroupBy(key)
            .Agg(Count(Lit(1)).As("n"), Avg(Col("Age")).As("age"), Avg(Col("Annual_Income")).As("income"), Max(Col("Outstanding_Debt")).As("debt"), Sum(Col("Num_of_Delayed_Payment")).As("delays"))
            .OrderBy(key).Collect().Select(r => string.Join("|", r.Values.Select(v => v is double d ? d.ToString("G9") : v)))).ToList();
    }

    private static List<string> HandWritten(DuckDbConnection connection, string path)
    {
        var rows = new List<string>();
        foreach (var key in Keys)
        {
            var sql = $"""
                WITH clean AS (
                  SELECT * REPLACE (
                    {string.Join(", ", Numbers.Skip(1).Select(n => $"TRY_CAST(replace({n}, '_', '') AS DOUBLE) AS {n}"))},
                    CASE WHEN TRY_CAST(replace(Age, '_', '') AS DOUBLE) BETWEEN 14 AND 100 THEN TRY_CAST(replace(Age, '_', '') AS DOUBLE) END AS Age,
                    CASE WHEN Occupation <> '_______' THEN Occupation END AS Occupation,
                    CASE WHEN Credit_Mix <> '_' THEN Credit_Mix END AS Credit_Mix)
                  FROM read_csv('{path}', header = true, all_varchar = true)
                  WHERE Customer_ID IS NOT NULL)
                SELECT {key}, count(*), avg(Age), avg(Annual_Income), max(Outstanding_Debt), sum(Num_of_Delayed_Payment)
                FROM clean GROUP BY {key} ORDER BY {key} NULLS FIRST
                """;
            using var result = connection.Query(sql);
            while (result.Next() is { } chunk)
                for (var row = 0; row < chunk.Count; row++)
                    rows.Add(string.Join("|", Enumerable.Range(0, chunk.ColumnCount).Select(c => chunk[c].GetValue(row) is double d ? d.ToString("G9") : chunk[c].GetValue(row))));
        }
        return rows;
    }

    private static void CheckEqual(string one, List<string> a, string other, List<string> b)
    {
        if (!a.SequenceEqual(b))
            throw new InvalidOperationException(
                $"{one} and {other} differ:\n{string.Join("\n", a.Except(b).Take(3))}\n{string.Join("\n", b.Except(a).Take(3))}");
    }
}
