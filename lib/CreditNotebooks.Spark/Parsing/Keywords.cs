using System.Collections.Frozen;

namespace CreditNotebooks.Spark.Parsing;

/// <summary>Which words mean what, and where. Nearly every keyword of Spark is a legal name, so these sets decide only where both readings are possible.</summary>
internal static class Keywords
{
    /// <summary>Names of columns and functions, but never a table's alias.</summary>
    public static readonly FrozenSet<string> NoTableAlias = Set(
        "ANTI CROSS EXCEPT FULL INNER INTERSECT JOIN LATERAL LEFT NATURAL ON RIGHT SEMI MINUS UNION USING");

    /// <summary>Words that go on after a complete expression or relation; a bare alias only where nothing else can follow.</summary>
    public static readonly FrozenSet<string> Continue = Set(
        """
        FROM WHERE GROUP HAVING WINDOW ORDER CLUSTER DISTRIBUTE SORT LIMIT OFFSET UNION EXCEPT INTERSECT MINUS LATERAL PIVOT UNPIVOT TABLESAMPLE
        JOIN CROSS INNER LEFT RIGHT FULL NATURAL SEMI ANTI ON USING AND OR IS IN LIKE ILIKE RLIKE REGEXP BETWEEN DIV AS FOR
        ASC DESC NULLS THEN WHEN ELSE END WITH GROUPING ROWS RANGE PRECEDING FOLLOWING PERCENT COLLATE
        SET VALUES SELECT INSERT ESCAPE IGNORE RESPECT PARTITION NOT
        """);

    /// <summary>Words that begin a query where a statement or a parenthesis begins.</summary>
    public static readonly FrozenSet<string> BeginQuery = Set("SELECT WITH FROM TABLE VALUES");

    /// <summary>Words that begin a statement; those that begin a query are among them.</summary>
    public static readonly FrozenSet<string> BeginStatement = Set("SELECT WITH FROM TABLE VALUES CREATE DROP SHOW DESCRIBE EXPLAIN SET RESET CACHE UNCACHE CLEAR REFRESH");

    /// <summary>Words that go on after a query in parentheses.</summary>
    public static readonly FrozenSet<string> ContinueQuery = Set("UNION EXCEPT INTERSECT MINUS ORDER CLUSTER DISTRIBUTE SORT WINDOW LIMIT OFFSET |>");

    public static readonly FrozenSet<string> DateTimeUnits = Set("YEAR QUARTER MONTH WEEK DAY DAYOFYEAR HOUR MINUTE SECOND MILLISECOND MICROSECOND");

    /// <summary>Units of intervals, to the singular.</summary>
    public static readonly FrozenDictionary<string, string> IntervalUnits =
        "NANOSECOND MICROSECOND MILLISECOND SECOND MINUTE HOUR DAY WEEK MONTH YEAR".Split(' ')
            .SelectMany(unit => new[] { KeyValuePair.Create(unit, unit), KeyValuePair.Create(unit + "S", unit) }).ToFrozenDictionary();

    private static readonly FrozenSet<string> BeginOperand = Set(
        "NULL TRUE FALSE CASE CAST TRY_CAST INTERVAL EXISTS DISTINCT ALL TABLE RECURSIVE OUTER VIEW ROW CURRENT UNBOUNDED BOTH LEADING TRAILING IDENTIFIER BY IF STREAM INCLUDE EXCLUDE MAP REDUCE");

    /// <summary>Whether the word may mean something else than a name somewhere, so that it is written in quotes.</summary>
    public static bool IsSpecial(string word) => Continue.Contains(word) || BeginQuery.Contains(word) || BeginOperand.Contains(word);

    /// <summary>What a misspelt word is compared with.</summary>
    public static readonly string[] Common =
        ("SELECT FROM WHERE GROUP ORDER BY HAVING JOIN LEFT RIGHT INNER OUTER CROSS UNION LIMIT OFFSET DISTINCT VALUES CREATE TEMPORARY VIEW DESCRIBE EXPLAIN " +
         "LATERAL WINDOW PARTITION OVER BETWEEN THEN WHEN ELSE END CASE CAST WITH PIVOT UNPIVOT INTERSECT EXCEPT SHOW TABLES USING").Split(' ');

    /// <summary>The words that an editor offers.</summary>
    public static IEnumerable<string> All => Continue.Concat(BeginQuery).Concat(BeginOperand).Concat(NoTableAlias).Concat(Common).Concat(BeginStatement).Distinct();

    private static FrozenSet<string> Set(string words) => words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();
}
