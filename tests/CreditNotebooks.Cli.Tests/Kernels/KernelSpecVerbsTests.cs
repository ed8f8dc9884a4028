using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using CreditNotebooks.Cli.Kernels;
using CreditNotebooks.Notebooks.Kernel;

namespace CreditNotebooks.Cli.Tests.Kernels;

public sealed class KernelSpecVerbsTests : IDisposable
{
    private const string DotnetInteractive = """
        {"argv": ["dotnet", "interactive", "jupyter", "{connection_file}"], "display_name": ".NET (C#)", "language": "C#"}
        """;

    private readonly JupyterRoom _room = new();

    public void Dispose() => _room.Dispose();

    [Fact]
    public async Task The_kernel_stands_where_and_as_the_notebooks_call_for_it()
    {
        Assert.Equal(0, await _room.RunAsync("kernel", "install"));
        Assert.Equal(
            $"Installed '.NET (C#)' in {_room.Usual}.\n"
            + "In VS Code: open a notebook, Select Kernel → Jupyter Kernel… → .NET (C#). In Jupyter: Kernel → Change Kernel… → .NET (C#).\n",
            _room.Said);
        Assert.Equal([".net-csharp"], Directory.GetFileSystemEntries(_room.Kernels).Select(Path.GetFileName));

        var spec = Spec(_room.Usual);
        var called = Directory.EnumerateFiles(Path.Combine(Root(), "notebooks"), "*.ipynb", SearchOption.AllDirectories)
            .Select(path => JsonNode.Parse(File.ReadAllText(path))!["metadata"]!["kernelspec"]!);
        Assert.All(called, notebook => Assert.Equal(
            (".net-csharp", (string?)spec["display_name"], (string?)spec["language"]),
            ((string?)notebook["name"], (string?)notebook["display_name"], (string?)notebook["language"])));
        Assert.Equal("message", (string?)spec["interrupt_mode"]);
        Assert.True(Path.IsPathFullyQualified((string)spec["argv"]![0]!));
        Assert.True(File.Exists((string)spec["argv"]![0]!));
    }

    [Theory]
    [InlineData("logo-32x32.png", 32)]
    [InlineData("logo-64x64.png", 64)]
    public async Task A_logo_has_the_size_that_its_name_tells(string name, int size)
    {
        await _room.RunAsync("kernel", "install");
        var png = await File.ReadAllBytesAsync(Path.Combine(_room.Usual, name));
        Assert.Equal("\x89PNG"u8[^3..], png.AsSpan(1, 3));
        Assert.Equal([0, 0, 0, (byte)size, 0, 0, 0, (byte)size], png[16..24]);
        Assert.StartsWith("<svg ", await File.ReadAllTextAsync(Path.Combine(_room.Usual, "logo-svg.svg")));
    }

    [Fact]
    public async Task Installing_again_changes_nothing_and_mends_what_was_changed()
    {
        await _room.RunAsync("kernel", "install");
        var file = Path.Combine(_room.Usual, "kernel.json");
        var (text, written) = (await File.ReadAllTextAsync(file), File.GetLastWriteTimeUtc(file));
        Assert.Equal(0, await _room.RunAsync("kernel", "install"));
        Assert.StartsWith($"'.NET (C#)' in {_room.Usual} is up to date.\n", _room.Said);
        Assert.Equal(written, File.GetLastWriteTimeUtc(file));

        await File.WriteAllTextAsync(file, text.Replace("\"message\"", "\"signal\"", StringComparison.Ordinal));
        File.Delete(Path.Combine(_room.Usual, "logo-svg.svg"));
        Assert.Equal(0, await _room.RunAsync("kernel", "install"));
        Assert.StartsWith("Installed ", _room.Said);
        Assert.Equal(text, await File.ReadAllTextAsync(file));
        Assert.True(File.Exists(Path.Combine(_room.Usual, "logo-svg.svg")));
    }

    [Fact]
    public async Task Name_title_and_place_can_be_chosen()
    {
        Assert.Equal(0, await _room.RunAsync("kernel", "install", "--prefix", "env", "--name", "My.Kernel-1", "--display-name", "Müller's C#"));
        var folder = Path.Combine(_room.Folder, "env", "share", "jupyter", "kernels", "my.kernel-1");
        Assert.Equal("Müller's C#", (string?)Spec(folder)["display_name"]);
        Assert.Contains($"start its client with JUPYTER_PATH={Path.Combine(_room.Folder, "env", "share", "jupyter")}.", _room.Said);

        _room.Variables["VIRTUAL_ENV"] = Path.Combine(_room.Folder, "env");
        Assert.Equal(0, await _room.RunAsync("kernel", "install", "--prefix", "env", "--name", "my.kernel-1"));
        Assert.Contains("In VS Code: ", _room.Said);
        Assert.Equal(0, await _room.RunAsync("kernel", "uninstall", "--prefix", "env", "--name", "MY.kernel-1"));
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(folder)!));
    }

    [Theory]
    [InlineData("DOTNET_ROOT")]
    [InlineData("DOTNET_ROOT_")]
    public async Task A_NET_that_only_a_variable_names_is_named_to_the_kernel_too(string variable)
    {
        _room.Variables[variable.EndsWith('_') ? $"{variable}{RuntimeInformation.ProcessArchitecture}".ToUpperInvariant() : variable] = "/home/a/.dotnet";
        await _room.RunAsync("kernel", "install");
        Assert.Equal("/home/a/.dotnet", (string?)Spec(_room.Usual)["env"]!["DOTNET_ROOT"]);
    }

    [Fact]
    public async Task Another_programs_kernel_is_replaced_and_removed_only_by_force()
    {
        var other = _room.Write("data/kernels/.NET-CSharp", DotnetInteractive);
        await File.WriteAllTextAsync(Path.Combine(other, "kernel.js"), "");

        Assert.Equal(2, await _room.RunAsync("kernel", "install"));
        Assert.Equal(
            $"credit: {other} holds the kernel '.NET (C#)', which starts dotnet; it is not overwritten. Use another --name, or --force.\n",
            _room.Complained);
        Assert.Equal(2, await _room.RunAsync("kernel", "uninstall"));
        Assert.Contains("it is not removed.", _room.Complained);
        Assert.Equal(DotnetInteractive, await File.ReadAllTextAsync(Path.Combine(other, "kernel.json")));

        Assert.Equal(0, await _room.RunAsync("kernel", "install", "--force"));
        Assert.Equal([_room.Usual], Directory.GetFileSystemEntries(_room.Kernels));
        Assert.False(File.Exists(Path.Combine(_room.Usual, "kernel.js")));
        Assert.Equal(0, await _room.RunAsync("kernel", "uninstall"));
        Assert.Equal($"Removed {_room.Usual}.\n", _room.Said);
        Assert.Empty(Directory.GetFileSystemEntries(_room.Kernels));
    }

    [Fact]
    public async Task A_kernel_that_cannot_be_written_leaves_the_one_before()
    {
        await _room.RunAsync("kernel", "install");
        var before = await File.ReadAllTextAsync(Path.Combine(_room.Usual, "kernel.json"));
        var files = new Dictionary<string, byte[]> { ["kernel.json"] = [1], ["no-such-folder/logo.png"] = [1] };
        var error = Assert.Throws<NotebookKernelException>(() => KernelInstallation.Install(_room.Usual, files, force: false));
        Assert.StartsWith($"{_room.Usual} cannot be changed: ", error.Message);
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(_room.Usual, "kernel.json")));
        Assert.Equal([_room.Usual], Directory.GetFileSystemEntries(_room.Kernels));
    }

    [Theory]
    [InlineData("kernel install --name a/b", "'a/b' is no name for a kernel: use ASCII letters, digits, hyphens, periods and underscores.")]
    [InlineData("kernel install --name ..", "'..' is no name for a kernel")]
    [InlineData("kernel install --name größe", "'größe' is no name for a kernel")]
    [InlineData("kernel uninstall --name ../kernels", "is no name for a kernel")]
    [InlineData("kernel install --user --prefix env", "A kernel goes either to the --user's folder or to a --prefix, not to both.")]
    [InlineData("kernel install --prefix occupied", "cannot be changed: ")]
    [InlineData("kernel install --name taken", "is a file where the kernel's folder belongs: remove it, or use another --name.")]
    [InlineData("kernel install --name taken --force", "is a file where the kernel's folder belongs")]
    [InlineData("kernel install --name broken", "holds no kernel of Credit Notebooks; it is not overwritten.")]
    [InlineData("kernel uninstall", "There is no kernel in ")]
    [InlineData("kernel install everywhere", "'everywhere'")]
    public async Task What_cannot_be_done_is_one_sentence_and_exit_code_2(string command, string message)
    {
        await File.WriteAllTextAsync(Path.Combine(_room.Folder, "occupied"), "a file");
        _room.Write("data/kernels/broken", "no JSON");
        await File.WriteAllTextAsync(Path.Combine(_room.Kernels, "taken"), "a file");

        Assert.Equal(2, await _room.RunAsync(command.Split(' ')));
        Assert.Contains(message, _room.Complained);
        Assert.DoesNotContain("   at ", _room.Complained);
        Assert.Equal(["broken", "taken"], Directory.GetFileSystemEntries(_room.Kernels).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task The_list_marks_ours_and_tells_what_hides_or_breaks_a_kernel()
    {
        await _room.RunAsync("kernel", "install");
        var hiding = _room.Write("first/kernels/.net-csharp", DotnetInteractive);
        var broken = _room.Write("first/kernels/broken", "[]");
        var moved = _room.Write("data/kernels/moved", """{"argv": ["/moved/credit", "kernel", "start", "{connection_file}"], "display_name": "Old"}""");

        Assert.Equal(0, await _room.RunAsync("kernel", "list"));
        Assert.Contains($"  .net-csharp  .NET (C#)", Line(hiding));
        Assert.Contains($"* .net-csharp  .NET (C#)", Line(_room.Usual));
        Assert.Contains($"{_room.Usual}\n    hidden by {hiding}\n", _room.Said);
        Assert.Contains($"{broken}\n    its kernel.json is not as Jupyter wants it: it is no JSON object.\n", _room.Said);
        Assert.Contains($"{moved}\n    it starts /moved/credit, which is not there → credit kernel install --name moved\n", _room.Said);

        Assert.Equal(0, await _room.RunAsync("kernel", "list", "--json"));
        var ours = _room.Said.TrimEnd().Split('\n').Select(line => JsonNode.Parse(line)!).Single(spec => (string?)spec["resource_dir"] == _room.Usual);
        Assert.Equal((true, hiding, null), ((bool)ours["ours"]!, (string?)ours["hidden_by"], (string?)ours["fault"]));

        Assert.Equal(0, await _room.RunAsync("kernel", "install"));
        Assert.Contains($"Jupyter finds {hiding} sooner, which has the same name", _room.Said);

        string Line(string folder) => _room.Said.Split('\n')
            .Single(line => line.EndsWith(folder, StringComparison.Ordinal) && !line.StartsWith("    ", StringComparison.Ordinal));
    }

    private static JsonNode Spec(string folder) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "kernel.json")))!;

    private static string Root() => Workspace.FindRoot(AppContext.BaseDirectory);
}
