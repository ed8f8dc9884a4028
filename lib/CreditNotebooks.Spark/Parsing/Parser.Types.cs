using System.Globalization;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Parsing;

// Data types and column lists.
internal sealed partial class Parser
{
    private static readonly string[] YearMonthFields = ["YEAR", "MONTH"];
    private static readonly string[] DayTimeFields = ["DAY", "HOUR", "MINUTE", "SECOND"];

    public DataType ParseDataType()
    {
        EnterLevel();
        var start = position;
        if (!Current.IsName) throw SyntaxError();
        var token = Take();
        switch (token.Key)
        {
            case "ARRAY" when At("<"):
                position++;
                var element = ParseDataType();
                Expect(">");
                return new ArrayType(element);
            case "MAP" when At("<"):
                position++;
                var key = ParseDataType();
                Expect(",");
                var value = ParseDataType();
                Expect(">");
                return new MapType(key, value);
            case "STRUCT" when At("<>"):
                position++;
                return new StructType([]);
            case "STRUCT" when At("<"):
                position++;
                var fields = At(">") ? [] : ListOf(ParseField);
                Expect(">");
                return new StructType(fields.ToSeq());
            case "ARRAY" or "MAP" or "STRUCT":
                throw new SparkException($"INCOMPLETE_TYPE_DEFINITION.{token.Key}", $"The definition of \"{token.Key}\" type is incomplete. You must provide its element types, for example {Example(token.Key)}.", SpanFrom(start));
            case "INTERVAL" when YearMonthFields.Contains(Current.Key) || DayTimeFields.Contains(Current.Key): return ParseIntervalType(start);
            default: return ParsePrimitive(token, start);
        }
    }

    private static string Example(string complex) => complex switch { "ARRAY" => "ARRAY<INT>", "MAP" => "MAP<STRING, INT>", _ => "STRUCT<name: STRING>" };

    private DataType ParseIntervalType(int start)
    {
        var fields = YearMonthFields.Contains(Current.Key) ? YearMonthFields : DayTimeFields;
        var from = Array.IndexOf(fields, Take().Key);
        var to = from;
        if (At("TO") && (fields.Contains(Peek().Key) || DayTimeFields.Contains(Peek().Key) || YearMonthFields.Contains(Peek().Key)))
        {
            position++;
            to = Array.IndexOf(fields, Take().Key);
            if (to <= from) throw new SparkException(fields == DayTimeFields && to >= 0 ? "INVALID_INTERVAL_FORMAT.UNSUPPORTED_FROM_TO_EXPRESSION" : "PARSE_SYNTAX_ERROR", "Intervals go from a larger unit to a smaller one of the same kind: YEAR TO MONTH, or DAY TO SECOND.", SpanFrom(start));
        }
        return fields == YearMonthFields ? new YearMonthIntervalType(from, to) : new DayTimeIntervalType(from, to);
    }

    private DataType ParsePrimitive(Token token, int start)
    {
        var sizes = new List<int>();
        if (At("(") && Peek().Kind == TokenKind.Integer)
        {
            position++;
            sizes = ListOf(() => Current.Kind == TokenKind.Integer && int.TryParse(Current.Text, CultureInfo.InvariantCulture, out var size) && position++ >= 0 ? size : throw SyntaxError());
            Expect(")");
        }
        if (token.Key == "STRING" && At("COLLATE"))
        {
            position++;
            if (!ParseIdentifier().Equals("UTF8_BINARY", StringComparison.OrdinalIgnoreCase)) throw Unsupported("A collation other than UTF8_BINARY", start);
        }
        switch (token.Key, sizes.Count)
        {
            case ("DECIMAL" or "DEC" or "NUMERIC", <= 2): return ParseDecimal(sizes, start);
            case ("CHAR" or "CHARACTER" or "VARCHAR", 1): return DataType.String;
            case ("CHAR" or "CHARACTER" or "VARCHAR", 0):
                throw new SparkException("DATATYPE_MISSING_SIZE", $"DataType \"{token.Key}\" requires a length parameter, for example \"{token.Key}\"(10). Please specify the length.", SpanFrom(start));
            case ("TIME" or "GEOGRAPHY" or "GEOMETRY", _): throw Unsupported($"The type {token.Key}", start);
        }
        DataType? type = sizes.Count > 0 ? null : token.Key switch
        {
            "BOOLEAN" => DataType.Boolean,
            "TINYINT" or "BYTE" => DataType.Byte,
            "SMALLINT" or "SHORT" => DataType.Short,
            "INT" or "INTEGER" => DataType.Integer,
            "BIGINT" or "LONG" => DataType.Long,
            "FLOAT" or "REAL" => DataType.Float,
            "DOUBLE" => DataType.Double,
            "DATE" => DataType.Date,
            "TIMESTAMP" or "TIMESTAMP_LTZ" => DataType.Timestamp,
            "TIMESTAMP_NTZ" => DataType.TimestampNTZ,
            "STRING" => DataType.String,
            "BINARY" => DataType.Binary,
            "VOID" => DataType.Null,
            "INTERVAL" => DataType.CalendarInterval,
            "VARIANT" => new VariantType(),
            _ => null,
        };
        return type ?? throw new SparkException("UNSUPPORTED_DATATYPE", $"Unsupported data type \"{token.Text.ToUpperInvariant()}{(sizes.Count > 0 ? $"({string.Join(",", sizes)})" : "")}\".", SpanFrom(start));
    }

    private DecimalType ParseDecimal(List<int> sizes, int start)
    {
        var type = new DecimalType(sizes.Count > 0 ? sizes[0] : 10, sizes.Count > 1 ? sizes[1] : 0);
        if (type.Precision > DecimalType.MaxPrecision) throw TooPrecise(type.Precision, start);
        if (type.Scale > type.Precision)
            throw new SparkException("_LEGACY_ERROR_TEMP_1228", $"Decimal scale ({type.Scale}) cannot be greater than precision ({type.Precision}).", SpanFrom(start));
        return type;
    }

    /// <summary>The columns of a table; a single STRUCT type stands for its fields.</summary>
    public StructType ParseSchema()
    {
        if (Current.Kind == TokenKind.End) return new StructType([]);
        if (At("STRUCT") && Peek().Key is "<" or "<>") return (StructType)ParseDataType();
        return new StructType(ListOf(ParseField).ToSeq());
    }

    private StructField ParseField()
    {
        var name = ParseName();
        Accept(":");
        var type = ParseDataType();
        var nullable = !Accept("NOT", "NULL");
        var comment = At("COMMENT") && Accept("COMMENT") ? ExpectString() : null;
        return new StructField(name, type, nullable) { Comment = comment };
    }
}
