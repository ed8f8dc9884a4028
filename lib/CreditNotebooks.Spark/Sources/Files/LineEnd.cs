using System.Text;

namespace CreditNotebooks.Spark.Sources.Files;

/// <summary>What ends a line: CR, LF or both together, or a text that the option lineSep gives.</summary>
internal readonly record struct LineEnd(byte[]? Separator)
{
    public static LineEnd Of(string? separator) => new(separator is null ? null : Encoding.UTF8.GetBytes(separator));

    /// <summary>After CR the LF that may follow makes an empty line, which no reader of records counts.</summary>
    public int Length => Separator?.Length ?? 1;

    public int Find(ReadOnlySpan<byte> bytes) => Separator is null ? bytes.IndexOfAny((byte)'\n', (byte)'\r') : bytes.IndexOf(Separator);
}
