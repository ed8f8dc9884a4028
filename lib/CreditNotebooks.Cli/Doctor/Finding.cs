namespace CreditNotebooks.Cli.Doctor;

/// <summary>What a check found.</summary>
/// <param name="What">The thing checked.</param>
/// <param name="State">Its version or place, or what is wrong with it.</param>
/// <param name="Remedy">What the user should do; null when all is well.</param>
internal sealed record Finding(string What, string State, string? Remedy = null);
