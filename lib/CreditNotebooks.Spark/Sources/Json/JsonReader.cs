using System.Text;
using System.Text.Json;
using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Sources.Files;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources.Json;

/// <summary>The JSON records of files: a line each, or with multiLine a file each, whose array has a record an item.</summary>
internal sealed class JsonRecords(JsonOptions options) : IDisposable
{
    private readonly LineSource source = new(SourceStream.EncodingOf(options.Charset, "JSON"), LineEnd.Of(options.LineSeparator));
    private byte[]? whole;

    public void Open(FileRange range)
    {
        if (options.MultiLine) whole = Encoding.UTF8.GetBytes(Csv.CsvText.Read(range.File, SourceStream.EncodingOf(options.Charset, "JSON")));
        else source.Open(range);
    }

    public bool Next(out ReadOnlySpan<byte> record)
    {
        if (options.MultiLine)
        {
            record = whole;
            whole = null;
            return !TextConversion.TrimJava(record).IsEmpty;
        }
        while (true)
        {
            record = default;
            if (source.IsPastRange || source.Position >= source.Bytes.Length && source.AtEnd) return false;
            var begin = source.Position;
            var end = source.FindLineEnd();
            if (end < 0)
            {
                source.More();
                continue;
            }
            source.Position = end + source.LineEndLength;
            record = source.Bytes[begin..end];
            if (!TextConversion.TrimJava(record).IsEmpty) return true;
        }
    }

    public void Dispose() => source.Dispose();
}

/// <summary>Reads JSON on one thread.</summary>
internal sealed class JsonReader : IRangeReader
{
    private readonly JsonOptions options;
    private readonly StructType wanted;
    private readonly int corrupt;
    private readonly int[] targets;
    private readonly JsonRecords records;
    private readonly JsonConversion conversion;
    private readonly Queue<(object?[]? Fields, bool IsBad, string Text)> pending = new();

    public JsonReader(JsonOptions options, StructType schema, IReadOnlyList<int> columns)
    {
        this.options = options;
        records = new JsonRecords(options);
        conversion = new JsonConversion(options);
        var place = schema.Fields.ToList().FindIndex(f => f.Name == options.CorruptColumn);
        corrupt = columns.ToList().IndexOf(place);
        if (place >= 0 && columns.Count == 1 && corrupt == 0)
            throw new SparkException("UNSUPPORTED_FEATURE.QUERY_ONLY_CORRUPT_RECORD_COLUMN",
                "Queries from raw JSON files are disallowed when the referenced columns only include the corrupt-record column; cache the rows first, or select another column too.");
        targets = [.. Enumerable.Range(0, columns.Count).Where(i => i != corrupt)];
        wanted = new StructType(targets.Select(i => schema.Fields[columns[i]]));
    }

    public void Open(FileRange range) => records.Open(range);

    public int Read(ReadOnlySpan<VectorWriter> vectors, int capacity)
    {
        var row = 0;
        while (row < capacity)
        {
            while (pending.Count == 0)
            {
                if (!records.Next(out var text)) return row;
                Parse(text);
            }
            var (fields, isBad, record) = pending.Dequeue();
            if (isBad && options.Mode == ParseMode.DropMalformed) continue;
            if (isBad && options.Mode == ParseMode.FailFast) throw BadRecord.FailFast(record, "it is no JSON, or a value in it is not of its column's type");
            for (var i = 0; i < targets.Length; i++) JsonConversion.Write(vectors[targets[i]], row, fields?[i], wanted.Fields[i].DataType);
            if (corrupt >= 0) vectors[corrupt].SetString(row, isBad ? record : null);
            row++;
        }
        return row;
    }

    private void Parse(ReadOnlySpan<byte> text)
    {
        using var document = JsonRecord.Parse(text, options);
        var root = document?.RootElement;
        if (root is { ValueKind: JsonValueKind.Array } array)
        {
            foreach (var item in array.EnumerateArray())
                if (item.ValueKind != JsonValueKind.Null) Add(item, text);
            return;
        }
        if (root is { } single) Add(single, text);
        else pending.Enqueue((null, true, Encoding.UTF8.GetString(text)));
    }

    private void Add(JsonElement value, ReadOnlySpan<byte> text)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            var fields = conversion.Fields(value, wanted, out var isBad);
            pending.Enqueue((fields, isBad, isBad ? Encoding.UTF8.GetString(text) : ""));
        }
        else pending.Enqueue((null, true, Encoding.UTF8.GetString(text)));
    }

    public void Dispose() => records.Dispose();
}

/// <summary>The columns of JSON files.</summary>
internal static class JsonSchema
{
    public static StructType Infer(IReadOnlyList<SourceFile> files, JsonOptions options)
    {
        var inference = new JsonInference(options);
        DataType type = new StructType([]);
        using var records = new JsonRecords(options);
        foreach (var file in files)
        {
            records.Open(new FileRange(file, 0, long.MaxValue));
            while (records.Next(out var text)) type = inference.Merge(type, Infer(text, options, inference));
        }
        return inference.Final(type) as StructType ?? new StructType([]);
    }

    private static DataType Infer(ReadOnlySpan<byte> text, JsonOptions options, JsonInference inference)
    {
        using var document = JsonRecord.Parse(text, options);
        var type = document is null ? null : inference.Infer(document.RootElement);
        if (type is ArrayType items) type = items.ElementType;
        if (type is StructType or NullType) return type;
        return options.Mode switch
        {
            ParseMode.Permissive => new StructType([new StructField(options.CorruptColumn, DataType.String)]),
            ParseMode.DropMalformed => DataType.Null,
            _ => throw BadRecord.FailFast(Encoding.UTF8.GetString(text), "it is no JSON object"),
        };
    }
}
