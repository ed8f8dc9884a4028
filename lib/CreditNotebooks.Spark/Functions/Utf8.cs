using System.Text;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>A string's UTF-8 bytes where they lie, for functions that need not decode them. Valid during one call.</summary>
internal readonly unsafe struct Utf8(byte* bytes, int length)
{
    public ReadOnlySpan<byte> Bytes => new(bytes, length);
    public int Length => length;
    public override string ToString() => Encoding.UTF8.GetString(Bytes);
}
