using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CreditNotebooks.LocalS3.Access;

namespace CreditNotebooks.LocalS3.Requests;

/// <summary>Takes the <c>aws-chunked</c> framing off a body and checks the chain of its signatures; null for a body whose chunks are not signed.</summary>
internal sealed class AwsChunkedReader(Stream body, SeedSignature? seed, bool hasTrailer) : IDisposable
{
    private const int LongestLine = 8 * 1024;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _start, _end;
    private long _left;
    private bool _inChunk, _ended;
    private string _chunkSignature = "";
    private string _previous = seed?.Signature ?? "";

    /// <summary>The trailing headers, once the body is read to its end.</summary>
    public Dictionary<string, string> Trailers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="S3Exception">IncompleteBody, InvalidRequest or SignatureDoesNotMatch.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken stop)
    {
        while (!_ended)
        {
            if (!_inChunk)
            {
                await BeginChunkAsync(stop).ConfigureAwait(false);
                if (_left == 0)
                {
                    EndChunk();
                    await ReadEndAsync(stop).ConfigureAwait(false);
                    _ended = true;
                    return 0;
                }
            }
            if (_left == 0)
            {
                if (await LineAsync(stop).ConfigureAwait(false) is not "") throw Broken("a chunk is longer than its announced size");
                EndChunk();
                continue;
            }
            if (target.Length == 0) return 0;
            var count = (int)Math.Min(target.Length, _left);
            if (_start < _end)
            {
                count = Math.Min(count, _end - _start);
                _buffer.AsMemory(_start, count).CopyTo(target);
                _start += count;
            }
            else
            {
                count = await body.ReadAsync(target[..count], stop).ConfigureAwait(false);
                if (count == 0) throw new S3Exception(S3Error.IncompleteBody);
            }
            if (seed is not null) _hash.AppendData(target.Span[..count]);
            _left -= count;
            return count;
        }
        return 0;
    }

    public void Dispose() => _hash.Dispose();

    private static S3Exception Broken(string how) => new(S3Error.InvalidRequest, $"The aws-chunked body is malformed: {how}.");

    private async Task BeginChunkAsync(CancellationToken stop)
    {
        var line = await LineAsync(stop).ConfigureAwait(false);
        var fields = line.Split(';');
        if (fields[0].Length is 0 or > 15 || !long.TryParse(fields[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _left)) throw Broken("a chunk has no size");
        const string Name = "chunk-signature=";
        _chunkSignature = fields.Skip(1).Select(f => f.Trim()).FirstOrDefault(f => f.StartsWith(Name, StringComparison.Ordinal))?[Name.Length..] ?? "";
        _inChunk = true;
    }

    private void EndChunk()
    {
        _inChunk = false;
        if (seed is null) return;
        var expected = seed.OfChunk(_previous, Convert.ToHexStringLower(_hash.GetHashAndReset()));
        if (!SigningKey.Same(expected, _chunkSignature)) throw new S3Exception(S3Error.SignatureDoesNotMatch);
        _previous = _chunkSignature;
    }

    private async Task ReadEndAsync(CancellationToken stop)
    {
        var signed = new StringBuilder();
        string? signature = null;
        // Without trailers the last chunk's empty line ends the body; some clients leave it out.
        while (await LineAsync(stop, orEnd: true).ConfigureAwait(false) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':');
            if (colon <= 0 || !hasTrailer) throw Broken("a trailer that was not announced follows the last chunk");
            var (name, value) = (line[..colon].Trim().ToLowerInvariant(), line[(colon + 1)..].Trim());
            if (name is "x-amz-trailer-signature")
            {
                signature = value;
                continue;
            }
            Trailers[name] = value;
            signed.Append(name).Append(':').Append(value).Append('\n');
        }
        if (_start < _end || await body.ReadAsync(_buffer.AsMemory(0, 1), stop).ConfigureAwait(false) > 0) throw Broken("bytes follow its end");
        if (seed is null || !hasTrailer) return;
        if (signature is null || !SigningKey.Same(seed.OfTrailer(_previous, signed.ToString()), signature)) throw new S3Exception(S3Error.SignatureDoesNotMatch);
    }

    /// <summary>The next line without its end.</summary>
    private async Task<string> LineAsync(CancellationToken stop, bool orEnd = false)
    {
        for (var searched = 0; ;)
        {
            var newline = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                var line = Encoding.UTF8.GetString(_buffer, _start, searched + newline);
                _start += searched + newline + 1;
                return line.EndsWith('\r') ? line[..^1] : line;
            }
            searched = _end - _start;
            if (searched > LongestLine) throw Broken("a line is too long");
            if (_start > 0)
            {
                _buffer.AsSpan(_start, searched).CopyTo(_buffer);
                (_start, _end) = (0, searched);
            }
            var count = await body.ReadAsync(_buffer.AsMemory(_end), stop).ConfigureAwait(false);
            if (count == 0) return orEnd && searched == 0 ? "" : throw new S3Exception(S3Error.IncompleteBody);
            _end += count;
        }
    }
}
