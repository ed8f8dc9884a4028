namespace CreditNotebooks.LocalS3;

/// <summary>The S3 server cannot be started as asked. The message says why and what to do.</summary>
public sealed class LocalS3Exception : Exception
{
    /// <summary>Creates the error.</summary>
    public LocalS3Exception(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
