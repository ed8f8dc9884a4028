namespace CreditNotebooks.Notebooks.Kernel.Wire;

/// <summary>A peer broke ZMTP's rules; its connection is closed.</summary>
internal sealed class ZmtpException(string message) : IOException(message);
