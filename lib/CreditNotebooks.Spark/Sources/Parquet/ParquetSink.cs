using System.Globalization;
using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources.Parquet;

/// <summary>Writes a query's rows to Parquet files, which DuckDB does itself.</summary>
internal static class ParquetSink
{
    /// <param name="connection">A connection of its own for the writing.</param>
    /// <param name="sql">A query whose columns are those of the schema, in their order.</param>
    /// <param name="schema">Names and types of the columns.</param>
    /// <param name="target">How to write.</param>
    /// <param name="folder">Where to write.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public static void Write(DuckDbConnection connection, string sql, StructType schema, WriteTarget target, OutputFolder folder, CancellationToken cancellationToken)
    {
        Check(schema);
        var partitions = target.PartitionBy.Select(name => PartitionNames.Find(schema, name)).ToList();
        if (partitions.Count == schema.Fields.Count && partitions.Count > 0)
            throw new SparkException("ALL_PARTITION_COLUMNS_NOT_ALLOWED", "Cannot use all columns for partition columns.");
        var codec = Codec(target);
        var columns = string.Join(", ", schema.Fields.Select((_, i) => $"c{i}"));
        var rows = $"(SELECT * FROM ({sql}) AS q({columns}))";
        if (partitions.Count == 0)
        {
            Copy(rows, folder.PartPath("", codec + "parquet"), "");
        }
        else
        {
            // The rows are computed once, though every folder selects its own.
            connection.Execute($"CREATE TEMP TABLE partitioned_rows AS SELECT * FROM {rows}", cancellationToken);
            try
            {
                foreach (var (path, condition) in Folders()) Copy("partitioned_rows", folder.PartPath(path, codec + "parquet"), condition);
            }
            finally
            {
                connection.Execute("DROP TABLE partitioned_rows");
            }
        }

        void Copy(string from, string path, string condition)
        {
            var data = schema.Fields.Select((f, i) => (f, i)).Where(c => !partitions.Contains(c.i))
                .Select(c => $"{(c.f.DataType is TimestampType ? $"c{c.i} AT TIME ZONE 'UTC'" : $"c{c.i}")} AS {SqlLiteral.Name(c.f.Name)}");
            connection.Execute($"COPY (SELECT {string.Join(", ", data)} FROM {from}{condition}) TO {SqlLiteral.Text(path)} (FORMAT parquet, COMPRESSION {Name(codec)})", cancellationToken);
        }

        List<(string Path, string Condition)> Folders()
        {
            var folders = new List<(string, string)>();
            using var result = connection.Query($"SELECT DISTINCT {string.Join(", ", partitions.Select(p => $"c{p}"))} FROM partitioned_rows", cancellationToken);
            foreach (var chunk in result.Chunks(cancellationToken))
            {
                var values = partitions.Select((p, i) => Engines.Embedded.ColumnVectors.Copy(chunk[i], schema.Fields[p].DataType, chunk.Count)).ToList();
                for (var row = 0; row < chunk.Count; row++)
                {
                    var path = string.Join('/', partitions.Select((p, i) => PartitionNames.Folder(target.PartitionBy[i], values[i], row)));
                    var conditions = partitions.Select((p, i) => $"c{p} IS NOT DISTINCT FROM {SqlLiteral.Value(Physical(values[i], row), schema.Fields[p].DataType)}");
                    folders.Add((path, " WHERE " + string.Join(" AND ", conditions)));
                }
            }
            return folders;
        }
    }

    private static object? Physical(ColumnVector column, int row) => column.IsNull(row) ? null : column switch
    {
        ColumnVector<int> days => days.Values[row],
        ColumnVector<long> micros => micros.Values[row],
        ColumnVector<Int128> digits => digits.Values[row],
        _ => column[row],
    };

    private static void Check(StructType schema)
    {
        foreach (var group in schema.Fields.GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            throw new SparkException("COLUMN_ALREADY_EXISTS", $"The column {Identifier.QuoteAlways(group.Key.ToLower(CultureInfo.InvariantCulture))} already exists. Choose another name or rename the existing column.");
        foreach (var field in schema.Fields)
        {
            if (field.DataType is NullType)
                throw new SparkException("UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE", $"The Parquet datasource doesn't support the column {Identifier.QuoteAlways(field.Name)} of the type \"{field.DataType.Sql}\".");
            if (field.DataType.IsInterval || HasInnerTimestamp(field.DataType, false)) throw SparkException.Unsupported($"Writing the column {field.Name} of the type {field.DataType.Sql} to Parquet");
        }
    }

    private static bool HasInnerTimestamp(DataType type, bool inner) => type switch
    {
        TimestampType => inner,
        ArrayType a => HasInnerTimestamp(a.ElementType, true),
        MapType m => HasInnerTimestamp(m.KeyType, true) || HasInnerTimestamp(m.ValueType, true),
        StructType s => s.Fields.Any(f => HasInnerTimestamp(f.DataType, true)),
        _ => type.IsInterval,
    };

    private static string Codec(WriteTarget target) => (new SourceOptions(target.Options).Text("compression", "codec") ?? "snappy").ToLowerInvariant() switch
    {
        "snappy" => "snappy.",
        "none" or "uncompressed" => "",
        "gzip" => "gz.",
        "zstd" => "zstd.",
        "brotli" => "br.",
        "lz4_raw" => "lz4raw.",
        var other => throw SparkException.Unsupported($"The compression '{other}' of parquet files"),
    };

    private static string Name(string codec) => codec switch { "" => "uncompressed", "gz." => "gzip", "br." => "brotli", "lz4raw." => "lz4_raw", _ => codec.TrimEnd('.') };
}
