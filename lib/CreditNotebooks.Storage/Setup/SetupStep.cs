namespace CreditNotebooks.Storage.Setup;

/// <summary>What a step of setting up found and did.</summary>
public enum StepOutcome
{
    /// <summary>There was nothing, and now there is what was wanted.</summary>
    Created,

    /// <summary>There was something else, and now there is what was wanted.</summary>
    Changed,

    /// <summary>All was as wanted; nothing was written.</summary>
    AlreadySo,

    /// <summary>It was not done, for the reason that the step names.</summary>
    LeftOut,
}

/// <summary>A step of setting up.</summary>
/// <param name="Setting">What it is about, as <c>versioning</c>.</param>
/// <param name="Outcome">What it did.</param>
/// <param name="State">What the bucket has now, in a few words.</param>
/// <param name="LeftOut">What of the step was left out, and why; null for nothing.</param>
public sealed record SetupStep(string Setting, StepOutcome Outcome, string State, string? LeftOut = null);
