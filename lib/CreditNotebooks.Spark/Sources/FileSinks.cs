using System.Text;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Sources.Csv;
using CreditNotebooks.Spark.Sources.Files;
using CreditNotebooks.Spark.Sources.S3;
using CreditNotebooks.Spark.Sources.Text;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Storage;

namespace CreditNotebooks.Spark.Sources;

/// <summary>Writes rows to folders as Spark does: part files and _SUCCESS, all or nothing.</summary>
internal static class FileSinks
{
    /// <summary>Where rows go; null when they are not to be written at all: with the mode ignore a folder that is there stays as it is.</summary>
    /// <exception cref="SparkException">The folder is there and the mode says that it must not be.</exception>
    public static OutputPlace? Place(WriteTarget target, S3Access s3, CancellationToken cancellationToken)
    {
        var mode = target.Mode.ToLowerInvariant();
        if (mode is not ("append" or "overwrite" or "error" or "errorifexists" or "default" or "ignore"))
            throw new SparkException("INVALID_SAVE_MODE", $"The specified save mode \"{target.Mode}\" is invalid. Valid save modes include \"append\", \"overwrite\", \"ignore\", \"error\", \"errorifexists\", and \"default\".");
        OutputPlace place = S3Url.IsS3(target.Path) ? new S3Place(target.Path, s3.With(new SourceOptions(target.Options))) : new LocalPlace(FileListing.Local(target.Path));
        if (mode == "overwrite") place.CheckClearable();
        if (!place.Exists(cancellationToken) || mode is "append" or "overwrite") return place;
        return mode == "ignore" ? null : throw S3Errors.Exists(place.Uri);
    }

    /// <summary>Writes csv, json or text. Reading the rows may fail at any time.</summary>
    public static void Write(QueryResult rows, WriteTarget target, OutputFolder folder, RuntimeSettings settings, CancellationToken cancellationToken)
    {
        var format = RowFormat.Create(target, rows.Schema, settings);
        folder.Guard(() =>
        {
            using var writer = new PartitionedWriter(folder, format, rows.Schema, target);
            while (rows.Next() is { } batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                writer.Write(batch);
            }
            writer.Complete();
        });
    }
}

/// <summary>What a row is as text.</summary>
internal abstract class RowFormat
{
    public abstract string Extension { get; }

    /// <summary>What stands at a file's beginning; empty for nothing.</summary>
    public virtual string Header(StructType schema) => "";

    public abstract void Append(StringBuilder target, IReadOnlyList<ColumnVector> columns, int row);

    public Encoding Encoding { get; protected init; } = new UTF8Encoding(false);

    public static RowFormat Create(WriteTarget target, StructType schema, RuntimeSettings settings)
    {
        var options = new SourceOptions(target.Options);
        var data = new StructType(schema.Fields.Where(f => !target.PartitionBy.Contains(f.Name, StringComparer.OrdinalIgnoreCase)));
        if (data.Fields.Count == 0 && target.PartitionBy.Count > 0)
            throw new SparkException("ALL_PARTITION_COLUMNS_NOT_ALLOWED", "Cannot use all columns for partition columns.");
        return target.Format switch
        {
            "csv" => new CsvFormat(options, settings, data),
            "json" => new Json.JsonFormat(options, settings, data),
            "text" => new TextFormat(options, data),
            _ => throw new SparkException("DATA_SOURCE_NOT_FOUND", $"Failed to find the data source: {target.Format}. The formats are csv, json, parquet and text."),
        };
    }

    private sealed class CsvFormat : RowFormat
    {
        private readonly CsvWriter writer;
        private readonly CsvOptions options;
        private string?[] cells = [];

        public CsvFormat(SourceOptions source, RuntimeSettings settings, StructType schema)
        {
            CsvWriter.Check(schema);
            options = new CsvOptions(source, settings, forReading: false);
            writer = new CsvWriter(options);
            Encoding = SourceStream.EncodingOf(options.Charset, "CSV") is var encoding && SourceStream.IsUtf8(encoding) ? new UTF8Encoding(false) : encoding;
        }

        public override string Extension => "csv";

        public override string Header(StructType schema)
        {
            if (!options.Header) return "";
            var line = new StringBuilder();
            writer.Append(line, schema.Fields.Select(f => (string?)f.Name).ToArray());
            return line.ToString();
        }

        public override void Append(StringBuilder target, IReadOnlyList<ColumnVector> columns, int row)
        {
            if (cells.Length != columns.Count) cells = new string?[columns.Count];
            for (var i = 0; i < cells.Length; i++) cells[i] = writer.Text(columns[i], row);
            writer.Append(target, cells);
        }
    }
}

/// <summary>Writes rows into part files, one for each folder of partition values.</summary>
internal sealed class PartitionedWriter : IDisposable
{
    private const int FlushAt = 1 << 16;

    private readonly OutputFolder folder;
    private readonly RowFormat format;
    private readonly StructType data;
    private readonly int[] dataColumns;
    private readonly (string Name, int Column)[] partitions;
    private readonly Dictionary<string, PartFile> files = [];

    public PartitionedWriter(OutputFolder folder, RowFormat format, StructType schema, WriteTarget target)
    {
        this.folder = folder;
        this.format = format;
        partitions = [.. target.PartitionBy.Select(name => (name, PartitionNames.Find(schema, name)))];
        dataColumns = [.. Enumerable.Range(0, schema.Fields.Count).Where(i => partitions.All(p => p.Column != i))];
        data = new StructType(dataColumns.Select(i => schema.Fields[i]));
    }

    public void Write(IReadOnlyList<ColumnVector> batch)
    {
        if (batch.Count == 0) return;
        var columns = dataColumns.Select(i => batch[i]).ToList();
        for (var row = 0; row < batch[0].Count; row++)
        {
            var path = partitions.Length == 0 ? "" : string.Join('/', partitions.Select(p => PartitionNames.Folder(p.Name, batch[p.Column], row)));
            var file = File(path);
            format.Append(file.Text, columns, row);
            if (file.Text.Length > FlushAt) file.Flush(format.Encoding);
        }
    }

    /// <summary>Closes all files; without rows there is still one, with the header.</summary>
    public void Complete()
    {
        if (files.Count == 0 && partitions.Length == 0) File("");
        foreach (var file in files.Values) file.Close(format.Encoding);
    }

    private PartFile File(string path)
    {
        if (files.TryGetValue(path, out var known)) return known;
        var file = new PartFile(folder.Open(folder.PartPath(path, format.Extension)));
        file.Text.Append(format.Header(data));
        return files[path] = file;
    }

    public void Dispose()
    {
        foreach (var file in files.Values) file.Dispose();
    }

    private sealed class PartFile(Stream stream) : IDisposable
    {
        private bool closed;

        public StringBuilder Text { get; } = new();

        public void Flush(Encoding encoding)
        {
            var text = Text.ToString();
            // A character that the encoding does not have is one question mark, also where it is two in UTF-16.
            if (encoding.IsSingleByte) text = System.Text.RegularExpressions.Regex.Replace(text, "[\uD800-\uDBFF][\uDC00-\uDFFF]", "?");
            stream.Write(encoding.GetBytes(text));
            Text.Clear();
        }

        public void Close(Encoding encoding)
        {
            Flush(encoding);
            closed = true;
            stream.Dispose();
        }

        public void Dispose()
        {
            if (closed) return;
            closed = true;
            // After an error there may be no space to flush what is left; the first error is the one to tell.
            try { stream.Dispose(); }
            catch (IOException) { return; }
        }
    }
}

/// <summary>Partition columns as folder names.</summary>
internal static class PartitionNames
{
    public static int Find(StructType schema, string name)
    {
        for (var i = 0; i < schema.Fields.Count; i++)
        {
            if (!schema.Fields[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            if (schema.Fields[i].DataType.IsAtomic) return i;
            throw new SparkException("INVALID_PARTITION_COLUMN_DATA_TYPE", $"Cannot use {schema.Fields[i].DataType.Sql} for the partition column {name}.");
        }
        throw new SparkException("PARTITION_COLUMN_NOT_FOUND_IN_SCHEMA", $"Partition column {Identifier.QuoteAlways(name)} not found in schema {schema.Sql}. Please provide the existing column for partitioning.");
    }

    public static string Folder(string name, ColumnVector column, int row) => $"{Escape(name)}={Value(column, row)}";

    private static string Value(ColumnVector column, int row)
    {
        if (column.IsNull(row)) return "__HIVE_DEFAULT_PARTITION__";
        var text = column switch
        {
            ColumnVector<int> days when column.Type is DateType => DateTimeText.Date(days.Values[row]),
            ColumnVector<long> micros when column.Type.IsTimestamp => DateTimeText.Timestamp(micros.Values[row]),
            ColumnVector<double> numbers => NumberText.ToText(numbers.Values[row]),
            ColumnVector<float> numbers => NumberText.ToText(numbers.Values[row]),
            _ => PlainText.Of(column[row]!),
        };
        return text.Length == 0 ? "__HIVE_DEFAULT_PARTITION__" : Escape(text);
    }

    /// <summary>Characters that Hive does not allow in names, as %2F.</summary>
    public static string Escape(string text)
    {
        var result = new StringBuilder();
        foreach (var c in text)
        {
            if (c < ' ' || c == '\u007F' || "\"#%'*/:=?\\{[]^".Contains(c)) result.Append($"%{(int)c:X2}");
            else result.Append(c);
        }
        return result.ToString();
    }
}
