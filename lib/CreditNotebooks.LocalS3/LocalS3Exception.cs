namespace CreditNotebooks.LocalS3;

/// <summary>The S3 server cannot be started as asked. The message says why and what to do.</summary>
public class LocalS3Exception : Exception
{
    /// <summary>Creates the error.</summary>
    public LocalS3Exception(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>Another server has the data folder open.</summary>
internal sealed class DataFolderInUseException(string folder, Exception inner) : LocalS3Exception(
    $"The data folder {folder} is in use by another server: stop that one, or choose another folder.", inner);
