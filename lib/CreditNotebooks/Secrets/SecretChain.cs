using System.Text;
using System.Text.Unicode;
using CreditNotebooks.Display;

namespace CreditNotebooks;

/// <summary>Places to look for secrets in, one after the other.</summary>
internal sealed class SecretChain(IEnumerable<ISecretProvider> providers, Action<string> warn)
{
    private const int LongestName = 128;

    private readonly Lock _gate = new();
    private List<ISecretProvider> _providers = [.. providers];

    public IReadOnlyList<ISecretProvider> Providers => _providers;

    /// <summary>The places in the order that docs/secrets.md tells.</summary>
    public static SecretChain Standard(SecretPlaces places, Action<string> warn)
    {
        var privacy = new PrivateFile(warn);
        return new SecretChain(
            [new FolderSecrets(places, privacy), new VariableSecrets(places), new UserSecrets(places, privacy), new AwsSecrets(places, privacy)],
            warn);
    }

    public void Add(ISecretProvider provider, int position)
    {
        lock (_gate)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(position);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(position, _providers.Count);
            _providers = [.. _providers[..position], provider, .. _providers[position..]];
        }
    }

    public string Get(string scope, string key)
    {
        var value = GetBytes(scope, key);
        return Utf8.IsValid(value)
            ? Encoding.UTF8.GetString(value)
            : throw new SecretException($"The secret '{key}' of the scope '{scope}' is no text: read it with Secrets.GetBytes.");
    }

    public byte[] GetBytes(string scope, string key)
    {
        CheckName("scope", scope);
        CheckName("key", key);
        foreach (var provider in _providers)
        {
            if (provider.Find(scope, key) is not { } value)
            {
                continue;
            }
            // A region is a setting that AWS keeps with the secrets.
            if (key != AwsSecrets.RegionKey && !Redaction.Register(value))
            {
                warn($"the secret '{key}' of the scope '{scope}' has fewer than {Redaction.ShortestSecret} characters: "
                    + "it is not replaced in what is shown. Take a longer one.");
            }
            return value;
        }
        throw new SecretException($"There is no secret '{key}' in the scope '{scope}': looked for "
            + $"{string.Join(", then ", _providers.Select(p => p.Describe(scope, key)))}. Set one of them, for example with: "
            + $"dotnet user-secrets set \"{scope}:{key}\" VALUE --id {UserSecrets.DefaultId}");
    }

    public IReadOnlyList<SecretMetadata> List(string scope)
    {
        CheckName("scope", scope);
        return [.. _providers.SelectMany(p => p.List()).Where(s => IsSame(s.Scope, scope)).Select(s => s.Key)
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).Select(k => new SecretMetadata(k))];
    }

    public IReadOnlyList<SecretScope> ListScopes() =>
        [.. _providers.SelectMany(p => p.List()).Select(s => s.Scope)
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).Select(s => new SecretScope(s))];

    private static bool IsSame(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    private static void CheckName(string what, string name)
    {
        if (name is null or { Length: 0 or > LongestName } || name.StartsWith('.') || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '@'))
        {
            throw new SecretException($"'{name}' cannot be the {what} of a secret: it has letters, digits, '-', '_', '.' and '@', at most {LongestName}, "
                + "and does not begin with a dot.");
        }
    }
}
