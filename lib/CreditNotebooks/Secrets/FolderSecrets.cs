namespace CreditNotebooks;

/// <summary>A folder with a folder for each scope and a file for each key, as Kubernetes and Docker mount secrets.</summary>
internal sealed class FolderSecrets(SecretPlaces places, PrivateFile files) : ISecretProvider
{
    private const string Variable = "CREDIT_SECRETS_DIR";

    private string? Folder => places.Variable(Variable) is { } folder ? places.Expand(folder) : null;

    public byte[]? Find(string scope, string key) => Folder is { } folder && files.TryRead(Path.Combine(folder, scope, key)) is { } bytes
        ? WithoutLastLineBreak(bytes)
        : null;

    public IEnumerable<(string Scope, string Key)> List()
    {
        if (Folder is not { } folder || !Directory.Exists(folder))
        {
            return [];
        }
        try
        {
            // Names with a dot are the mount's own: ..data, ..2026_01_31.
            return [.. new DirectoryInfo(folder).EnumerateDirectories().Where(d => !d.Name.StartsWith('.'))
                .SelectMany(d => d.EnumerateFiles().Where(f => !f.Name.StartsWith('.')).Select(f => (d.Name, f.Name)))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretException($"The folder of secrets '{folder}' cannot be read: {e.Message}", e);
        }
    }

    public string Describe(string scope, string key) => Folder is { } folder
        ? $"the file '{Path.Combine(folder, scope, key)}'"
        : $"a file '{scope}/{key}' in the folder {Variable} (not set)";

    // Whoever writes the file with an editor or echo has one; who wants it keeps two.
    private static byte[] WithoutLastLineBreak(byte[] bytes) => bytes switch
    {
        [.. var rest, (byte)'\r', (byte)'\n'] => rest,
        [.. var rest, (byte)'\n'] => rest,
        _ => bytes,
    };
}
