namespace CreditNotebooks.Spark.Sources.Csv;

/// <summary>Column names out of a file's first record.</summary>
internal static class CsvHeader
{
    /// <summary>Names that differ without regard to case: those that are empty or come twice get their place as a suffix. Without a header all do.</summary>
    public static string[] Names(string?[] cells, CsvOptions options, bool caseSensitive)
    {
        if (!options.Header) return [.. cells.Select((_, i) => $"_c{i}")];
        var comparer = caseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        var twice = cells.Where(c => c is not null).GroupBy(c => c!, comparer).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(comparer);
        return [.. cells.Select((cell, i) => string.IsNullOrEmpty(cell) || cell == options.NullValue ? $"_c{i}" : twice.Contains(cell) ? $"{cell}{i}" : cell)];
    }

    /// <summary>With enforceSchema off, the names have to be those of the schema, in their order.</summary>
    public static void Check(string?[] header, CsvScanPlan plan, Files.SourceFile file)
    {
        var corrupt = plan.Options.CorruptColumn;
        var names = plan.Schema.Fields.Select(f => f.Name).Where(n => !n.Equals(corrupt, StringComparison.OrdinalIgnoreCase)).ToList();
        if (header.Length != names.Count)
            throw new SparkException("IllegalArgumentException",
                $"Number of column in CSV header is not equal to number of fields in the schema: the header has {header.Length}, the schema {names.Count}. CSV file: {file.Uri}");
        for (var i = 0; i < names.Count; i++)
            if (!names[i].Equals(header[i] ?? "", StringComparison.OrdinalIgnoreCase))
                throw new SparkException("IllegalArgumentException",
                    $"CSV header does not conform to the schema. Header: {string.Join(", ", header)}. Schema: {string.Join(", ", names)}. Expected: {names[i]} but found: {header[i]}. CSV file: {file.Uri}");
    }
}
