using System.Globalization;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

/// <summary>Reads files as a DataFrame: <c>spark.Read().Option("header", true).Csv("data/*.csv")</c>. A path is a file, a folder or a glob.
/// Made by <see cref="SparkSession.Read"/>.</summary>
public sealed class DataFrameReader
{
    private readonly SparkSession _session;
    private readonly SortedDictionary<string, string> _options = new(StringComparer.Ordinal);
    private string _format = "parquet";
    private StructType? _schema;

    internal DataFrameReader(SparkSession session) => _session = session;

    /// <summary>The files' format: csv, json, parquet or text.</summary>
    public DataFrameReader Format(string source)
    {
        _format = source.ToLowerInvariant();
        return this;
    }

    /// <summary>The columns, so that the files are not looked at before an action.</summary>
    public DataFrameReader Schema(StructType schema)
    {
        _schema = schema;
        return this;
    }

    /// <summary>The columns as SQL writes them: <c>"id INT, name STRING"</c>.</summary>
    public DataFrameReader Schema(string schemaString) => Schema(SqlText.Schema(schemaString));

    /// <summary>An option of the format, by Spark's name; case does not matter.</summary>
    public DataFrameReader Option(string key, string value)
    {
        _options[key.ToLowerInvariant()] = value;
        return this;
    }

    /// <summary>An option that is on or off.</summary>
    public DataFrameReader Option(string key, bool value) => Option(key, value ? "true" : "false");

    /// <summary>An option that is a whole number.</summary>
    public DataFrameReader Option(string key, long value) => Option(key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>An option that is a number.</summary>
    public DataFrameReader Option(string key, double value) => Option(key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Several options at once.</summary>
    public DataFrameReader Options(IReadOnlyDictionary<string, string> options)
    {
        foreach (var (key, value) in options) Option(key, value);
        return this;
    }

    /// <summary>The files at the paths, in the format that was set.</summary>
    /// <exception cref="SparkException">There is no such file.</exception>
    public DataFrame Load(params string[] paths)
    {
        var all = paths.Length > 0 ? paths : _options.TryGetValue("path", out var path) ? [path]
            : throw new SparkException("DATA_SOURCE_NO_PATH", $"Reading {_format} needs at least one path: Load(\"…\").");
        var source = new FileSource(_format, new Seq<string>(all), _schema, _options.Where(o => o.Key != "path").ToSeq());
        return new DataFrame(_session, _session.Engine.Read(source));
    }

    /// <summary>Comma-separated values. Without <c>header</c> columns are <c>_c0</c>, <c>_c1</c>, …; without a schema or <c>inferSchema</c>
    /// all are STRING.</summary>
    public DataFrame Csv(params string[] paths) => Format("csv").Load(paths);

    /// <summary>A JSON object a line, or with <c>multiLine</c> one or an array of them a file.</summary>
    public DataFrame Json(params string[] paths) => Format("json").Load(paths);

    /// <summary>Parquet files, which carry their schema.</summary>
    public DataFrame Parquet(params string[] paths) => Format("parquet").Load(paths);

    /// <summary>Lines of text as column <c>value</c>.</summary>
    public DataFrame Text(params string[] paths) => Format("text").Load(paths);

    /// <summary>A table or view by its name.</summary>
    public DataFrame Table(string tableName) => _session.Table(tableName);
}
