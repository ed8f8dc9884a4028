using System.Text;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary><c>DATE '…'</c> and <c>TIMESTAMP '…'</c> as constants, in the session's time zone.</summary>
internal static class DateTimeLiterals
{
    public static TypedLiteral Read(DateTimeLiteral literal, AnalysisContext context)
    {
        var text = Encoding.UTF8.GetBytes(literal.Text.Trim());
        switch (literal.Keyword)
        {
            case "DATE":
                if (TextConversion.TryParseDate(text, out var days)) return new TypedLiteral(days, DataType.Date);
                break;
            case "TIMESTAMP_NTZ":
                if (TextConversion.TryParseTimestampNtz(text, true, out var local)) return new TypedLiteral(local, DataType.TimestampNTZ);
                break;
            default:
                if (TextConversion.TryParseTimestamp(text, context.Zone, out var micros)) return new TypedLiteral(micros, DataType.Timestamp) { Zone = context.Zone };
                break;
        }
        throw new SparkException("INVALID_TYPED_LITERAL", $"The value of the typed literal \"{(literal.Keyword == "TIMESTAMP_LTZ" ? "TIMESTAMP" : literal.Keyword)}\" is invalid: '{literal.Text}'.", literal.Span);
    }
}
