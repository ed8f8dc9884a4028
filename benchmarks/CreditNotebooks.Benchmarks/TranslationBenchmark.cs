using System.Diagnostics;
using CreditNotebooks.Spark.Engines.Embedded;
using CreditNotebooks.Spark.Parsing;

namespace CreditNotebooks.Benchmarks;

/// <summary>What it costs to parse, analyze and write a query of forty lines, without running it.</summary>
internal static class TranslationBenchmark
{
    private const string Query = """
        WITH cleaned AS (
          SELECT
            customer,
            month,
            CASE WHEN age BETWEEN 14 AND 100 THEN age END AS age,
            CASE WHEN income > 0 THEN income END AS income,
            coalesce(delay, 0) AS delay,
            coalesce(occupation, 'unknown') AS occupation,
            debt,
            score
          FROM loans
          WHERE customer IS NOT NULL
            AND month BETWEEN 1 AND 8
        ),
        per_customer AS (
          SELECT
            customer,
            max(age) AS age,
            avg(income) AS income,
            sum(delay) AS delays,
            count(*) AS months,
            max(score) AS score
          FROM cleaned
          GROUP BY customer
          HAVING count(*) > 2
        ),
        ranked AS (
          SELECT
            p.*,
            rank() OVER (PARTITION BY p.score ORDER BY p.delays DESC) AS place,
            avg(p.income) OVER (PARTITION BY p.score) AS usual
          FROM per_customer p
        )
        SELECT r.score, r.place, r.customer, r.age, r.income - r.usual AS above, c.debt
        FROM ranked r
        LEFT JOIN cleaned c ON c.customer = r.customer AND c.month = 8
        WHERE r.place <= 10
          AND EXISTS (SELECT 1 FROM cleaned x WHERE x.customer = r.customer AND x.delay > 0)
        ORDER BY r.score, r.place, r.customer
        LIMIT 100
        """;

    public static void Run()
    {
        using var engine = new EmbeddedEngine(new Dictionary<string, string>());
        engine.Run(SqlParser.ParseStatement("""
            CREATE OR REPLACE TEMP VIEW loans AS SELECT * FROM VALUES ('a', 1, 30, 1000.0D, 2, 'Lawyer', 10.0D, 'Good')
            AS t(customer, month, age, income, delay, occupation, debt, score)
            """));
        var times = new List<double>();
        for (var i = 0; i < 220; i++)
        {
            var watch = Stopwatch.StartNew();
            engine.Translate(SqlParser.ParseQuery(Query), CancellationToken.None).Dispose();
            if (i >= 20) times.Add(watch.Elapsed.TotalMilliseconds);
        }
        Console.WriteLine($"parse, analyze and write a query of {Query.Split('\n').Length} lines, warm: median {SideBySide.Median(times):0.00} ms");
    }
}
