using CreditNotebooks.Notebooks.Documents;

namespace CreditNotebooks.Notebooks.Runner;

/// <summary>From what the user typed to the notebooks meant: a course's name, a folder, or .ipynb files.</summary>
public static class CourseFinder
{
    /// <summary>The folder of the project, which holds <c>notebooks/</c>: <paramref name="from"/> or the nearest one above it; null when there is none.</summary>
    public static string? FindRoot(string from)
    {
        for (var folder = new DirectoryInfo(Path.GetFullPath(from)); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "notebooks")))
            {
                return folder.FullName;
            }
        }
        return null;
    }

    /// <summary>The names of the courses under <c>notebooks/</c>, in alphabetical order.</summary>
    public static IReadOnlyList<string> List(string? root) => root is null
        ? []
        : [.. Directory.EnumerateDirectories(Path.Combine(root, "notebooks"))
            .Where(f => NotebooksIn(f).Count > 0).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    /// <summary>The course for the arguments of a run, seen from <paramref name="folder"/>.</summary>
    /// <exception cref="NotebookException">An argument is neither a course nor a notebook.</exception>
    public static Course Find(IReadOnlyList<string> arguments, string folder)
    {
        // The command may be called from anywhere; then the clone it was built in has the courses.
        var root = FindRoot(folder) ?? FindRoot(AppContext.BaseDirectory);
        var found = arguments.Select(a => FindOne(a, folder, root)).ToList();
        var name = found.Count == 1 ? found[0].Name : string.Join('+', found.Select(f => f.Name).Distinct().Take(3));
        return new Course(name, [.. found.SelectMany(f => f.Notebooks).Distinct()], Path.Combine(root ?? folder, "output", name));
    }

    private static (string Name, IReadOnlyList<string> Notebooks) FindOne(string argument, string folder, string? root)
    {
        var path = Path.GetFullPath(Path.Combine(folder, argument));
        if (argument.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase) || File.Exists(path))
        {
            return File.Exists(path)
                ? (Path.GetFileNameWithoutExtension(path), [path])
                : throw new NotebookException($"There is no notebook '{argument}'.");
        }
        string?[] candidates = [root is null ? null : Path.Combine(root, "notebooks", argument), path];
        foreach (var candidate in candidates.OfType<string>().Where(Directory.Exists))
        {
            var notebooks = NotebooksIn(candidate);
            return notebooks.Count > 0
                ? (Path.GetFileName(Path.TrimEndingDirectorySeparator(candidate)), notebooks)
                : throw new NotebookException($"The folder '{argument}' holds no .ipynb files.");
        }
        var courses = List(root);
        throw new NotebookException(courses.Count == 0
            ? $"There is no course or folder '{argument}', and no folder 'notebooks' here or above: change to the project's folder first."
            : $"There is no course or folder '{argument}'.{Suggestion.For(argument, courses)} Courses: {string.Join(", ", courses)}.");
    }

    private static List<string> NotebooksIn(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.ipynb").Order(StringComparer.Ordinal)];
}
