using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CreditNotebooks.Notebooks.Kernel;

namespace CreditNotebooks.Cli.Kernels;

/// <summary>A kernel as Jupyter's clients know it: a folder with a <c>kernel.json</c> (jupyter_client's documentation, "Kernel specs").
/// </summary>
/// <param name="Name">By which notebooks call for it; the folder's name in lower case.</param>
/// <param name="Folder">Where its files are.</param>
/// <param name="DisplayName">What menus show.</param>
/// <param name="Language">As <c>kernel.json</c> spells it.</param>
/// <param name="Argv">The command that starts it.</param>
internal sealed partial record KernelSpec(string Name, string Folder, string DisplayName, string Language, IReadOnlyList<string> Argv)
{
    /// <summary>The name that the notebooks here call for.</summary>
    public const string UsualName = ".net-csharp";

    /// <summary>What menus show for it, unless told otherwise.</summary>
    public const string UsualDisplayName = ".NET (C#)";

    /// <summary>What <c>kernel.json</c> calls the file that says where the kernel shall listen.</summary>
    public const string ConnectionFile = "{connection_file}";

    private const string FileName = "kernel.json";

    // The name begins with a period, which makes the folder a hidden one.
    private static readonly EnumerationOptions All = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The variables that its command is started with.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Why it cannot start; null when nothing is known against it.</summary>
    public string? Fault { get; init; }

    /// <summary>The folder of the namesake that Jupyter finds sooner.</summary>
    public string? HiddenBy { get; init; }

    /// <summary>Whether it starts <c>credit</c>, of this clone or another one.</summary>
    public bool IsOurs =>
        Argv is [.., var program, "kernel", "start", ConnectionFile] && Path.GetFileNameWithoutExtension(program) == "credit";

    /// <summary>Every kernel in these folders, in the order in which Jupyter looks for them.</summary>
    public static IReadOnlyList<KernelSpec> Installed(JupyterFolders folders)
    {
        var found = new Dictionary<string, string>();
        return [.. folders.All.Select(folder => Path.Combine(folder, "kernels")).Where(Directory.Exists)
            .SelectMany(kernels => Directory.EnumerateDirectories(kernels, "*", All).Order(StringComparer.Ordinal))
            .Where(folder => File.Exists(Path.Combine(folder, FileName)))
            .Select(Read)
            .Select(spec => found.TryAdd(spec.Name, spec.Folder) ? spec : spec with { HiddenBy = found[spec.Name] })];
    }

    /// <summary>The kernel in this folder; one whose <c>kernel.json</c> is missing or cannot be read has a fault.</summary>
    public static KernelSpec Read(string folder)
    {
        var name = Path.GetFileName(folder).ToLowerInvariant();
        try
        {
            using var stream = File.OpenRead(Path.Combine(folder, FileName));
            var json = JsonNode.Parse(stream) as JsonObject ?? throw new FormatException("it is no JSON object.");
            var argv = json["argv"]?.AsArray() ?? throw new FormatException("it has no 'argv'.");
            var (title, language) = ((string?)json["display_name"] ?? name, (string?)json["language"] ?? "");
            var spec = new KernelSpec(name, folder, title, language, [.. argv.Select(word => (string?)word ?? "")])
            {
                Variables = json["env"]?.AsObject().ToDictionary(pair => pair.Key, pair => (string?)pair.Value ?? "") ?? [],
            };
            return spec.MissingProgram is { } program ? spec with { Fault = $"it starts {program}, which is not there" } : spec;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new KernelSpec(name, folder, name, "", []) { Fault = $"its {FileName} cannot be read: {e.Message}" };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return new KernelSpec(name, folder, name, "", []) { Fault = $"its {FileName} is not as Jupyter wants it: {e.Message}" };
        }
    }

    /// <summary>The command that installs it anew in its place.</summary>
    public string Remedy(JupyterFolders folders)
    {
        var name = Name == UsualName ? "" : " --name " + Name;
        var place = Path.GetDirectoryName(Path.GetDirectoryName(Folder))!;
        var prefix = Path.GetDirectoryName(Path.GetDirectoryName(place));
        return place == folders.User ? $"credit kernel install{name}"
            : prefix is not null && place == JupyterFolders.Shared(prefix) ? $"credit kernel install{name} --prefix \"{prefix}\""
            : $"Remove that folder, then: credit kernel install{name}";
    }

    /// <summary>The name as Jupyter stores it.</summary>
    /// <exception cref="NotebookKernelException">Jupyter does not take such a name.</exception>
    public static string CheckedName(string name) => Valid().IsMatch(name) && name.Trim('.').Length > 0
        ? name.ToLowerInvariant()
        : throw new NotebookKernelException($"'{name}' is no name for a kernel: use ASCII letters, digits, hyphens, periods and underscores.");

    /// <summary>The files of a kernel that starts this program, by name.</summary>
    public static IReadOnlyDictionary<string, byte[]> Files(string displayName, ProgramCommand program)
    {
        var json = new JsonObject
        {
            ["argv"] = new JsonArray([.. program.Argv, "kernel", "start", ConnectionFile]),
            ["display_name"] = displayName,
            ["language"] = "C#",
            ["interrupt_mode"] = "message",
            ["env"] = new JsonObject(program.Variables.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            ["metadata"] = new JsonObject { ["debugger"] = false },
        };
        var files = new Dictionary<string, byte[]> { [FileName] = [.. JsonSerializer.SerializeToUtf8Bytes(json, Readable), (byte)'\n'] };
        foreach (var logo in new[] { "logo-32x32.png", "logo-64x64.png", "logo-svg.svg" })
        {
            using var resource = typeof(KernelSpec).Assembly.GetManifestResourceStream(logo)!;
            using var bytes = new MemoryStream();
            resource.CopyTo(bytes);
            files[logo] = bytes.ToArray();
        }
        return files;
    }

    /// <summary>A clone that was moved or deleted takes its program along.</summary>
    private string? MissingProgram => IsOurs ? Argv.SkipLast(3).FirstOrDefault(path => !File.Exists(path)) : null;

    [GeneratedRegex("^[A-Za-z0-9._-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Valid();
}
