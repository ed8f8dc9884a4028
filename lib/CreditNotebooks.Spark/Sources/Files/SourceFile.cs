namespace CreditNotebooks.Spark.Sources.Files;

/// <summary>A local file to read, its own or an object's copy.</summary>
/// <param name="Path">The file.</param>
/// <param name="Uri">Where its content is from, as messages name it: <c>file:/…</c> or <c>s3://…</c>.</param>
/// <param name="Length">Bytes.</param>
/// <param name="PartitionValues">What the names of its folders give to partition columns.</param>
internal sealed record SourceFile(string Path, string Uri, long Length, object?[] PartitionValues)
{
    public static SourceFile Of(string path, long length, object?[] partitionValues) =>
        new(path, FileErrors.Uri(path), length, partitionValues);

    /// <summary>A message in which an object's copy goes by the object's own name.</summary>
    public string Named(string message) => Uri.StartsWith("file:", StringComparison.Ordinal) ? message : message.Replace(Path, Uri);
}

/// <summary>Files that can be read until this is disposed of: copies of objects stay for as long.</summary>
internal sealed class OpenedSource(IReadOnlyList<SourceFile> files, IReadOnlyList<IDisposable> holds) : IDisposable
{
    public IReadOnlyList<SourceFile> Files => files;

    /// <summary>A text of DuckDB's, with objects by their own names.</summary>
    public string Named(string text) => files.Aggregate(text, (t, file) => file.Named(t));

    public void Dispose()
    {
        foreach (var hold in holds) hold.Dispose();
    }
}
