using System.IO.Compression;
using System.Security;
using CreditNotebooks.Notebooks.Evaluation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CreditNotebooks.Notebooks.Tests.Packages;

/// <summary>A folder of packages, made here, that needs no network. A notebook beside it finds them by its nuget.config.</summary>
public sealed class PackageFeed : IDisposable
{
    /// <summary>The tests that share it: one after the other, for the cache's place is the whole process's.</summary>
    public const string Tests = "packages";

    private readonly Workplace _workplace = new();
    private readonly string? _cacheBefore = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
    private readonly string? _unpackedBefore = Environment.GetEnvironmentVariable("NUGET_PACKAGES");

    public PackageFeed()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "feed"));
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", Path.Combine(Folder, "cache"));
        // It would outdo the configuration.
        Environment.SetEnvironmentVariable("NUGET_PACKAGES", null);
        WriteConfiguration(Folder, Path.Combine(Folder, "feed"));
    }

    /// <summary>Where the notebooks stand.</summary>
    public string Folder => _workplace.Folder;

    /// <summary>Where NuGet unpacks.</summary>
    public string Unpacked => Path.Combine(Folder, "unpacked");

    /// <summary>A nuget.config with this source alone.</summary>
    public void WriteConfiguration(string folder, string source) => File.WriteAllText(Path.Combine(folder, "nuget.config"),
        $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="{SecurityElement.Escape(Unpacked)}" /></config>
          <packageSources><clear /><add key="feed" value="{SecurityElement.Escape(source)}" /></packageSources>
          <packageSourceMapping><clear /></packageSourceMapping>
          <fallbackPackageFolders><clear /></fallbackPackageFolders>
        </configuration>
        """);

    /// <summary>A package of one assembly that has the package's name.</summary>
    public void Add(string id, string version, string source, string[]? needs = null, string feed = "feed", params (string Path, byte[] Content)[] files) =>
        AddFiles(id, version, needs, feed, [.. files, ($"lib/net10.0/{id}.dll", Compile(id, source))]);

    /// <summary>A package of these files; <paramref name="needs"/> are written "Id Version".</summary>
    public void AddFiles(string id, string version, string[]? needs, string feed, params (string Path, byte[] Content)[] files) =>
        Write(id, version, $"<dependencies><group targetFramework=\"net10.0\">{string.Concat((needs ?? []).Select(Dependency))}</group></dependencies>", feed, files);

    /// <summary>A package without files that needs a shared framework.</summary>
    public void AddWanting(string id, string framework) => Write(
        id, "1.0.0", $"<frameworkReferences><group targetFramework=\"net10.0\"><frameworkReference name=\"{framework}\" /></group></frameworkReferences>", "feed",
        [("lib/net10.0/_._", [])]);

    private static string Dependency(string need) => need.Split(' ') is [var id, var version] ? $"<dependency id=\"{id}\" version=\"{version}\" />" : "";

    private void Write(string id, string version, string needs, string feed, (string Path, byte[] Content)[] files)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, feed)).FullName;
        using var package = ZipFile.Open(Path.Combine(folder, $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        var nuspec =
            $"""
            <package><metadata>
              <id>{id}</id><version>{version}</version><authors>test</authors><description>test</description>
              {needs}
            </metadata></package>
            """;
        foreach (var (path, content) in files.Prepend(($"{id}.nuspec", System.Text.Encoding.UTF8.GetBytes(nuspec))))
        {
            using var entry = package.CreateEntry(path).Open();
            entry.Write(content);
        }
    }

    public static byte[] Compile(string name, string source)
    {
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(source)],
            HostReferences.Defaults,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return stream.ToArray();
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", _cacheBefore);
        Environment.SetEnvironmentVariable("NUGET_PACKAGES", _unpackedBefore);
        _workplace.Dispose();
    }
}

[CollectionDefinition(PackageFeed.Tests)]
public sealed class PackageTests : ICollectionFixture<PackageFeed>;
