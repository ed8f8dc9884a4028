using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Parsing;

/// <summary>Reads Spark 4.1's SQL. Each entry reads a whole text; errors carry the condition that Spark gives, the position and the text.</summary>
internal static class SqlParser
{
    public static Statement ParseStatement(string sql) => Whole(sql, p => p.ParseStatement());

    public static Relation ParseQuery(string sql) => Whole(sql, p => p.ParseQuery());

    /// <summary>An expression that may be a star or carry an alias, as in SELECT's list.</summary>
    public static Expression ParseExpression(string sql) => Whole(sql, p => p.ParseNamedExpression());

    public static SortOrder ParseSortOrder(string sql) => Whole(sql, p => p.ParseSortItem());

    public static DataType ParseDataType(string sql) => Whole(sql, p => p.ParseDataType());

    /// <summary>Columns as CREATE TABLE lists them: <c>a INT, b STRING NOT NULL COMMENT 'x'</c>; <c>a: int</c> and <c>struct&lt;a: int&gt;</c> too.</summary>
    public static StructType ParseSchema(string ddl) => Whole(ddl, p => p.ParseSchema());

    /// <summary>A name with its qualifiers: <c>a.`b.c`</c> has two parts.</summary>
    public static Seq<string> ParseName(string name) => Whole(name, p => p.ParseMultipartName());

    private static T Whole<T>(string sql, Func<Parser, T> parse)
    {
        try
        {
            var parser = new Parser(sql);
            var result = parse(parser);
            parser.ExpectEnd();
            return result;
        }
        catch (SparkException e)
        {
            throw e.In(sql);
        }
        catch (InsufficientExecutionStackException e)
        {
            throw new SparkException("FAILED_TO_PARSE_TOO_COMPLEX", "The statement is nested too deeply to be read; split it, for example into temporary views.", e);
        }
    }
}
