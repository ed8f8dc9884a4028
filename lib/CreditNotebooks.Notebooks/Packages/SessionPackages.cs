using System.Reflection;
using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Evaluation;

namespace CreditNotebooks.Notebooks.Packages;

/// <summary>The packages of one session. What fails is not remembered: a corrected directive can follow.</summary>
internal sealed class SessionPackages(string folder, ScriptChain chain)
{
    private readonly PackageAssemblies _assemblies = new();

    // What directives asked for, and the versions of all packages that came with it.
    private readonly Dictionary<string, string> _asked = new(StringComparer.OrdinalIgnoreCase);
    private Dictionary<string, string> _versions = new(StringComparer.OrdinalIgnoreCase);
    private List<string> _sources = [];

    /// <summary>Restores what the directives ask for and makes it known to the code that follows; says so once for each package.</summary>
    /// <exception cref="CellFailure">A package cannot be had, or does not go with what is loaded.</exception>
    public async Task InstallAsync(IReadOnlyList<PackageDirective> directives, IDisplaySink? sink, CancellationToken stop)
    {
        var sources = _sources.Concat(directives.OfType<PackageDirective.Source>().Select(LocationOf)).Distinct().ToList();
        var wanted = NotYetInstalled(directives.OfType<PackageDirective.Package>());
        if (wanted.Count == 0)
        {
            _sources = sources;
            return;
        }
        // What is loaded stays as it is.
        var packages = _asked.Keys.ToDictionary(id => id, id => _versions[id], StringComparer.OrdinalIgnoreCase);
        foreach (var directive in wanted)
        {
            packages[directive.Id] = directive.Version;
        }
        var assets = await RestoreAsync(new PackageProject(packages, sources, folder), wanted, sink, stop).ConfigureAwait(false);
        RefuseWhatDoesNotFit(assets, wanted[0]);
        Load(assets, wanted[0]);
        wanted.ForEach(directive => _asked[directive.Id] = directive.Version);
        _versions = assets.Versions;
        _sources = sources;
        sink?.Display(Announcement(assets, wanted), null);
    }

    private List<PackageDirective.Package> NotYetInstalled(IEnumerable<PackageDirective.Package> directives)
    {
        var wanted = new List<PackageDirective.Package>();
        foreach (var directive in directives)
        {
            if (_asked.TryGetValue(directive.Id, out var asked))
            {
                if (asked != directive.Version && !PackageVersion.IsMet(directive.Version, _versions[directive.Id]))
                {
                    throw Failure(directive, $"{directive.Id} {_versions[directive.Id]} is loaded, and a session has one version of a "
                        + $"package: start the notebook anew to use {directive.Version}.");
                }
            }
            else if (wanted.Find(w => w.Id.Equals(directive.Id, StringComparison.OrdinalIgnoreCase)) is not { } other)
            {
                wanted.Add(directive);
            }
            else if (other.Version != directive.Version)
            {
                throw Failure(directive,
                    $"The cell asks for {directive.Id} in two versions: keep one of the lines {other.Line} and {directive.Line}.");
            }
        }
        return wanted;
    }

    private async Task<PackageAssets> RestoreAsync(
        PackageProject project, List<PackageDirective.Package> wanted, IDisplaySink? sink, CancellationToken stop)
    {
        try
        {
            if (PackageCache.Find(project) is { } known)
            {
                return known;
            }
            var what = "restoring " + string.Join(", ", wanted.Select(w => w.Id));
            sink?.Progress(what, null);
            try
            {
                return await PackageRestore.RunAsync(project, stop).ConfigureAwait(false);
            }
            finally
            {
                sink?.Progress(what, 1);
            }
        }
        catch (PackageRestoreException e)
        {
            // A source that does not answer would fail whatever comes later.
            _sources.RemoveAll(source => e.Message.Contains(source, StringComparison.Ordinal));
            throw Failure(wanted.Find(w => w.Id.Equals(e.Package, StringComparison.OrdinalIgnoreCase)) ?? wanted[0], e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failure(wanted[0],
                $"The packages cannot be kept: {e.Message} Free some space there, or set XDG_CACHE_HOME to another folder.");
        }
    }

    private void RefuseWhatDoesNotFit(PackageAssets assets, PackageDirective at)
    {
        foreach (var (id, version) in assets.Versions)
        {
            if (_versions.TryGetValue(id, out var loaded) && loaded != version)
            {
                throw Failure(at, $"This needs {id} {version}, and {loaded} is loaded: "
                    + "start the notebook anew, with all package directives in its first cell.");
            }
        }
        foreach (var (framework, package) in assets.Frameworks.Where(f => f.Framework != "Microsoft.NETCore.App"))
        {
            throw Failure(at, $"{package} needs the shared framework {framework}, which notebooks do not run on: "
                + "use a package that does without.");
        }
        foreach (var file in assets.Runtime)
        {
            if (HostFile(file) is { } ours && VersionOf(ours) is var has && VersionOf(file) is var needs && needs > has)
            {
                throw Failure(at, $"This brings {Path.GetFileNameWithoutExtension(file)} {needs}, and the notebook itself runs with {has}: "
                    + "ask for an older version of the package.");
            }
        }
    }

    private void Load(PackageAssets assets, PackageDirective at)
    {
        List<Assembly> loaded;
        try
        {
            loaded = _assemblies.Add(assets.Runtime.Where(file => HostFile(file) is null), assets.Native);
        }
        catch (BadImageFormatException e)
        {
            throw Failure(at, $"A file of the package is no assembly that runs here: {e.Message}");
        }
        chain.Add(assets.Compile.Select(file => HostReferences.OpenFile(HostFile(file) ?? file)), loaded);
    }

    /// <summary>The host's own file of an assembly: a cell and the host share one set of types.</summary>
    private static string? HostFile(string file) => HostReferences.Find(Path.GetFileNameWithoutExtension(file), null);

    private static Version VersionOf(string file) => AssemblyName.GetAssemblyName(file).Version!;

    // A folder is meant from where the notebook stands; a source named by its URL is one on every machine.
    private string LocationOf(PackageDirective.Source source)
    {
        if (source.Location.Contains("://", StringComparison.Ordinal))
        {
            return source.Location;
        }
        var path = Path.GetFullPath(Path.Combine(folder, source.Location.Replace('\\', '/')));
        return Directory.Exists(path) ? path
            : throw Failure(source, $"There is no folder '{source.Location}' to take packages from; the path is relative to {folder}.");
    }

    private static MimeBundle Announcement(PackageAssets assets, List<PackageDirective.Package> wanted)
    {
        var lines = wanted.Select(w => (w.Id, Version: assets.Versions[w.Id], Own: HostFile(w.Id + ".dll"))).Select(p => p.Own is null
            ? $"Installed package {p.Id}, {p.Version}"
            : $"Package {p.Id}, {p.Version} is not loaded: the notebook has its own {p.Id} {VersionOf(p.Own)}").ToList();
        // Of what packages need among themselves nobody wants to read here.
        lines.AddRange(assets.Logs.Where(l => wanted.Any(w => w.Id.Equals(l.Package, StringComparison.OrdinalIgnoreCase)))
            .Select(l => $"{l.Code}: {l.Message}"));
        return new MimeBundle(new Dictionary<string, string>
        {
            [MimeBundle.PlainText] = string.Join('\n', lines),
            [MimeBundle.Markdown] = string.Join("  \n", lines),
        });
    }

    private static CellFailure Failure(PackageDirective at, string message) => new("PackageError", message, at.Where);
}
