using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Sources.Csv;
using CreditNotebooks.Spark.Sources.Files;
using CreditNotebooks.Spark.Sources.S3;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources;

/// <summary>A file source that a DuckDB query can read until it is disposed.</summary>
internal sealed class SourceTable(string sql, OpenedSource? source = null, SharedTable? shared = null, FileTable? files = null) : IDisposable
{
    public SourceTable(OpenedSource source, FileTable files, DuckDbConnection connection) : this(source, connection.Share(files), files) { }

    private SourceTable(OpenedSource source, SharedTable shared, FileTable files) : this(shared.Sql, source, shared, files) { }

    /// <summary>How much of the files has been taken to be read, up to 1; null where that is DuckDB's own knowledge.</summary>
    public double? Fraction => files?.Fraction;

    /// <summary>What stands in FROM. Its columns are those of the schema in their order, named c0, c1, …</summary>
    public string Sql => sql;

    /// <summary>A text of DuckDB's, with objects in S3 by their own names.</summary>
    public string Named(string text) => source?.Named(text) ?? text;

    public void Dispose()
    {
        shared?.Dispose();
        source?.Dispose();
    }
}

/// <summary>Files as tables: csv, json, parquet and text, as Spark reads them.</summary>
internal static class FileSources
{
    private const long RangeSize = 8 << 20;

    /// <summary>The columns of a source: those that the user gave, or those of the files; then the partition columns.</summary>
    /// <exception cref="SparkException">A path does not exist, or the files have no schema to be inferred.</exception>
    public static StructType InferSchema(FileSource source, RuntimeSettings settings, S3Access s3, DuckDbConnection connection, CancellationToken cancellationToken = default) =>
        Located(source, () => Resolve(source, settings, s3, connection, cancellationToken));

    /// <summary>Makes the source readable by queries on the connection. The schema is what <see cref="InferSchema"/> gave.</summary>
    public static SourceTable Open(
        FileSource source, StructType schema, RuntimeSettings settings, S3Access s3, DuckDbConnection connection, CancellationToken cancellationToken = default) => Located(source, () =>
    {
        var options = new SourceOptions(source.Options);
        var listing = FileListing.Create(source.Paths, options, source.Schema, Name(source), s3, cancellationToken);
        if (schema.Fields.Count == 0) return new SourceTable("(SELECT 1 WHERE false)");
        var opened = listing.Open(cancellationToken);
        try
        {
            // A connection does one thing at a time; what is slow, the bringing of the files, is done.
            lock (connection) return Table(source, listing, opened, schema, options, settings, connection);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    });

    private static SourceTable Table(FileSource source, FileListing listing, OpenedSource opened, StructType schema, SourceOptions options, RuntimeSettings settings, DuckDbConnection connection)
    {
        var partitions = schema.Fields.Select(f => listing.PartitionColumns.ToList().FindIndex(p => p.Name.Equals(f.Name, StringComparison.OrdinalIgnoreCase))).ToArray();
        // A file's own columns end where only partition columns follow; one of these among the others replaces the file's column of its name.
        var data = new StructType(schema.Fields.Take(Array.FindLastIndex(partitions, p => p < 0) + 1));
        var columns = schema.Fields.Select((f, i) => new DuckDbField($"c{i}", SourceTypes.Of(f.DataType))).ToList();
        var size = opened.Files.Sum(f => f.Length);
        switch (source.Format)
        {
            case "csv":
                var csv = new CsvOptions(options, settings);
                var encoding = SourceStream.EncodingOf(csv.Charset, "CSV");
                var ranges = FileRange.Cut(opened.Files, f => !csv.MultiLine && csv.LineSeparator is null && SourceStream.IsSplittable(f, encoding), RangeSize);
                return new SourceTable(opened, new FileTable(columns, partitions, ranges, needed =>
                {
                    var plan = new CsvScanPlan(csv, data, needed);
                    return () => csv.MultiLine ? new CsvMultiLineReader(plan) : new CsvReader(plan);
                }, size / (8 * Math.Max(1, columns.Count))), connection);
            case "json":
                var json = new Json.JsonOptions(options, settings);
                var parts = FileRange.Cut(opened.Files, f => !json.MultiLine && json.LineSeparator is null && SourceStream.IsSplittable(f, SourceStream.EncodingOf(json.Charset, "JSON")), RangeSize);
                return new SourceTable(opened, new FileTable(columns, partitions, parts, needed => () => new Json.JsonReader(json, data, needed), size / 100), connection);
            case "text":
                var lineEnd = LineEnd.Of(options.Text("lineSep"));
                var whole = options.Flag("wholetext");
                return new SourceTable(opened, new FileTable(columns, partitions, FileRange.Cut(opened.Files, f => !whole && lineEnd.Separator is null && SourceStream.IsSplittable(f, System.Text.Encoding.UTF8), RangeSize),
                    needed => () => new Text.TextReader(whole, lineEnd, needed.Count > 0), size / 40), connection);
            case "parquet": return new SourceTable(Parquet.ParquetTable.Sql(opened.Files, schema, partitions, connection), opened);
            default: throw Unknown(source.Format);
        }
    }

    private static StructType Resolve(FileSource source, RuntimeSettings settings, S3Access s3, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        var options = new SourceOptions(source.Options);
        CheckFormat(source.Format);
        var listing = FileListing.Create(source.Paths, options, source.Schema, Name(source), s3, cancellationToken);
        var partitions = listing.PartitionColumns;
        var data = source.Schema;
        if (data is null)
        {
            if (listing.Files.Count == 0) throw new SparkException("UNABLE_TO_INFER_SCHEMA", $"Unable to infer schema for {Name(source)}. It must be specified manually: {source.Paths[0]} holds no files to read.");
            data = Infer(source, listing, options, settings, connection, cancellationToken);
        }
        var own = data.Fields.Select(f => (Field: f, Partition: partitions.FirstOrDefault(p => p.Name.Equals(f.Name, StringComparison.OrdinalIgnoreCase)))).ToList();
        if (source.Schema is not null) own.RemoveAll(f => f.Partition is not null);
        else if (own.Find(f => f.Partition is not null).Field is { } both) throw SparkException.Unsupported($"A column of the files that is a partition column too ({both.Name})");
        var rest = partitions.Where(p => own.All(f => f.Partition != p));
        return new StructType(own.Select(f => f.Field with { Nullable = true }).Concat(rest));
    }

    /// <summary>The columns of the files, from as few of them as tell.</summary>
    private static StructType Infer(FileSource source, FileListing listing, SourceOptions options, RuntimeSettings settings, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        switch (source.Format)
        {
            case "text": return Text.TextReader.Schema;
            case "csv" when !options.Flag("inferSchema"):
                // Names are in the first file that has a line.
                foreach (var file in listing.Files)
                {
                    using var one = listing.Open([file], cancellationToken);
                    if (CsvSchema.Infer(one.Files, new CsvOptions(options, settings), settings) is { Fields.Count: > 0 } found) return found;
                }
                return new StructType([]);
            case "parquet" when !options.Flag("mergeSchema"):
                using (var first = listing.Open([listing.Files[0]], cancellationToken))
                    lock (connection) return Parquet.ParquetTable.Infer(first.Files, options, connection);
        }
        using var all = listing.Open(cancellationToken);
        switch (source.Format)
        {
            case "csv": return CsvSchema.Infer(all.Files, new CsvOptions(options, settings), settings);
            case "json": return Json.JsonSchema.Infer(all.Files, new Json.JsonOptions(options, settings));
            case "parquet": lock (connection) return Parquet.ParquetTable.Infer(all.Files, options, connection);
            default: throw Unknown(source.Format);
        }
    }

    private static T Located<T>(FileSource source, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SparkException e)
        {
            throw e.At(source.Span);
        }
    }

    private static string Name(FileSource source) => source.Format switch { "csv" => "CSV", "json" => "JSON", "parquet" => "Parquet", "text" => "Text", _ => source.Format };

    private static void CheckFormat(string format)
    {
        if (format is not ("csv" or "json" or "parquet" or "text")) throw Unknown(format);
    }

    private static SparkException Unknown(string format) => format is "orc" or "avro" or "xml" or "jdbc" or "binaryfile" or "libsvm"
        ? SparkException.Unsupported($"The format {format}")
        : new SparkException("DATA_SOURCE_NOT_FOUND", $"Failed to find the data source: {format}. The formats are csv, json, parquet and text.");
}
