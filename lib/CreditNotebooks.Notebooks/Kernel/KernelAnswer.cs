namespace CreditNotebooks.Notebooks.Kernel;

/// <summary>What a kernel said of itself when it was asked.</summary>
/// <param name="Implementation">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Elapsed">From the start of its process to the answer.</param>
public sealed record KernelAnswer(string Implementation, string Version, TimeSpan Elapsed);
