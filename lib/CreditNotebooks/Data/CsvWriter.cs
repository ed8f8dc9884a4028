using System.Buffers.Text;
using System.Text;

namespace CreditNotebooks.Data;

/// <summary>Writes CSV as UTF-8 bytes into one buffer: nothing is allocated for a field, no culture has a say in a number.</summary>
internal sealed class CsvWriter(Stream stream, string lineEnd) : IDisposable
{
    private const int LongestField = 4096;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _length;
    private bool _rowHasFields;

    /// <summary>A field of text, quoted when it holds a comma, a quote or a line end.</summary>
    public void Text(string text)
    {
        Begin();
        if (text.AsSpan().IndexOfAny(",\"\n\r") < 0)
        {
            Put(text);
            return;
        }

        Put("\"");
        Put(text.Replace("\"", "\"\"", StringComparison.Ordinal));
        Put("\"");
    }

    public void Whole(long value, string suffix = "")
    {
        Begin();
        Number(value);
        Put(suffix);
    }

    /// <summary>
    /// A number that is kept as a whole number of its last decimal: (1250, 2) is 12.5.
    /// With one decimal at least, 12 is written <c>12.0</c>; with none, <c>12</c>.
    /// </summary>
    public void Fixed(long value, int decimals, int leastDecimals, string suffix = "")
    {
        Begin();
        if (value < 0) _buffer[_length++] = (byte)'-';
        var (whole, fraction) = Math.DivRem((ulong)Math.Abs(value), Power(decimals));
        Number((long)whole);
        var digits = decimals;
        while (digits > leastDecimals && fraction % 10 == 0)
        {
            fraction /= 10;
            digits--;
        }

        if (digits > 0)
        {
            _buffer[_length++] = (byte)'.';
            for (var i = digits - 1; i >= 0; i--)
            {
                _buffer[_length + i] = (byte)('0' + fraction % 10);
                fraction /= 10;
            }

            _length += digits;
        }

        Put(suffix);
    }

    public void EndRow()
    {
        Put(lineEnd);
        _rowHasFields = false;
        if (_length > _buffer.Length - LongestField) Flush();
    }

    public void Dispose() => Flush();

    private void Begin()
    {
        if (_rowHasFields) _buffer[_length++] = (byte)',';
        _rowHasFields = true;
    }

    private void Number(long value)
    {
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out var written);
        _length += written;
    }

    private void Put(string text) => _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));

    private void Flush()
    {
        stream.Write(_buffer, 0, _length);
        _length = 0;
    }

    private static ulong Power(int decimals)
    {
        var power = 1UL;
        for (var i = 0; i < decimals; i++) power *= 10;
        return power;
    }
}
