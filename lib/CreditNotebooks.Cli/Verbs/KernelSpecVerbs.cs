using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CreditNotebooks.Cli.Kernels;
using CreditNotebooks.Notebooks.Kernel;

namespace CreditNotebooks.Cli.Verbs;

/// <summary><c>credit kernel install</c>, <c>uninstall</c> and <c>list</c>: the kernel where Jupyter's clients look for it.</summary>
internal static class KernelSpecVerbs
{
    /// <summary><c>credit kernel install [--user | --prefix DIR] [--name NAME] [--display-name TEXT] [--force]</c></summary>
    public static Command Install(Terminal terminal)
    {
        var place = new PlaceOptions();
        var displayName = new Option<string>("--display-name")
        {
            HelpName = "TEXT",
            Description = "What menus show.",
            DefaultValueFactory = _ => KernelSpec.UsualDisplayName,
        };
        var force = new Option<bool>("--force") { Description = "Replaces another program's kernel of that name." };
        var command = new Command("install", "Installs the kernel where VS Code and Jupyter look for kernels.");
        place.AddTo(command);
        command.Add(displayName);
        command.Add(force);
        command.SetAction((parsed, _) => KernelVerb.AnsweredAsync(terminal, () =>
        {
            var folder = place.FolderIn(parsed, terminal);
            var title = parsed.GetValue(displayName)!;
            var changed = KernelInstallation.Install(
                folder, KernelSpec.Files(title, ProgramCommand.OfThisProgram(terminal.Variables)), parsed.GetValue(force));
            terminal.Out.WriteLine(changed ? $"Installed '{title}' in {folder}." : $"'{title}' in {folder} is up to date.");
            terminal.Out.WriteLine(Advice(folder, JupyterFolders.OfThisMachine(terminal.Variables))
                ?? $"In VS Code: open a notebook, Select Kernel → Jupyter Kernel… → {title}. "
                + $"In Jupyter: Kernel → Change Kernel… → {title}.");
            return Task.FromResult(0);
        }));
        return command;
    }

    /// <summary><c>credit kernel uninstall [--user | --prefix DIR] [--name NAME] [--force]</c></summary>
    public static Command Uninstall(Terminal terminal)
    {
        var place = new PlaceOptions();
        var force = new Option<bool>("--force") { Description = "Removes another program's kernel of that name." };
        var command = new Command("uninstall", "Removes the kernel that 'credit kernel install' with the same options has installed.");
        place.AddTo(command);
        command.Add(force);
        command.SetAction((parsed, _) => KernelVerb.AnsweredAsync(terminal, () =>
        {
            var folder = place.FolderIn(parsed, terminal);
            KernelInstallation.Uninstall(folder, parsed.GetValue(force));
            terminal.Out.WriteLine($"Removed {folder}.");
            return Task.FromResult(0);
        }));
        return command;
    }

    /// <summary><c>credit kernel list [--json]</c></summary>
    public static Command List(Terminal terminal)
    {
        var json = new Option<bool>("--json") { Description = "One JSON line a kernel." };
        var command = new Command("list", "Lists every kernel that Jupyter's clients can find, of any program.") { json };
        command.SetAction(parsed =>
        {
            var folders = JupyterFolders.OfThisMachine(terminal.Variables);
            var installed = KernelSpec.Installed(folders);
            if (parsed.GetValue(json))
            {
                foreach (var spec in installed) terminal.Out.WriteLine(Line(spec));
                return 0;
            }
            if (installed.All(spec => !spec.IsOurs))
            {
                terminal.Out.WriteLine("The kernel of Credit Notebooks is not installed → credit kernel install");
            }
            var name = installed.Max(spec => (int?)spec.Name.Length) ?? 0;
            var title = installed.Max(spec => (int?)spec.DisplayName.Length) ?? 0;
            foreach (var spec in installed)
            {
                var mark = spec.IsOurs ? '*' : ' ';
                terminal.Out.WriteLine($"{mark} {spec.Name.PadRight(name)}  {spec.DisplayName.PadRight(title)}  {spec.Folder}");
                if (spec.HiddenBy is not null) terminal.Out.WriteLine($"    hidden by {spec.HiddenBy}");
                if (spec.Fault is not null) terminal.Out.WriteLine($"    {spec.Fault}{(spec.IsOurs ? $" → {spec.Remedy(folders)}" : "")}");
            }
            if (installed.Any(spec => spec.IsOurs)) terminal.Out.WriteLine("* of Credit Notebooks");
            return 0;
        });
        return command;
    }

    /// <summary>What keeps Jupyter's clients from finding the kernel in this folder; null when nothing does.</summary>
    private static string? Advice(string folder, JupyterFolders folders)
    {
        var place = Path.GetDirectoryName(Path.GetDirectoryName(folder))!;
        if (!folders.All.Contains(place))
        {
            return $"Jupyter does not look there by itself: start its client with JUPYTER_PATH={place}.";
        }
        return KernelSpec.Installed(folders).FirstOrDefault(spec => spec.Folder == folder)?.HiddenBy is { } other
            ? $"Jupyter finds {other} sooner, which has the same name: remove that one, or install with another --name."
            : null;
    }

    private static string Line(KernelSpec spec) => JsonSerializer.Serialize(new JsonObject
    {
        ["name"] = spec.Name,
        ["display_name"] = spec.DisplayName,
        ["language"] = spec.Language,
        ["resource_dir"] = spec.Folder,
        ["argv"] = new JsonArray([.. spec.Argv]),
        ["ours"] = spec.IsOurs,
        ["hidden_by"] = spec.HiddenBy,
        ["fault"] = spec.Fault,
    });

    /// <summary>Where a kernel is installed, and by what name: as <c>jupyter kernelspec install</c> asks for it.</summary>
    private sealed class PlaceOptions
    {
        private readonly Option<bool> _user = new("--user")
        {
            Description = "In this user's Jupyter folder; so it is without --prefix too.",
        };
        private readonly Option<string?> _prefix = new("--prefix")
        {
            HelpName = "DIR",
            Description = "In DIR/share/jupyter: a virtual environment's folder, or /usr/local for all users.",
        };
        private readonly Option<string> _name = new("--name")
        {
            HelpName = "NAME",
            Description = "The name by which notebooks call for the kernel.",
            DefaultValueFactory = _ => KernelSpec.UsualName,
        };

        public void AddTo(Command command)
        {
            command.Add(_user);
            command.Add(_prefix);
            command.Add(_name);
        }

        public string FolderIn(ParseResult parsed, Terminal terminal)
        {
            var prefix = parsed.GetValue(_prefix);
            if (prefix is not null && parsed.GetValue(_user))
            {
                throw new NotebookKernelException("A kernel goes either to the --user's folder or to a --prefix, not to both.");
            }
            var place = prefix is null
                ? JupyterFolders.OfThisMachine(terminal.Variables).User
                : JupyterFolders.Shared(Path.GetFullPath(prefix, terminal.Folder));
            return Path.Combine(Path.GetFullPath(place, terminal.Folder), "kernels", KernelSpec.CheckedName(parsed.GetValue(_name)!));
        }
    }
}
