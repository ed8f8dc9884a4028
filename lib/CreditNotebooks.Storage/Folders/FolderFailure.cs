namespace CreditNotebooks.Storage.Folders;

/// <summary>The file system's errors in the words of an object store.</summary>
internal static class FolderFailure
{
    public static T Explain<T>(string path, Func<T> action) => ExplainAsync(path, () => Task.FromResult(action())).GetAwaiter().GetResult();

    public static async Task<T> ExplainAsync<T>(string path, Func<Task<T>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw Denied(path, exception);
        }
        catch (FileNotFoundException exception)
        {
            throw new StorageException(StorageConditions.NoSuchKey, path, "The object was deleted meanwhile.", exception);
        }
        catch (IOException exception) when (exception is not StorageException)
        {
            throw new StorageException("InternalError", path, $"The file system failed: {exception.Message}", exception);
        }
    }

    public static StorageException Denied(string path, Exception cause) =>
        new(StorageConditions.AccessDenied, path, $"The file system refused: {cause.Message} Look at the folder's owner and permissions.",
            cause);
}
