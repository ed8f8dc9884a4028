using System.Globalization;
using System.Text.RegularExpressions;
using CreditNotebooks.Spark.Sources.S3;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Storage;
using CreditNotebooks.Storage.S3;

namespace CreditNotebooks.Spark.Sources.Files;

/// <summary>The files behind the paths of a source, as Spark lists them: globs, folders, hidden files left out, partition folders. This is where
/// a path becomes files, be they here or in S3; S3 is asked anew for every listing.</summary>
internal sealed class FileListing
{
    private readonly S3Access s3;

    private FileListing(IReadOnlyList<ListedFile> files, IReadOnlyList<StructField> partitionColumns, S3Access s3)
    {
        Files = files;
        PartitionColumns = partitionColumns;
        this.s3 = s3;
    }

    /// <summary>In the order in which Spark reads them: large files first, files of a size by path.</summary>
    public IReadOnlyList<ListedFile> Files { get; }

    /// <summary>Columns whose values stand in folder names (<c>year=2024</c>).</summary>
    public IReadOnlyList<StructField> PartitionColumns { get; }

    // The schema is what the user gave: partition columns then have its types. The format is its name in errors.
    public static FileListing Create(
        IEnumerable<string> paths, SourceOptions options, StructType? schema, string format, S3Access s3, CancellationToken cancellationToken)
    {
        s3 = s3.With(options);
        var recursive = options.Flag("recursiveFileLookup");
        var filter = Filter(options);
        var (roots, found) = (new List<string>(), new List<ListedFile>());
        foreach (var path in paths)
        {
            if (S3Url.IsS3(path)) AddObjects(path, s3.Find(path, recursive, cancellationToken), roots, found);
            else AddFiles(path, roots, found);
        }
        if (roots.Count == 0) throw new SparkException("UNABLE_TO_INFER_SCHEMA", $"Unable to infer schema for {format}. It must be specified manually: no path was given.");
        var basePath = options.Text("basePath") is { } given ? S3Url.IsS3(given) ? ListedFile.RootOf(S3Url.Parse(given)) : Local(given) : null;
        var partitions = recursive ? null : PartitionFolders.Discover(found, basePath is null ? roots : [basePath], schema, format);
        IEnumerable<ListedFile> kept = partitions is not null ? found.Where(f => partitions.ValuesOf(f) is not null) : recursive ? found : found.Where(f => IsDirect(f, roots));
        var files = kept.Where(filter).Select(f => partitions?.ValuesOf(f) is { } values ? f with { PartitionValues = values } : f)
            .OrderByDescending(f => f.Length).ThenBy(f => f.Location, StringComparer.Ordinal).ToList();
        return new FileListing(files, partitions?.Columns ?? [], s3);
    }

    /// <summary>Makes the files readable: objects are brought here, in the versions that were listed.</summary>
    public OpenedSource Open(CancellationToken cancellationToken) => Open(Files, cancellationToken);

    /// <summary>Makes some of the files readable.</summary>
    public OpenedSource Open(IReadOnlyList<ListedFile> files, CancellationToken cancellationToken)
    {
        var holds = new List<IDisposable>();
        var copies = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            // Each bucket may have keys of its own.
            foreach (var bucket in files.Select(f => f.Object).OfType<FoundObject>().GroupBy(o => o.Url.Bucket))
            {
                var opened = s3.Open(bucket.Key, [.. bucket], cancellationToken);
                holds.Add(opened);
                foreach (var copy in opened.Files) copies[copy.Url] = copy.Path;
            }
        }
        catch
        {
            holds.ForEach(h => h.Dispose());
            throw;
        }
        return new OpenedSource([.. files.Select(f => f.Object is null
            ? SourceFile.Of(f.Location, f.Length, f.PartitionValues)
            : new SourceFile(copies[f.Location], f.Location, f.Length, f.PartitionValues))], holds);
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

    private static void AddObjects(string path, IReadOnlyList<FoundObject> objects, List<string> roots, List<ListedFile> found)
    {
        found.AddRange(objects.Select(ListedFile.Of));
        var named = objects.Select(o => new S3Url(o.Url.Bucket, o.Root)).Distinct();
        roots.AddRange(objects.Count > 0 ? named.Select(ListedFile.RootOf) : [ListedFile.RootOf(S3Url.Parse(path))]);
    }

    private static void AddFiles(string path, List<string> roots, List<ListedFile> found)
    {
        var own = Resolve(Local(path)).ToList();
        roots.AddRange(own);
        try
        {
            foreach (var root in own) Walk(root, found);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw FileErrors.Unreadable(own[0], e);
        }
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

    private static void Walk(string path, List<ListedFile> found)
    {
        if (File.Exists(path))
        {
            if (!IsHidden(Path.GetFileName(path))) found.Add(ListedFile.Of(new FileInfo(path)));
            return;
        }
        foreach (var entry in Directory.EnumerateFileSystemEntries(path).Order(StringComparer.Ordinal))
            if (!IsHidden(Path.GetFileName(entry))) Walk(entry, found);
    }

    private static bool IsHidden(string name) =>
        (name.StartsWith('_') && !name.Contains('=') || name.StartsWith('.') || name.EndsWith("._COPYING_", StringComparison.Ordinal))
        && !name.StartsWith("_common_metadata", StringComparison.Ordinal) && !name.StartsWith("_metadata", StringComparison.Ordinal);

    private static bool IsDirect(ListedFile file, List<string> roots) => roots.Contains(file.Location) || roots.Contains(file.Folder);

    private static Func<ListedFile, bool> Filter(SourceOptions options)
    {
        Regex? glob = options.Text("pathGlobFilter") is { } pattern ? GlobPattern.ToRegex(pattern) : null;
        var before = Time(options, "modifiedBefore");
        var after = Time(options, "modifiedAfter");
        return file => (glob is null || glob.IsMatch(file.Name))
            && (before is null || file.Modified < before) && (after is null || file.Modified > after);
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
