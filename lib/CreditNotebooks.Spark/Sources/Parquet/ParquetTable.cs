using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Sources.Files;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources.Parquet;

/// <summary>Parquet files as a query of DuckDB, each column in the type that Spark gives it.</summary>
internal static class ParquetTable
{
    /// <summary>The columns of the first file; with mergeSchema of all files.</summary>
    public static StructType Infer(IReadOnlyList<SourceFile> files, SourceOptions options, DuckDbConnection connection)
    {
        var schema = Schema(connection, files[0]);
        if (!options.Flag("mergeSchema")) return schema;
        var fields = schema.Fields.ToList();
        foreach (var file in files.Skip(1))
        {
            foreach (var field in Schema(connection, file).Fields)
            {
                var known = fields.Find(f => f.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase));
                if (known is null) fields.Add(field);
                else if (known.DataType != field.DataType)
                    throw new SparkException("CANNOT_MERGE_SCHEMAS", $"Failed merging schemas: the column {field.Name} is {known.DataType.Sql} in {files[0].Uri} and {field.DataType.Sql} in {file.Uri}.");
            }
        }
        return new StructType(fields);
    }

    public static string Sql(IReadOnlyList<SourceFile> files, StructType schema, IReadOnlyList<int> partitions, DuckDbConnection connection)
    {
        var nothing = $"(SELECT {string.Join(", ", schema.Fields.Select((f, i) => $"{SqlLiteral.Value(null, f.DataType)} AS c{i}"))} WHERE false)";
        if (files.Count == 0) return nothing;
        // Zones of timestamps in Parquet are UTC, and so are the engine's timestamps.
        connection.Execute("SET GLOBAL TimeZone = 'UTC'");
        var groups = files.Select(f => (File: f, Schema: Schema(connection, f))).GroupBy(f => (string.Join('\0', f.File.PartitionValues), f.Schema));
        return $"({string.Join(" UNION ALL ", groups.Select(g => Select(g.Select(f => f.File).ToList(), g.Key.Schema, schema, partitions)))})";
    }

    private static string Select(List<SourceFile> files, StructType own, StructType schema, IReadOnlyList<int> partitions)
    {
        var columns = schema.Fields.Select((field, i) => $"{Column(field, i)} AS c{i}");
        return $"SELECT {string.Join(", ", columns)} FROM read_parquet([{string.Join(", ", files.Select(f => SqlLiteral.Text(f.Path)))}], hive_partitioning = false)";

        string Column(StructField field, int i)
        {
            if (partitions[i] >= 0) return SqlLiteral.Value(files[0].PartitionValues[partitions[i]], field.DataType);
            var stored = own.Fields.FirstOrDefault(f => f.Name == field.Name) ?? own.Fields.FirstOrDefault(f => f.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase));
            if (stored is null) return SqlLiteral.Value(null, field.DataType);
            if (!CanRead(stored.DataType, field.DataType))
                throw new SparkException("FAILED_READ_FILE.PARQUET_COLUMN_DATA_TYPE_MISMATCH",
                    $"Encountered error while reading file {files[0].Uri}. Data type mismatches when reading Parquet column [{stored.Name}]. Expected Spark type {field.DataType.SimpleString}, actual type in the file: {stored.DataType.SimpleString}.");
            return $"CAST({SqlLiteral.Name(stored.Name)} AS {SourceTypes.Of(field.DataType).ToSql()})";
        }
    }

    /// <summary>Whether Spark reads a column of a file as another type, because that is wider.</summary>
    private static bool CanRead(DataType stored, DataType wanted) => Same(stored, wanted) || (stored, wanted) switch
    {
        (ByteType or ShortType, ShortType or IntegerType) => true,
        (ByteType or ShortType or IntegerType, LongType or DoubleType) => true,
        (FloatType, DoubleType) => true,
        (DateType, TimestampNTZType) => true,
        (ByteType or ShortType or IntegerType, DecimalType d) => d.Precision - d.Scale >= 10,
        (LongType, DecimalType d) => d.Precision - d.Scale >= 20,
        (DecimalType s, DecimalType w) => w.Scale >= s.Scale && w.Precision - w.Scale >= s.Precision - s.Scale,
        _ => false,
    };

    private static bool Same(DataType left, DataType right) => SourceTypes.Of(left).Equals(SourceTypes.Of(right)) && left.IsTimestamp == right.IsTimestamp;

    private static StructType Schema(DuckDbConnection connection, SourceFile file)
    {
        try
        {
            return ParquetSchema.Read(connection, file.Path);
        }
        catch (DuckDbException e)
        {
            throw new SparkException("FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER", $"Encountered error while reading file {file.Uri}. Could not read footer. Please ensure that the file is a Parquet file: {file.Named(e.Message)}", e);
        }
    }
}
