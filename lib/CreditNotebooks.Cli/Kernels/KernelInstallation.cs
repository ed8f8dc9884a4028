using CreditNotebooks.Notebooks.Kernel;

namespace CreditNotebooks.Cli.Kernels;

/// <summary>Puts a kernel's folder in its place and takes it away, whole or not at all. Another program's kernel is left alone unless forced.
/// </summary>
internal static class KernelInstallation
{
    /// <summary>Whether anything had to be written.</summary>
    /// <exception cref="NotebookKernelException">Another program's kernel, or a file, has the place, or it cannot be written.</exception>
    public static bool Install(string place, IReadOnlyDictionary<string, byte[]> files, bool force) => Change(place, () =>
    {
        var existing = Existing(place);
        if (existing is not null && Holds(existing, files))
        {
            return false;
        }
        if (existing is not null)
        {
            Guard(existing, force, "is not overwritten");
        }
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        Aside(place, aside =>
        {
            var made = aside.CreateSubdirectory("new").FullName;
            foreach (var (name, bytes) in files)
            {
                File.WriteAllBytes(Path.Combine(made, name), bytes);
            }
            Replace(place, made, existing, Path.Combine(aside.FullName, "old"));
        });
        return true;
    });

    /// <summary>Takes the kernel's folder away.</summary>
    /// <exception cref="NotebookKernelException">It is not there, is another program's, or cannot be removed.</exception>
    public static void Uninstall(string place, bool force) => Change(place, () =>
    {
        var existing = Existing(place)
            ?? throw new NotebookKernelException($"There is no kernel in {place}; 'credit kernel list' shows where there are.");
        Guard(existing, force, "is not removed");
        Aside(place, aside => Directory.Move(existing, Path.Combine(aside.FullName, "old")));
        return true;
    });

    /// <summary>Works in a folder on the same disk, one level deeper than Jupyter looks, that is gone afterwards.</summary>
    private static void Aside(string place, Action<DirectoryInfo> work)
    {
        var aside = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(place)!, $".{Guid.NewGuid():N}.tmp"));
        try
        {
            work(aside);
        }
        finally
        {
            aside.Delete(recursive: true);
        }
    }

    private static void Replace(string place, string made, string? existing, string old)
    {
        if (existing is not null)
        {
            Directory.Move(existing, old);
        }
        try
        {
            Directory.Move(made, place);
        }
        catch when (existing is not null)
        {
            Directory.Move(old, existing);
            throw;
        }
    }

    /// <summary>The folder at this place, however its name is cased: Jupyter does not tell the cases apart.</summary>
    private static string? Existing(string place)
    {
        var (kernels, name) = (Path.GetDirectoryName(place)!, Path.GetFileName(place));
        return Directory.Exists(kernels)
            ? Directory.EnumerateFileSystemEntries(kernels)
                .Where(entry => Path.GetFileName(entry).Equals(name, StringComparison.OrdinalIgnoreCase))
                .MinBy(entry => Path.GetFileName(entry) == name ? 0 : 1)
            : null;
    }

    private static bool Holds(string folder, IReadOnlyDictionary<string, byte[]> files) => files.All(file =>
        Path.Combine(folder, file.Key) is var path && File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(file.Value));

    private static void Guard(string existing, bool force, string refusal)
    {
        if (File.Exists(existing))
        {
            throw new NotebookKernelException($"{existing} is a file where the kernel's folder belongs: remove it, or use another --name.");
        }
        if (!force && KernelSpec.Read(existing) is { IsOurs: false } other)
        {
            var what = other.Argv.Count > 0
                ? $"the kernel '{other.DisplayName}', which starts {other.Argv[0]}"
                : "no kernel of Credit Notebooks";
            throw new NotebookKernelException($"{existing} holds {what}; it {refusal}. Use another --name, or --force.");
        }
    }

    private static bool Change(string place, Func<bool> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookKernelException(
                $"{place} cannot be changed: {e.Message} Make the folder writable, or name another place with --prefix.", e);
        }
    }
}
