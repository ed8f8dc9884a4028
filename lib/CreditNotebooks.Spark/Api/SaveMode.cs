namespace CreditNotebooks.Spark;

/// <summary>What writing does where there is something already.</summary>
public enum SaveMode
{
    /// <summary>Adds to it.</summary>
    Append,
    /// <summary>Replaces it.</summary>
    Overwrite,
    /// <summary>Fails; this is the default.</summary>
    ErrorIfExists,
    /// <summary>Leaves it as it is.</summary>
    Ignore,
}
