namespace CreditNotebooks.Cli.Doctor;

/// <summary>What a check found.</summary>
/// <param name="What">The thing checked.</param>
/// <param name="State">Its version or place, or what is wrong with it.</param>
/// <param name="Remedy">What the user should do; null when all is well.</param>
/// <param name="IsOptional">Whether the courses run without it: its remedy is an offer, and nothing is wrong.</param>
internal sealed record Finding(string What, string State, string? Remedy = null, bool IsOptional = false);
