namespace CreditNotebooks;

/// <summary>A place that secrets come from. Asked anew each time, so that a changed secret is seen.</summary>
public interface ISecretProvider
{
    /// <summary>The secret's bytes (text as UTF-8), or null when this place does not have it.</summary>
    /// <exception cref="SecretException">The place is there but cannot be read.</exception>
    byte[]? Find(string scope, string key);

    /// <summary>The secrets that this place has: scope and key, no value. Empty when it is not there.</summary>
    IEnumerable<(string Scope, string Key)> List();

    /// <summary>Where it looks for this secret, as part of a sentence: "the environment variable X".</summary>
    string Describe(string scope, string key);
}
