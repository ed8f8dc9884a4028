using System.Text;

namespace CreditNotebooks;

/// <summary>Environment variables: <c>CREDIT_SECRET_SCOPE__KEY</c> in capitals, with <c>_</c> for whatever is no letter or digit. Two underscores, as
/// .NET's settings have them, part scope and key.</summary>
internal sealed class VariableSecrets(SecretPlaces places) : ISecretProvider
{
    private const string Prefix = "CREDIT_SECRET_";
    private const string Parting = "__";

    public byte[]? Find(string scope, string key) => places.Variable(NameOf(scope, key)) is { } value ? Encoding.UTF8.GetBytes(value) : null;

    // A variable's name tells no capitals, and of a key's other signs only that there is one: it is taken for the usual hyphen.
    public IEnumerable<(string Scope, string Key)> List() =>
        from name in places.Variables().Keys
        where name.StartsWith(Prefix, StringComparison.Ordinal) && places.Variable(name) is not null
        let parts = name[Prefix.Length..].Split(Parting, 2)
        where parts is [{ Length: > 0 }, { Length: > 0 }]
        select (AsName(parts[0]), AsName(parts[1]));

    public string Describe(string scope, string key) => $"the environment variable {NameOf(scope, key)}";

    private static string NameOf(string scope, string key) => $"{Prefix}{AsVariable(scope)}{Parting}{AsVariable(key)}";

    private static string AsVariable(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));

    private static string AsName(string part) => part.ToLowerInvariant().Replace('_', '-');
}
