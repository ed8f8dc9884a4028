using System.Reflection;
using System.Runtime.InteropServices;

namespace CreditNotebooks.DuckDb.Native;

/// <summary>Finds libduckdb: the file that DUCKDB_LIBRARY names, else the one that the build laid beside the assembly.</summary>
internal static class NativeLibraryLoader
{
    internal const string Variable = "DUCKDB_LIBRARY";

    // Only versions since 1.5 have it; an older library would fail later, in the middle of a query.
    private const string NewestExport = "duckdb_unsafe_vector_assign_string_element_len";

    private static readonly Lazy<nint> Loaded = new(() => Load(Environment.GetEnvironmentVariable(Variable)));

    internal static string FileName =>
        OperatingSystem.IsWindows() ? "duckdb.dll" : OperatingSystem.IsMacOS() ? "libduckdb.dylib" : "libduckdb.so";

    internal static void Register() =>
        NativeLibrary.SetDllImportResolver(
            typeof(NativeLibraryLoader).Assembly, (name, _, _) => name == NativeMethods.Library ? Loaded.Value : 0);

    /// <summary>Fails with one clear error before the first call goes out.</summary>
    internal static void EnsureLoaded() => _ = Loaded.Value;

    internal static nint Load(string? named)
    {
        if (!string.IsNullOrEmpty(named))
        {
            return File.Exists(named)
                ? Checked(named, $"{Variable} names it")
                : throw new DllNotFoundException(
                    $"{Variable} names '{named}', which does not exist; set it to a libduckdb 1.5 file, or unset it.");
        }

        foreach (var folder in Folders())
        {
            var file = Path.Combine(folder, FileName);
            if (File.Exists(file))
            {
                return Checked(file, "the build laid it there");
            }
        }

        throw new DllNotFoundException(
            $"{FileName} is not beside the program (looked in {string.Join(", ", Folders())}); build the project with npm " +
            $"installed, or set {Variable} to a libduckdb 1.5 file.");
    }

    private static nint Checked(string file, string why)
    {
        if (!NativeLibrary.TryLoad(file, out var handle))
        {
            throw new DllNotFoundException(
                $"'{file}' ({why}) cannot be loaded as a library of this platform ({RuntimeInformation.RuntimeIdentifier}).");
        }

        return NativeLibrary.TryGetExport(handle, NewestExport, out _)
            ? handle
            : throw new DllNotFoundException($"'{file}' ({why}) is not libduckdb 1.5 or newer; take one of that version.");
    }

    private static IEnumerable<string> Folders()
    {
        var assembly = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location);
        return new[] { assembly, AppContext.BaseDirectory }
            .Where(folder => !string.IsNullOrEmpty(folder)).Select(folder => Path.GetFullPath(folder!).TrimEnd('/', '\\')).Distinct();
    }
}
