using CreditNotebooks.Data;

namespace CreditNotebooks;

/// <summary>
/// Where a notebook stands: the folders of its course and the data it reads. <c>var workspace = Workspace.Open("credit");</c>
/// is the first thing that a course's cells do.
/// </summary>
public sealed class Workspace
{
    private Workspace(string root, string course)
    {
        Root = root;
        Course = course;
        Data = Path.Combine(root, "data");
        Output = Path.Combine(Environment.GetEnvironmentVariable("CREDIT_NOTEBOOKS_OUTPUT") is { Length: > 0 } output ? output : Path.Combine(root, "output"), course);
    }

    /// <summary>The folder of the repository.</summary>
    public string Root { get; }

    /// <summary>The course's name: <c>credit</c>, <c>loans</c> …</summary>
    public string Course { get; }

    /// <summary>The folder of the data dictionaries and the sample.</summary>
    public string Data { get; }

    /// <summary>The folder of the generated data, in <see cref="Data"/>; git ignores it.</summary>
    public string Generated => Path.Combine(Data, "generated");

    /// <summary>The folder for what the course writes; made when the workspace is opened, ignored by git.</summary>
    public string Output { get; }

    /// <summary>
    /// Opens the workspace of a course: finds the repository, makes the output folder, and generates the course's data if they are not
    /// there yet (once, about a second).
    /// </summary>
    /// <param name="course">A course's name.</param>
    /// <param name="from">A folder in the repository; otherwise the current one, which a notebook's is its own.</param>
    /// <exception cref="DataException">The folder is in no repository of Credit Notebooks, or data or output cannot be written.</exception>
    public static Workspace Open(string course, string? from = null)
    {
        if (string.IsNullOrEmpty(course) || course.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 || course.StartsWith('.'))
            throw new DataException($"'{course}' cannot be the name of a course; it is a plain word such as 'credit'.");
        var workspace = new Workspace(FindRoot(from), course);
        try
        {
            Directory.CreateDirectory(workspace.Output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"Cannot make the output folder '{workspace.Output}': {e.Message}", e);
        }

        if (DataSet.All.Any(set => set.Name == course)) workspace.Input();
        return workspace;
    }

    /// <summary>
    /// The file that the course reads: the generated one, or the reader's own when a path is given (the notebooks' parameter
    /// <c>input</c>). A relative path may start from the current folder or from the repository's; a URL such as <c>s3://…</c> is Spark's.
    /// </summary>
    /// <exception cref="DataException">There is no file at that path, or the course has no generated data.</exception>
    public string Input(string? path = null)
    {
        if (string.IsNullOrWhiteSpace(path)) return Ensure(DataSet.Named(Course));
        if (path.Contains("://", StringComparison.Ordinal)) return path;
        string[] places = [Path.GetFullPath(path), Path.GetFullPath(path, Root)];
        return places.FirstOrDefault(place => File.Exists(place) || Directory.Exists(place))
            ?? throw new DataException($"There is no input '{path}': looked for {string.Join(" and ", places.Distinct())}.");
    }

    /// <summary>A file in the course's output folder; folders on the way to it are made.</summary>
    public string OutputPath(string name)
    {
        var path = Path.GetFullPath(name, Output);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    // Two processes that find nothing both generate it: each renames its own whole file into place, and both hold the same bytes.
    private string Ensure(DataSet set)
    {
        var path = Path.Combine(Generated, set.FileName(set.DefaultSize, CreditData.DefaultSeed));
        if (!File.Exists(path)) set.Generate(path, set.DefaultSize, CreditData.DefaultSeed, CancellationToken.None);
        return path;
    }

    /// <summary>The folder of the repository that a folder (otherwise the current one) is in.</summary>
    /// <exception cref="DataException">It is in none.</exception>
    public static string FindRoot(string? from = null)
    {
        // Upwards from the notebook; an assembly that a notebook loaded by its path stands in the repository too.
        string[] starts = from is null ? [Environment.CurrentDirectory, AppContext.BaseDirectory, AssemblyFolder] : [from];
        foreach (var start in starts.Where(start => start.Length > 0))
            for (var folder = new DirectoryInfo(Path.GetFullPath(start)); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "CreditNotebooks.sln"))) return folder.FullName;
        throw new DataException(
            $"'{starts[0]}' is not in the repository of Credit Notebooks (no folder above it holds CreditNotebooks.sln); " +
            "open the notebook where it was cloned.");
    }

    private static string AssemblyFolder => Path.GetDirectoryName(typeof(Workspace).Assembly.Location) ?? "";
}
