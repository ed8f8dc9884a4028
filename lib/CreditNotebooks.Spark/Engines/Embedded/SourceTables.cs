using System.Runtime.CompilerServices;
using CreditNotebooks.Display;
using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Sources;
using CreditNotebooks.Spark.Sources.Files;
using CreditNotebooks.Spark.Sources.Parquet;
using CreditNotebooks.Spark.Sources.S3;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using CreditNotebooks.Storage;

namespace CreditNotebooks.Spark.Engines.Embedded;

/// <summary>Rows from outside as FROM items of DuckDB, their columns named c0, c1, … in order.</summary>
internal sealed class SourceTables(DuckDbConnection connection, S3Access s3)
{
    private readonly ConditionalWeakTable<LocalRows, string> locals = [];
    private int lastNumber;

    public StructType InferSchema(FileSource source, RuntimeSettings settings) =>
        FileSources.InferSchema(source, settings, s3, connection, CellContext.Current.CancellationToken);

    /// <summary>Opens the files for one query; <paramref name="opened"/> gets what is to be disposed behind it.</summary>
    public string FileRows(FilePlan plan, RuntimeSettings settings, List<(string Name, SourceTable Table)> opened, CancellationToken cancellationToken)
    {
        var schema = new StructType(plan.Output.Select(c => new StructField(c.Name, c.Type, c.Nullable)));
        var table = FileSources.Open(plan.Source, schema, settings, s3, connection, cancellationToken);
        opened.Add((Path.GetFileName(plan.Source.Paths[0].TrimEnd('/', '\\')), table));
        return table.Sql;
    }

    /// <summary>Copies a file to a folder or a bucket; a destination that ends in a slash keeps the file's name.</summary>
    public void CopyFromLocal(string source, string destination, CancellationToken cancellationToken)
    {
        if (!File.Exists(source)) throw new FileNotFoundException($"There is no file {source} to copy.", source);
        var target = destination.EndsWith('/') ? destination + Path.GetFileName(source) : destination;
        if (S3Url.IsS3(target))
        {
            s3.UploadFile(source, target, cancellationToken);
            return;
        }
        var path = Path.GetFullPath(FileListing.Local(target));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(source, path, overwrite: true);
    }

    public void Write(EmbeddedEngine engine, Relation plan, WriteTarget target, CancellationToken cancellationToken)
    {
        if (FileSinks.Place(target, s3, cancellationToken) is not { } place) return;
        using var folder = new OutputFolder(target, place);
        if (target.Format == "parquet")
        {
            engine.Run(plan, (own, sql, schema) => ParquetSink.Write(own, sql, schema, target, folder, cancellationToken), cancellationToken);
        }
        else
        {
            using var rows = engine.Execute(plan, cancellationToken);
            FileSinks.Write(rows, target, folder, engine.Settings, cancellationToken);
        }
        folder.Commit(cancellationToken);
    }

    /// <summary>Rows in memory, copied into a table of DuckDB when they are first used.</summary>
    public string LocalRows(LocalPlan plan)
    {
        var schema = plan.Data.Schema;
        if (schema.Fields.Count == 0) return $"range({plan.Data.Rows.Rows.Count})";
        lock (connection)
        {
            if (locals.TryGetValue(plan.Data.Rows, out var known)) return known;
            var name = $"local_{++lastNumber}";
            connection.Execute($"CREATE TABLE {name} ({string.Join(", ", schema.Fields.Select((f, i) => $"c{i} {PhysicalTypes.Sql(f.DataType)}"))})");
            using var appender = connection.CreateAppender(name);
            foreach (var rows in plan.Data.Rows.Rows.Chunk(ChunkWriter.Capacity))
            {
                appender.AppendChunk(chunk =>
                {
                    for (var i = 0; i < schema.Fields.Count; i++)
                        for (var row = 0; row < rows.Length; row++)
                            KernelValues.Write(chunk[i], schema.Fields[i].DataType, row, ApiValues.Inner(rows[row][i], schema.Fields[i].DataType));
                    chunk.Count = rows.Length;
                });
            }
            appender.Close();
            locals.Add(plan.Data.Rows, name);
            return name;
        }
    }
}
