using System.Globalization;
using System.Text.RegularExpressions;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources.Files;

/// <summary>One file to read, with the values that its folders' names give to partition columns.</summary>
internal sealed record SourceFile(string Path, long Length, object?[] PartitionValues);

/// <summary>The files behind the paths of a source, as Spark lists them: globs, folders, hidden files left out, partition folders.</summary>
internal sealed class FileListing
{
    private FileListing(IReadOnlyList<SourceFile> files, IReadOnlyList<StructField> partitionColumns)
    {
        Files = files;
        PartitionColumns = partitionColumns;
    }

    /// <summary>In the order in which Spark reads them: large files first, files of a size by path.</summary>
    public IReadOnlyList<SourceFile> Files { get; }

    /// <summary>Columns whose values stand in folder names (<c>year=2024</c>).</summary>
    public IReadOnlyList<StructField> PartitionColumns { get; }

    // The schema is what the user gave: partition columns then have its types. The format is its name in errors.
    public static FileListing Create(IEnumerable<string> paths, SourceOptions options, StructType? schema, string format)
    {
        var roots = paths.SelectMany(p => Resolve(Local(p))).ToList();
        if (roots.Count == 0) throw new SparkException("UNABLE_TO_INFER_SCHEMA", $"Unable to infer schema for {format}. It must be specified manually: no path was given.");
        var recursive = options.Flag("recursiveFileLookup");
        var filter = Filter(options);
        var found = new List<FileInfo>();
        try
        {
            foreach (var root in roots) Walk(root, found);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw FileErrors.Unreadable(roots[0], e);
        }
        var basePath = options.Text("basePath") is { } given ? Local(given) : null;
        var partitions = recursive ? null : PartitionFolders.Discover(found, basePath is null ? roots : [basePath], schema, format);
        IEnumerable<FileInfo> kept = partitions is not null ? found.Where(f => partitions.ValuesOf(f) is not null) : recursive ? found : found.Where(f => IsDirect(f, roots));
        var files = kept.Where(filter).Select(f => new SourceFile(f.FullName, f.Length, partitions?.ValuesOf(f) ?? []))
            .OrderByDescending(f => f.Length).ThenBy(f => f.Path, StringComparer.Ordinal).ToList();
        return new FileListing(files, partitions?.Columns ?? []);
    }

    /// <summary>A path without its scheme, absolute.</summary>
    public static string Local(string path)
    {
        if (path.StartsWith("file:", StringComparison.OrdinalIgnoreCase)) path = "/" + path[5..].TrimStart('/');
        else if (path.IndexOf("://", StringComparison.Ordinal) is > 1 and var scheme)
            throw SparkException.Unsupported($"Reading files of the scheme '{path[..scheme]}'");
        var full = Path.GetFullPath(path);
        return full.Length > 1 ? Path.TrimEndingDirectorySeparator(full) : full;
    }

    private static IEnumerable<string> Resolve(string path)
    {
        if (File.Exists(path) || Directory.Exists(path)) return [path];
        if (!GlobPattern.IsGlob(path)) throw FileErrors.NotFound(path);
        var matches = GlobPattern.Expand(path).SelectMany(Match).ToList();
        return matches.Count > 0 ? matches : throw FileErrors.NotFound(path);
    }

    private static IEnumerable<string> Match(string pattern)
    {
        var segments = pattern.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        IEnumerable<string> current = [Path.GetPathRoot(pattern)!];
        foreach (var (segment, i) in segments.Select((s, i) => (s, i)).Skip(1).Where(s => s.s.Length > 0))
        {
            var last = i == segments.Length - 1;
            if (!GlobPattern.IsGlob(segment))
            {
                current = current.Select(p => Path.Combine(p, segment)).Where(p => Directory.Exists(p) || last && File.Exists(p)).ToList();
                continue;
            }
            var regex = GlobPattern.ToRegex(segment);
            current = current.Where(Directory.Exists)
                .SelectMany(p => Directory.EnumerateFileSystemEntries(p).Where(e => regex.IsMatch(Path.GetFileName(e)) && !IsHidden(Path.GetFileName(e))))
                .Where(p => last || Directory.Exists(p)).Order(StringComparer.Ordinal).ToList();
        }
        return current;
    }

    private static void Walk(string path, List<FileInfo> found)
    {
        if (File.Exists(path))
        {
            if (!IsHidden(Path.GetFileName(path))) found.Add(new FileInfo(path));
            return;
        }
        foreach (var entry in Directory.EnumerateFileSystemEntries(path).Order(StringComparer.Ordinal))
            if (!IsHidden(Path.GetFileName(entry))) Walk(entry, found);
    }

    private static bool IsHidden(string name) =>
        (name.StartsWith('_') && !name.Contains('=') || name.StartsWith('.') || name.EndsWith("._COPYING_", StringComparison.Ordinal))
        && !name.StartsWith("_common_metadata", StringComparison.Ordinal) && !name.StartsWith("_metadata", StringComparison.Ordinal);

    private static bool IsDirect(FileInfo file, List<string> roots) => roots.Contains(file.FullName) || roots.Contains(file.DirectoryName!);

    private static Func<FileInfo, bool> Filter(SourceOptions options)
    {
        Regex? glob = options.Text("pathGlobFilter") is { } pattern ? GlobPattern.ToRegex(pattern) : null;
        var before = Time(options, "modifiedBefore");
        var after = Time(options, "modifiedAfter");
        return file => (glob is null || glob.IsMatch(file.Name))
            && (before is null || file.LastWriteTimeUtc < before) && (after is null || file.LastWriteTimeUtc > after);
    }

    private static DateTime? Time(SourceOptions options, string name)
    {
        if (options.Text(name) is not { } text) return null;
        var zone = TimeZoneRules.Find(options.Text("timeZone") ?? "UTC") ?? TimeZoneRules.Utc;
        return TextConversion.TryParseTimestamp(System.Text.Encoding.UTF8.GetBytes(text), zone, out var micros)
            ? DateTime.UnixEpoch.AddTicks(micros * 10)
            : throw new SparkException("INVALID_OPTION", string.Create(CultureInfo.InvariantCulture,
                $"The option {name} takes a timestamp such as 2024-01-31T00:00:00, not '{text}'."));
    }
}
