namespace CreditNotebooks.Notebooks.Kernel.Wire;

/// <summary>A frame as it came: a command, or a part of a message (ZMTP 3.1, "Framing").</summary>
internal readonly record struct ZmtpFrame(byte[] Body, bool More, bool IsCommand);
