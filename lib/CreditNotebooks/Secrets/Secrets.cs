using CreditNotebooks.Display;

namespace CreditNotebooks;

/// <summary>Secrets by scope and key, as Databricks' <c>dbutils.secrets</c> has them: <c>Secrets.Get("credit", "aws-secret-access-key")</c>.
/// They come from the first of <see cref="Providers"/> that has them. A value that was read is shown as <c>[REDACTED]</c> from then on, wherever a
/// notebook shows it (<see cref="Redaction"/>).</summary>
public static class Secrets
{
    private static readonly SecretChain Chain = SecretChain.Standard(SecretPlaces.OfProcess(), Warn);

    /// <summary>Where secrets are looked for, the first place first: the folder <c>CREDIT_SECRETS_DIR</c>, environment variables, .NET's user secrets,
    /// AWS's variables and profile, and what <see cref="AddProvider"/> put among them.</summary>
    public static IReadOnlyList<ISecretProvider> Providers => Chain.Providers;

    /// <summary>The secret as text.</summary>
    /// <exception cref="SecretException">No place has it, it is no text, or a place cannot be read.</exception>
    public static string Get(string scope, string key) => Chain.Get(scope, key);

    /// <summary>The secret as bytes, as it is kept; text as UTF-8.</summary>
    /// <exception cref="SecretException">No place has it, or a place cannot be read.</exception>
    public static byte[] GetBytes(string scope, string key) => Chain.GetBytes(scope, key);

    /// <summary>The keys of a scope, in order; empty when no place knows the scope.</summary>
    public static IReadOnlyList<SecretMetadata> List(string scope) => Chain.List(scope);

    /// <summary>The scopes that some place has secrets of, in order.</summary>
    public static IReadOnlyList<SecretScope> ListScopes() => Chain.ListScopes();

    /// <summary>Adds a place to look in. <paramref name="position"/> says how many of <see cref="Providers"/> are asked before it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not as many.</exception>
    public static void AddProvider(ISecretProvider provider, int position = 0) => Chain.Add(provider, position);

    private static void Warn(string message) => Console.Error.WriteLine("Warning: " + message);
}
