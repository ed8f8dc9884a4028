namespace CreditNotebooks.Spark.Engines.Connect.Arrow;

/// <summary>Bits, the first of each byte in its lowest place.</summary>
internal sealed class BitBuffer
{
    private byte[] _bytes = new byte[64];
    private int _count;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, (_count + 7) / 8);

    public void Add(bool bit)
    {
        if (_count == _bytes.Length * 8) Array.Resize(ref _bytes, _bytes.Length * 2);
        if (bit) _bytes[_count >> 3] |= (byte)(1 << (_count & 7));
        _count++;
    }
}
