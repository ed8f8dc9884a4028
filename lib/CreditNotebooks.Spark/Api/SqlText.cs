using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

/// <summary>What the API takes as SQL text: expressions, types, schemas.</summary>
internal static class SqlText
{
    public static Expression Expression(string text) => SqlParser.ParseExpression(text);

    public static DataType DataType(string text) => SqlParser.ParseDataType(text);

    /// <summary>A column list, <c>id INT, name STRING</c>.</summary>
    public static StructType Schema(string text) => SqlParser.ParseSchema(text);
}
