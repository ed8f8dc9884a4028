using System.Globalization;
using System.Text.RegularExpressions;

namespace CreditNotebooks.Storage.Cache;

/// <summary>Where objects are kept on this machine, and how many bytes of them.</summary>
/// <param name="Folder">The folder; several processes may share it.</param>
/// <param name="Size">The most bytes.</param>
public sealed partial record CacheSettings(string Folder, long Size)
{
    private const long DefaultSize = 10L * 1024 * 1024 * 1024;

    /// <summary>Reads <c>CREDIT_NOTEBOOKS_CACHE</c> (else the user's cache folder) and <c>CREDIT_NOTEBOOKS_CACHE_SIZE</c> (else 10
    /// GiB).</summary>
    /// <param name="environment">Environment variables; null for the process's own.</param>
    /// <exception cref="StorageException">InvalidSetting: the size is none.</exception>
    public static CacheSettings FromEnvironment(IReadOnlyDictionary<string, string>? environment = null)
    {
        environment ??= ProcessEnvironment.Read();
        string? Of(string name) => environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
        var home = Of("HOME") ?? Of("USERPROFILE") ?? Path.GetTempPath();
        var folder = Of("CREDIT_NOTEBOOKS_CACHE")
            ?? (Of("XDG_CACHE_HOME") is { } xdg ? Path.Combine(xdg, "credit-notebooks")
                : OperatingSystem.IsWindows() && Of("LOCALAPPDATA") is { } local ? Path.Combine(local, "credit-notebooks", "cache")
                : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches", "credit-notebooks")
                : Path.Combine(home, ".cache", "credit-notebooks"));
        return new CacheSettings(Path.GetFullPath(folder), Of("CREDIT_NOTEBOOKS_CACHE_SIZE") is { } size ? ParseSize(size) : DefaultSize);
    }

    /// <summary>Bytes as people write them: <c>500MB</c>, <c>20 GiB</c>, <c>1073741824</c>.</summary>
    internal static long ParseSize(string text)
    {
        var match = SizePattern().Match(text.Trim());
        if (match.Success && decimal.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var number))
        {
            var unit = match.Groups[2].Value.ToUpperInvariant();
            var power = unit.Length == 0 || unit == "B" ? 0 : "KMGT".IndexOf(unit[0], StringComparison.Ordinal) + 1;
            var step = unit.EndsWith("IB", StringComparison.Ordinal) || unit.Length == 1 ? 1024m : 1000m;
            for (var i = 0; i < power; i++) number *= step;
            if (number is > 0 and < long.MaxValue) return (long)number;
        }

        throw new StorageException(StorageConditions.InvalidSetting, "CREDIT_NOTEBOOKS_CACHE_SIZE",
            $"'{text}' is no size. Write it as 20GiB or 500MB.");
    }

    [GeneratedRegex(@"^(\d+(?:\.\d+)?)\s*(B|[KMGT](?:I?B)?)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SizePattern();
}
