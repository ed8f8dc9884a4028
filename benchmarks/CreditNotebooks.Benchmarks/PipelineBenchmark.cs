using System.Diagnostics;
using CreditNotebooks.Data;
using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark;
using static CreditNotebooks.Spark.Functions;

namespace CreditNotebooks.Benchmarks;

/// <summary>The credit pipeline (CSV, cleaning, four aggregates) through the DataFrame API, beside the same work in hand-written DuckDB SQL.</summary>
internal static class PipelineBenchmark
{
    private static readonly string[] Numbers = ["Age", "Annual_Income", "Num_of_Delayed_Payment", "Outstanding_Debt", "Monthly_Balance"];

    private static readonly string[] Keys = ["Credit_Score", "Occupation", "Month", "Credit_Mix"];

    public static void Run(int customers)
    {
        var path = Path.Combine(Path.GetTempPath(), $"credit-benchmark-{customers}.csv");
        if (!File.Exists(path)) CreditData.Generate(path, customers);
        using var spark = SparkSession.Builder().GetOrCreate();
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();

        var runs = customers > 100_000 ? 5 : 9;
        var (frames, sql, ratio) = SideBySide.Measure(() => DataFrames(spark, path), () => HandWritten(connection, path), runs);
        CheckEqual(DataFrames(spark, path), HandWritten(connection, path));
        Console.WriteLine($"{customers * 8:N0} rows: DataFrame API {frames:N0} ms, hand-written DuckDB {sql:N0} ms, ratio {ratio:0.00} (median of {runs} pairs); peak working set {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576:N0} MiB");
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

    private static void CheckEqual(List<string> a, List<string> b)
    {
        if (!a.SequenceEqual(b)) throw new InvalidOperationException($"The two ways differ:\n{string.Join("\n", a.Except(b).Take(3))}\n{string.Join("\n", b.Except(a).Take(3))}");
    }
}
