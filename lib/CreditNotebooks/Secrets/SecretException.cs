namespace CreditNotebooks;

/// <summary>A secret is not there, or where it is kept cannot be read. The message never holds a value.</summary>
public sealed class SecretException(string message, Exception? inner = null) : Exception(message, inner);
