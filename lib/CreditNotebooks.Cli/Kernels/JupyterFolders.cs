using System.Runtime.InteropServices;

namespace CreditNotebooks.Cli.Kernels;

/// <summary>The folders that hold <c>kernels/NAME/kernel.json</c> (Jupyter's documentation, "Common Directories and File Locations").
/// </summary>
/// <param name="User">The user's own: kernels are installed there unless another place is named.</param>
/// <param name="All">Every folder that Jupyter's clients look in; a kernel in an earlier one hides its namesake in a later one.</param>
internal sealed record JupyterFolders(string User, IReadOnlyList<string> All)
{
    private static readonly string[] No = ["no", "n", "false", "off", "0", "0.0"];

    /// <summary>The folders as these environment variables set them on this platform.</summary>
    public static JupyterFolders Of(IReadOnlyDictionary<string, string> variables, OSPlatform platform)
    {
        var isWindows = platform == OSPlatform.Windows;
        var home = Value(isWindows ? "USERPROFILE" : "HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var user = Value("JUPYTER_DATA_DIR")
            ?? (isWindows ? Path.Combine(Value("APPDATA") ?? Path.Combine(home, "AppData", "Roaming"), "jupyter")
                : platform == OSPlatform.OSX ? Path.Combine(home, "Library", "Jupyter")
                : Path.Combine(Value("XDG_DATA_HOME") ?? Path.Combine(home, ".local", "share"), "jupyter"));

        var named = Value("JUPYTER_PATH")?.Split(isWindows ? ';' : ':', StringSplitOptions.RemoveEmptyEntries) ?? [];
        // What `pip install --user` brings.
        string[] own = isWindows ? [user] : [user, Shared(Value("PYTHONUSERBASE") ?? Path.Combine(home, ".local"))];
        var active = new[] { "VIRTUAL_ENV", "CONDA_PREFIX" }.Select(Value).OfType<string>().Select(Shared);
        string[] system = isWindows
            ? [Path.Combine(Value("PROGRAMDATA") ?? @"C:\ProgramData", "jupyter")]
            : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
        var prefersActive = Value("JUPYTER_PREFER_ENV_PATH") is { } prefers && !No.Contains(prefers.ToLowerInvariant());
        var all = prefersActive ? [.. named, .. active, .. own, .. system] : named.Concat(own).Concat(active).Concat(system);
        return new JupyterFolders(user, [.. all.Select(Path.TrimEndingDirectorySeparator).Distinct()]);

        string? Value(string name) => variables.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
    }

    /// <summary>The folders of the platform that this runs on.</summary>
    public static JupyterFolders OfThisMachine(IReadOnlyDictionary<string, string> variables) =>
        Of(variables, OperatingSystem.IsWindows() ? OSPlatform.Windows : OperatingSystem.IsMacOS() ? OSPlatform.OSX : OSPlatform.Linux);

    /// <summary>The folder below an installation's prefix, such as <c>/usr/local</c> or a virtual environment's folder.</summary>
    public static string Shared(string prefix) => Path.Combine(prefix, "share", "jupyter");
}
