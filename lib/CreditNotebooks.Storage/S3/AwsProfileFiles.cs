namespace CreditNotebooks.Storage.S3;

/// <summary>AWS's two shared files, <c>~/.aws/config</c> and <c>~/.aws/credentials</c>: sections of names and values, and values that hold
/// indented names and values of their own (<c>s3 =</c> with <c>endpoint_url = …</c> below).</summary>
internal sealed class AwsProfileFiles
{
    private readonly Dictionary<string, Dictionary<string, string>> _sections = new(StringComparer.Ordinal);

    /// <summary>Reads the two files; one that is not there is empty.</summary>
    public AwsProfileFiles(string? configFile, string? credentialsFile)
    {
        Read(configFile, isConfig: true);
        Read(credentialsFile, isConfig: false);
    }

    /// <summary>Whether either file has the profile.</summary>
    public bool Has(string profile) => _sections.ContainsKey("profile " + profile);

    /// <summary>The names and values of a profile; those of the credentials file come first. Empty when there is none.</summary>
    public IReadOnlyDictionary<string, string> Profile(string name) => Section("profile " + name);

    /// <summary>The names and values of a section <c>[services NAME]</c>: <c>s3.endpoint_url</c> for a nested one.</summary>
    public IReadOnlyDictionary<string, string> Services(string name) => Section("services " + name);

    private Dictionary<string, string> Section(string name) => _sections.GetValueOrDefault(name) ?? [];

    private void Read(string? path, bool isConfig)
    {
        if (!File.Exists(path)) return;
        Dictionary<string, string>? section = null;
        string? parent = null;
        foreach (var line in File.ReadLines(path))
        {
            var text = line.Trim();
            if (text.Length == 0 || text[0] is '#' or ';') continue;
            if (text[0] == '[')
            {
                section = Open(SectionName(text.Trim('[', ']').Trim(), isConfig));
                parent = null;
                continue;
            }

            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (section is null || equals < 0) continue;
            var name = text[..equals].Trim();
            var value = text[(equals + 1)..].Trim();
            if (!char.IsWhiteSpace(line[0])) parent = value.Length == 0 ? name : null;
            section[char.IsWhiteSpace(line[0]) && parent is not null ? $"{parent}.{name}" : name] = value;
        }
    }

    private Dictionary<string, string> Open(string name) =>
        _sections.TryGetValue(name, out var section) ? section : _sections[name] = new Dictionary<string, string>(StringComparer.Ordinal);

    // The config file says [default], [profile NAME] and [services NAME]; the credentials file says [NAME] for profiles only.
    private static string SectionName(string name, bool isConfig)
    {
        var words = name.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return isConfig && words.Length == 2 ? $"{words[0]} {words[1].Trim('"')}"
            : !isConfig || name == "default" ? "profile " + name
            : "other " + name;
    }
}
