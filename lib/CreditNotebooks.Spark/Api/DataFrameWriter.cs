using System.Globalization;
using CreditNotebooks.Spark.Engines;

namespace CreditNotebooks.Spark;

/// <summary>Writes a DataFrame as files: <c>df.Write().Mode("overwrite").Parquet("out/clean")</c>. The path becomes a folder. Made by
/// <see cref="DataFrame.Write"/>.</summary>
public sealed class DataFrameWriter
{
    private readonly DataFrame _df;
    private readonly SortedDictionary<string, string> _options = new(StringComparer.Ordinal);
    private string _format = "parquet";
    private bool _hasFormat;
    private string _mode = "error";
    private string[] _partitionBy = [];

    internal DataFrameWriter(DataFrame df) => _df = df;

    /// <summary>What to do where the folder is there already: append, overwrite, error (errorifexists, the default) or ignore.</summary>
    public DataFrameWriter Mode(string saveMode)
    {
        _mode = saveMode.ToLowerInvariant() switch
        {
            "append" or "overwrite" or "ignore" => saveMode.ToLowerInvariant(),
            "error" or "errorifexists" or "default" => "error",
            _ => throw new SparkException("INVALID_SAVE_MODE",
                $"The specified save mode \"{saveMode}\" is invalid. "
                + "Valid save modes include \"append\", \"overwrite\", \"ignore\", \"error\", \"errorifexists\", and \"default\"."),
        };
        return this;
    }

    /// <summary>What to do where the folder is there already.</summary>
    public DataFrameWriter Mode(SaveMode saveMode) => Mode(saveMode.ToString());

    /// <summary>The files' format: csv, json, parquet or text.</summary>
    public DataFrameWriter Format(string source)
    {
        (_format, _hasFormat) = (source.ToLowerInvariant(), true);
        return this;
    }

    /// <summary>An option of the format, by Spark's name; case does not matter.</summary>
    public DataFrameWriter Option(string key, string value)
    {
        _options[key.ToLowerInvariant()] = value;
        return this;
    }

    /// <summary>An option that is on or off.</summary>
    public DataFrameWriter Option(string key, bool value) => Option(key, value ? "true" : "false");

    /// <summary>An option that is a whole number.</summary>
    public DataFrameWriter Option(string key, long value) => Option(key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>An option that is a number.</summary>
    public DataFrameWriter Option(string key, double value) => Option(key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Several options at once.</summary>
    public DataFrameWriter Options(IReadOnlyDictionary<string, string> options)
    {
        foreach (var (key, value) in options) Option(key, value);
        return this;
    }

    /// <summary>A folder <c>name=value</c> for each value of the named columns, which the files then leave out.</summary>
    public DataFrameWriter PartitionBy(params string[] colNames)
    {
        _partitionBy = colNames;
        return this;
    }

    /// <summary>Writes to the folder, in the format that was set.</summary>
    public void Save(string path, CancellationToken cancellationToken = default) =>
        _df.WriteTo(new WriteTarget(_format, path, _mode, _options, _partitionBy), cancellationToken);

    /// <summary>Writes to the folder that option <c>path</c> names.</summary>
    public void Save(CancellationToken cancellationToken = default)
    {
        if (!_options.Remove("path", out var path))
        {
            throw new SparkException("DATA_SOURCE_NO_PATH", $"Writing {_format} needs a path: Save(\"…\").");
        }
        Save(path, cancellationToken);
    }

    /// <summary>Writes comma-separated values.</summary>
    public void Csv(string path, CancellationToken cancellationToken = default) => Format("csv").Save(path, cancellationToken);

    /// <summary>Writes a JSON object a line.</summary>
    public void Json(string path, CancellationToken cancellationToken = default) => Format("json").Save(path, cancellationToken);

    /// <summary>Writes Parquet files.</summary>
    public void Parquet(string path, CancellationToken cancellationToken = default) => Format("parquet").Save(path, cancellationToken);

    /// <summary>Writes a single text column, a line a row.</summary>
    public void Text(string path, CancellationToken cancellationToken = default) => Format("text").Save(path, cancellationToken);

    /// <summary>Writes a table of the catalog, which outlives the session: on Spark; the embedded engine has no catalog and refuses it.</summary>
    public void SaveAsTable(string tableName, CancellationToken cancellationToken = default) =>
        _df.WriteTo(new TableTarget(tableName, Insert: false, _hasFormat ? _format : null, _mode, _options, _partitionBy), cancellationToken);

    /// <summary>Adds rows to a table of the catalog by the order of its columns; with the mode overwrite in place of its rows. On Spark alone, as
    /// <see cref="SaveAsTable"/>.</summary>
    public void InsertInto(string tableName, CancellationToken cancellationToken = default) =>
        _df.WriteTo(new TableTarget(tableName, Insert: true, null, _mode == "error" ? "append" : _mode, _options, []), cancellationToken);
}
