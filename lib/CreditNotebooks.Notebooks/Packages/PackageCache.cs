using System.Text.Json;

namespace CreditNotebooks.Notebooks.Packages;

/// <summary>Keeps what restores came to, for all sessions of a user: a file for each project, named by its key.</summary>
internal static class PackageCache
{
    // A directive without a version means the newest one: what that is, is asked anew each day.
    private static readonly TimeSpan FloatingFor = TimeSpan.FromDays(1);

    // Read each time, as other settings are: tests set it.
    private static string Folder => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathFullyQualified(cache) ? cache
        : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
        : OperatingSystem.IsMacOS() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "Library", "Caches")
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "credit-notebooks", "packages");

    /// <summary>What this project was restored to; null when it was not, not lately, or the packages are gone.</summary>
    public static PackageAssets? Find(PackageProject project)
    {
        var file = new FileInfo(Place(project));
        if (!file.Exists || (project.Floats && DateTime.UtcNow - file.LastWriteTimeUtc > FloatingFor))
        {
            return null;
        }
        try
        {
            var assets = PackageAssets.Read(file.FullName);
            return assets.IsComplete ? assets : null;
        }
        catch (JsonException)
        {
            // Cut off when the machine went down: it is written anew.
            return null;
        }
    }

    /// <summary>Keeps a restore's <c>project.assets.json</c>. Another process that keeps the same at this moment does no harm.</summary>
    public static void Keep(PackageProject project, string assetsFile)
    {
        var place = Place(project);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        var temporary = $"{place}.{Guid.NewGuid():N}.tmp";
        File.Copy(assetsFile, temporary);
        File.Move(temporary, place, overwrite: true);
    }

    private static string Place(PackageProject project) => Path.Combine(Folder, project.Key() + ".json");
}
