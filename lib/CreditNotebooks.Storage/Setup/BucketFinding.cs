namespace CreditNotebooks.Storage.Setup;

/// <summary>How a setting of a bucket was found.</summary>
public enum FindingKind
{
    /// <summary>As it should be.</summary>
    InPlace,

    /// <summary>It is not there, or switched off.</summary>
    Missing,

    /// <summary>It lets more people in than it should.</summary>
    TooOpen,

    /// <summary>Worth knowing, and nothing that is wrong here.</summary>
    Remark,
}

/// <summary>What a check found of one setting.</summary>
/// <param name="Kind">How it is.</param>
/// <param name="Setting">What it is about, as <c>versioning</c>.</param>
/// <param name="State">What was found.</param>
/// <param name="Remedy">What to do, in a sentence; null where all is in place.</param>
public sealed record BucketFinding(FindingKind Kind, string Setting, string State, string? Remedy = null)
{
    /// <summary>Whether something is wrong.</summary>
    public bool IsFault => Kind is FindingKind.Missing or FindingKind.TooOpen;
}
