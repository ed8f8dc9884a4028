using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace CreditNotebooks.Notebooks.Packages;

/// <summary>All packages that a session asks for, as one project, so that NuGet settles on versions that go together.</summary>
/// <param name="Packages">Package to version; an empty version is the newest stable one.</param>
/// <param name="Sources">Sources besides those that NuGet's configuration names: URLs and absolute folders.</param>
/// <param name="Folder">The notebook's folder, at which the search for NuGet's configuration begins.</param>
internal sealed record PackageProject(IReadOnlyDictionary<string, string> Packages, IReadOnlyList<string> Sources, string Folder)
{
    /// <summary>The project's file name; NuGet's messages call the project by it.</summary>
    public const string FileName = "notebook.csproj";

    // Changes whenever the project's text gets another meaning.
    private const string FormVersion = "1";

    private static readonly string Framework = $"net{Environment.Version.Major}.{Environment.Version.Minor}";

    /// <summary>Whether the same project may be answered otherwise tomorrow.</summary>
    public bool Floats => Packages.Values.Any(PackageVersion.Floats);

    /// <summary>The same for two projects that are restored alike: what they ask for, where it comes from, and for which machine.</summary>
    public string Key()
    {
        var text = new StringBuilder().AppendJoin('\n', FormVersion, Framework, RuntimeInformation.RuntimeIdentifier).Append('\n');
        text.AppendJoin('\n', Packages.Select(p => $"{p.Key.ToLowerInvariant()} {p.Value}").Order(StringComparer.Ordinal)).Append('\n');
        text.AppendJoin('\n', Sources).Append('\n');
        foreach (var file in ConfigurationFiles())
        {
            text.Append(file).Append('\n').Append(File.ReadAllText(file)).Append('\n');
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Writes the project into an empty folder. Only NuGet's configuration is taken from the notebook's folder.</summary>
    public void WriteTo(string folder)
    {
        // Ends the search for a global.json: any SDK will do.
        File.WriteAllText(Path.Combine(folder, "global.json"), "{}");
        new XElement("Project",
            new XElement("PropertyGroup",
                new XElement("ImportDirectoryBuildProps", false),
                new XElement("ImportDirectoryBuildTargets", false),
                new XElement("ImportDirectoryPackagesProps", false),
                new XElement("ManagePackageVersionsCentrally", false),
                new XElement("TargetFramework", Framework),
                new XElement("UseCurrentRuntimeIdentifier", true),
                new XElement("SelfContained", false),
                // The audit asks a service that offline machines cannot reach.
                new XElement("NuGetAudit", false),
                // "The framework has this package": the session says so itself.
                new XElement("NoWarn", "NU1510"),
                new XElement("RestoreRootConfigDirectory", Escape(Folder)),
                new XElement("RestoreAdditionalProjectSources", string.Join(';', Sources.Select(Escape)))),
            new XElement("Import", new XAttribute("Project", "Sdk.props"), new XAttribute("Sdk", "Microsoft.NET.Sdk")),
            new XElement("ItemGroup", Packages.Select(p => new XElement("PackageReference",
                new XAttribute("Include", p.Key), new XAttribute("Version", p.Value.Length == 0 ? "*" : p.Value)))),
            new XElement("Import", new XAttribute("Project", "Sdk.targets"), new XAttribute("Sdk", "Microsoft.NET.Sdk")))
            .Save(Path.Combine(folder, FileName));
    }

    private IEnumerable<string> ConfigurationFiles()
    {
        for (var folder = new DirectoryInfo(Folder); folder is not null; folder = folder.Parent)
        {
            // The three spellings that NuGet looks for.
            foreach (var name in new[] { "nuget.config", "NuGet.config", "NuGet.Config" })
            {
                var file = Path.Combine(folder.FullName, name);
                if (File.Exists(file))
                {
                    yield return file;
                }
            }
        }
    }

    /// <summary>Text that MSBuild takes as it stands ("Escape special characters in MSBuild").</summary>
    private static string Escape(string text) =>
        string.Concat(text.Select(c => "%$@'();?*".Contains(c, StringComparison.Ordinal) ? $"%{(int)c:X2}" : $"{c}"));
}
