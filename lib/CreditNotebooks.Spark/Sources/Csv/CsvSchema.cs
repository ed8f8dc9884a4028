using System.Text;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Sources.Files;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources.Csv;

/// <summary>The columns of CSV files: names from the header or from the places, types where they are to be inferred.</summary>
internal static class CsvSchema
{
    private const long RangeSize = 16 << 20;

    public static StructType Infer(IReadOnlyList<SourceFile> files, CsvOptions options, RuntimeSettings settings)
    {
        var plan = new CsvScanPlan(options, new StructType([]), []);
        var caseSensitive = settings["spark.sql.caseSensitive"] is "true";
        return options.MultiLine ? InferMultiLine(files, plan, settings, caseSensitive) : InferLines(files, plan, settings, caseSensitive);
    }

    private static StructType InferLines(IReadOnlyList<SourceFile> files, CsvScanPlan plan, RuntimeSettings settings, bool caseSensitive)
    {
        byte[]? first = null;
        foreach (var file in files)
        {
            using var lines = new CsvLines(plan);
            lines.Open(new FileRange(file, 0, long.MaxValue));
            if (!lines.Next(out var line)) continue;
            first = line.ToArray();
            break;
        }
        if (first is null) return new StructType([]);
        var cells = new CsvRecordParser(plan.Options).ParseLine(Encoding.UTF8.GetString(first)) ?? [];
        var names = CsvHeader.Names(cells, plan.Options, caseSensitive);
        if (!plan.Options.InferSchema) return Strings(names);
        var ranges = FileRange.Cut(files, f => SourceStream.IsSplittable(f, plan.Encoding) && plan.Options.LineSeparator is null, RangeSize);
        var inferred = new DataType[ranges.Count][];
        var inference = new CsvTypeInference(plan.Options, settings);
        try
        {
            Parallel.For(0, ranges.Count, i => inferred[i] = InferRange(ranges[i], plan, inference, first, names.Length));
        }
        catch (AggregateException e) when (e.InnerException is SparkException cause)
        {
            throw cause;
        }
        return Merge(names, inferred, inference);
    }

    private static DataType[] InferRange(FileRange range, CsvScanPlan plan, CsvTypeInference inference, byte[] first, int count)
    {
        var types = NoTypes(count);
        using var lines = new CsvLines(plan);
        lines.Open(range);
        while (lines.Next(out var line))
        {
            if (plan.Options.Header && line.SequenceEqual(first)) continue;
            if (!lines.IsPlain)
            {
                AddCells(lines.ParseExact(line), inference, types);
                continue;
            }
            for (var i = 0; i < Math.Min(types.Length, lines.CellCount); i++)
                if (types[i] is not StringType && lines.TryCell(i, out var text)) types[i] = inference.Add(types[i], text);
        }
        return types;
    }

    private static StructType InferMultiLine(IReadOnlyList<SourceFile> files, CsvScanPlan plan, RuntimeSettings settings, bool caseSensitive)
    {
        var inference = new CsvTypeInference(plan.Options, settings);
        string[]? names = null;
        DataType[] types = [];
        foreach (var file in files)
        {
            var parser = new CsvRecordParser(plan.Options);
            parser.Start(CsvText.Read(file, plan.Encoding));
            var record = parser.Next();
            if (record is null) continue;
            if (names is null)
            {
                names = CsvHeader.Names(record, plan.Options, caseSensitive);
                if (!plan.Options.InferSchema) return Strings(names);
                types = NoTypes(names.Length);
            }
            if (plan.Options.Header) record = parser.Next();
            for (; record is not null; record = parser.Next()) AddCells(record, inference, types);
        }
        return names is null ? new StructType([]) : Merge(names, [types], inference);
    }

    private static void AddCells(string?[]? cells, CsvTypeInference inference, DataType[] types)
    {
        for (var i = 0; i < Math.Min(types.Length, cells?.Length ?? 0); i++)
            if (cells![i] is { } text) types[i] = inference.Add(types[i], Encoding.UTF8.GetBytes(text));
    }

    private static DataType[] NoTypes(int count) => [.. Enumerable.Repeat(DataType.Null, count)];

    private static StructType Strings(string[] names) => new(names.Select(n => new StructField(n, DataType.String)));

    private static StructType Merge(string[] names, DataType[][] inferred, CsvTypeInference inference) => new(names.Select((name, i) =>
        new StructField(name, CsvTypeInference.Final(inferred.Aggregate((DataType)DataType.Null, (type, part) => inference.Merge(type, part[i]))))));
}
