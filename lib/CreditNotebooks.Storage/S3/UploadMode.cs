namespace CreditNotebooks.Storage.S3;

/// <summary>What is written where files are already.</summary>
public enum UploadMode
{
    /// <summary>Nothing: that is an error.</summary>
    ErrorIfExists,

    /// <summary>What was there is deleted first.</summary>
    Overwrite,

    /// <summary>The new files come next to the old ones.</summary>
    Append,
}
