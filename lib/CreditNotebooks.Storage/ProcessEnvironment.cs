using System.Collections;

namespace CreditNotebooks.Storage;

/// <summary>The process's environment variables, read where no others are given.</summary>
internal static class ProcessEnvironment
{
    public static IReadOnlyDictionary<string, string> Read() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
}
