using System.Text;

namespace CreditNotebooks;

/// <summary>AWS's own settings, for four keys in every scope: its environment variables, else a profile in <c>~/.aws</c>. The parts of a credential
/// always come from one place.</summary>
internal sealed class AwsSecrets(SecretPlaces places, PrivateFile files) : ISecretProvider
{
    /// <summary>The key that is no secret.</summary>
    public const string RegionKey = "aws-region";

    private static readonly Dictionary<string, string> Credentials = new()
    {
        ["aws-access-key-id"] = "aws_access_key_id",
        ["aws-secret-access-key"] = "aws_secret_access_key",
        ["aws-session-token"] = "aws_session_token",
    };

    private string Profile => places.Variable("AWS_PROFILE") ?? places.Variable("AWS_DEFAULT_PROFILE") ?? "default";

    private string CredentialsFile => places.Expand(places.Variable("AWS_SHARED_CREDENTIALS_FILE") ?? "~/.aws/credentials");

    private string ConfigFile => places.Expand(places.Variable("AWS_CONFIG_FILE") ?? "~/.aws/config");

    private bool HasVariables => places.Variable("AWS_ACCESS_KEY_ID") is not null && places.Variable("AWS_SECRET_ACCESS_KEY") is not null;

    public byte[]? Find(string scope, string key)
    {
        var value = key == RegionKey ? Region() : Credentials.TryGetValue(key, out var setting) ? Credential(setting) : null;
        return value is null ? null : Encoding.UTF8.GetBytes(value);
    }

    public IEnumerable<(string Scope, string Key)> List() => [];

    public string Describe(string scope, string key) => key == RegionKey || Credentials.ContainsKey(key)
        ? $"AWS's own variables, and the profile '{Profile}' in '{CredentialsFile}' and '{ConfigFile}'"
        : "AWS's profile (for aws-access-key-id, aws-secret-access-key, aws-session-token and aws-region)";

    private string? Region() => places.Variable("AWS_REGION") ?? places.Variable("AWS_DEFAULT_REGION")
        ?? Section(CredentialsFile, Profile).GetValueOrDefault("region") ?? Section(ConfigFile, ConfigSection).GetValueOrDefault("region");

    private string? Credential(string setting)
    {
        if (HasVariables)
        {
            return places.Variable(setting.ToUpperInvariant());
        }
        var section = Section(CredentialsFile, Profile);
        return (section.ContainsKey("aws_access_key_id") ? section : Section(ConfigFile, ConfigSection)).GetValueOrDefault(setting);
    }

    private string ConfigSection => Profile == "default" ? "default" : "profile " + Profile;

    /// <summary>The settings of a section; indented lines belong to the setting above and are passed over.</summary>
    private Dictionary<string, string> Section(string path, string name)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var isInside = false;
        foreach (var line in Encoding.UTF8.GetString(files.TryRead(path) ?? []).TrimStart('\uFEFF').Split('\n').Select(l => l.TrimEnd()))
        {
            if (line.Length == 0 || line[0] is '#' or ';' or ' ' or '\t')
            {
                continue;
            }
            if (line[0] == '[')
            {
                isInside = string.Join(' ', line.Trim('[', ']').Split(' ', StringSplitOptions.RemoveEmptyEntries)).Replace("\"", "", StringComparison.Ordinal) == name;
            }
            else if (isInside && line.Split('=', 2) is [var key, var value] && value.Trim().Length > 0)
            {
                settings[key.Trim()] = value.Trim();
            }
        }
        return settings;
    }
}
