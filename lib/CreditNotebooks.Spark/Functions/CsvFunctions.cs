using System.Text;
using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Sources;
using CreditNotebooks.Spark.Sources.Csv;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>CSV in strings: one record each.</summary>
internal static class CsvFunctions
{
    public static IEnumerable<FunctionEntry> All =>
    [
        Scalar("from_csv").Fails().Build(FromCsv),
        Scalar("to_csv").Build(ToCsv),
        Scalar("schema_of_csv").Fails().Build(SchemaOf),
    ];

    private static TypedCall FromCsv(CallSite s)
    {
        s.NeedOneOf(2, 3);
        if (s[0].Type is not (StringType or NullType)) throw s.Unexpected(0, ArgumentType.String);
        if (TypeCoercion.AsNullable(SchemaArgument.At(s, 1)) is not StructType schema) throw s.Unsupported("from_csv to a type that is no struct");
        var given = FunctionOptions.At(s, 2);
        given.RefuseDropMalformed(s);
        var options = new CsvOptions(given.Source, s.Context.Settings);
        var corrupt = schema.Fields.ToList().FindIndex(f => f.Name.Equals(options.CorruptColumn, StringComparison.OrdinalIgnoreCase));
        if (corrupt >= 0 && schema.Fields[corrupt].DataType is not StringType) throw s.Unsupported("A column for corrupt records that is no STRING");
        foreach (var field in schema.Fields) _ = CellConverter.Create(field, options);
        var signature = KernelCache.Get(("from_csv", schema, given, options.Zone.Id, corrupt), () =>
        {
            var readers = new ThreadLocal<(CsvRecordParser, CellConverter[])>(() => (new CsvRecordParser(options), schema.Fields.Select(f => CellConverter.Create(f, options)).ToArray()));
            return new Kernel(object?[] (string text) => Read(text, schema, options, corrupt, readers.Value.Item1, readers.Value.Item2));
        });
        return s.Typed(schema, s[0].Nullable, s.Coerce(0, ArgumentType.String))
            with { Pretty = $"{s.Name}({PrettyName.Of(s[0])})", Signature = signature };
    }

    private static object?[] Read(string text, StructType schema, CsvOptions options, int corrupt, CsvRecordParser parser, CellConverter[] converters)
    {
        if (text.AsSpan().ContainsAny('\n', '\r')) throw SparkException.Unsupported("from_csv of a text with line ends");
        var cells = parser.ParseLine(text);
        var fields = new object?[schema.Fields.Count];
        var isBad = cells is null || cells.Length != fields.Length - (corrupt >= 0 ? 1 : 0);
        for (var (i, cell) = (0, 0); i < fields.Length; i++)
        {
            if (i == corrupt) continue;
            var value = cells is not null && cell < cells.Length ? cells[cell] : null;
            cell++;
            if (value is null || value == options.NullValue) continue;
            if (converters[i].TryConvert(Encoding.UTF8.GetBytes(value), out var converted)) fields[i] = converted is Int128 digits ? new DecimalValue(digits, ((DecimalType)schema.Fields[i].DataType).Scale) : converted;
            else isBad = true;
        }
        if (isBad && options.Mode == ParseMode.FailFast)
            throw new SparkException("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", "Malformed records are detected in record parsing. Parse Mode: FAILFAST. To process malformed records as null result, try setting the option 'mode' as 'PERMISSIVE'.");
        if (isBad && corrupt >= 0) fields[corrupt] = text;
        return fields;
    }

    private static TypedCall ToCsv(CallSite s)
    {
        s.NeedOneOf(1, 2);
        if (s[0].Type is not StructType type) throw s.Mismatch("UNSUPPORTED_INPUT_TYPE", $"The input of `{s.Name}` can't be \"{s[0].Type.Sql}\" type data.");
        var given = FunctionOptions.At(s, 1);
        foreach (var field in type.Fields)
            if (field.DataType.IsNested || field.DataType is BinaryType or VariantType || field.DataType.IsInterval) throw s.Unsupported($"to_csv of {field.DataType.Sql}");
        var zone = s.Context.Zone.Id;
        _ = new CsvWriter(new CsvOptions(given.Source, s.Context.Settings, forReading: false));
        var signature = KernelCache.Get(("to_csv", type, given, zone), () =>
        {
            var settings = new RuntimeSettings();
            settings.Set("spark.sql.session.timeZone", zone);
            var options = new CsvOptions(given.Source, settings, forReading: false);
            var writers = new ThreadLocal<CsvWriter>(() => new CsvWriter(options));
            return new Kernel(string (object value) =>
            {
                var (writer, line) = (writers.Value!, new StringBuilder());
                writer.Append(line, ((object?[])value).Select((v, i) => writer.Text(v, type.Fields[i].DataType)).ToArray());
                return line.ToString(0, line.Length - (options.LineSeparator ?? "\n").Length);
            });
        });
        return s.Typed(DataType.String, true, s[0]) with { Pretty = $"{s.Name}({PrettyName.Of(s[0])})", Signature = signature };
    }

    private static Rewritten SchemaOf(CallSite s)
    {
        s.NeedOneOf(1, 2);
        var options = new CsvOptions(FunctionOptions.At(s, 1).Source, s.Context.Settings);
        if (s[0].Type is not (StringType or NullType)) throw s.Unexpected(0, ArgumentType.String);
        if (!s[0].IsFoldable) throw s.Mismatch("NON_FOLDABLE_INPUT", $"the input `csv` should be a foldable \"STRING\" expression; however, got \"{PrettyName.Of(s[0])}\".");
        if (s.Analyzer.Fold(s.Coerce(0, ArgumentType.String)) is not TypedLiteral { Value: string text }) throw s.Mismatch("UNEXPECTED_NULL", "The csv must not be null.");
        if (text.AsSpan().ContainsAny('\n', '\r')) throw s.Unsupported("schema_of_csv of a text with line ends");
        var cells = new CsvRecordParser(options).ParseLine(text) ?? throw s.Unsupported("schema_of_csv of a text without a record");
        var inference = new CsvTypeInference(options, s.Context.Settings);
        var fields = cells.Select((c, i) => new StructField($"_c{i}", CsvTypeInference.Final(c is null ? DataType.Null : inference.Add(DataType.Null, Encoding.UTF8.GetBytes(c)))));
        return new Rewritten($"{s.Name}({PrettyName.Of(s[0])})", TypedLiteral.Of(new StructType(fields).Sql)) { Span = s.Span };
    }
}
