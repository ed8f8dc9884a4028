using CreditNotebooks.Cli.Kernels;

namespace CreditNotebooks.Cli.Tests.Kernels;

/// <summary>A Jupyter folder of its own, and the command in it.</summary>
public sealed class JupyterRoom : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public string Folder { get; } = Directory.CreateTempSubdirectory("credit-jupyter-").FullName;

    public Dictionary<string, string> Variables { get; }

    /// <summary>The room's own folders, without what this machine has installed for all.</summary>
    internal JupyterFolders Folders => new(Path.Combine(Folder, "data"), [Path.Combine(Folder, "first"), Path.Combine(Folder, "data")]);

    public string Kernels => Path.Combine(Folder, "data", "kernels");

    public string Usual => Path.Combine(Kernels, ".net-csharp");

    /// <summary>What the last command said.</summary>
    public string Said { get; private set; } = "";

    /// <summary>What the last command complained of.</summary>
    public string Complained { get; private set; } = "";

    public JupyterRoom() => Variables = new()
    {
        ["HOME"] = Folder,
        ["JUPYTER_DATA_DIR"] = Path.Combine(Folder, "data"),
        ["JUPYTER_PATH"] = Path.Combine(Folder, "first"),
    };

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public async Task<int> RunAsync(params string[] args)
    {
        _out.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        var code = await CommandLine.RunAsync(args, new Terminal(_out, _error, Folder, IsInteractive: false) { Variables = Variables });
        (Said, Complained) = (_out.ToString().ReplaceLineEndings("\n"), _error.ToString().ReplaceLineEndings("\n"));
        return code;
    }

    /// <summary>A kernel as another program would have installed it.</summary>
    public string Write(string place, string kernelJson)
    {
        var folder = Path.Combine(Folder, place);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "kernel.json"), kernelJson);
        return folder;
    }
}
