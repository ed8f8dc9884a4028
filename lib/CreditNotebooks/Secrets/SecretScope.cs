namespace CreditNotebooks;

/// <summary>A scope that has secrets.</summary>
public sealed record SecretScope(string Name);

/// <summary>A secret by its key, without its value.</summary>
public sealed record SecretMetadata(string Key);
