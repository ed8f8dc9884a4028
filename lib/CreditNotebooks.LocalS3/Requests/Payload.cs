using System.Security.Cryptography;
using CreditNotebooks.LocalS3.Access;
using CreditNotebooks.LocalS3.Checksums;

namespace CreditNotebooks.LocalS3.Requests;

/// <summary>What was found out about a body while it was read: its size, its MD5, and the checksum that the client asked to be
/// kept.</summary>
internal sealed record PayloadDigest(long Length, byte[] Md5, ChecksumAlgorithm? Algorithm, byte[]? Checksum);

/// <summary>A request's body: read once, in constant memory, and compared with all that the client said of it.</summary>
internal sealed class Payload
{
    private const int BufferSize = 256 * 1024;
    private const int LargestDocument = 4 * 1024 * 1024;
    private const long LargestBody = 5L * 1024 * 1024 * 1024;
    private readonly S3Request _request;
    private readonly string _sha256;
    private readonly AwsChunkedReader? _chunked;
    private readonly long? _announced;
    private readonly byte[]? _md5;

    private Payload(S3Request request, string sha256, AwsChunkedReader? chunked, long? announced, bool hasChecksum)
    {
        (_request, _sha256, _chunked, _announced) = (request, sha256, chunked, announced);
        if (hasChecksum) (Algorithm, ExpectedChecksum) = DeclaredChecksum(request);
        _md5 = request.Header("Content-MD5") is not { } text ? null : Decode(text, 16);
    }

    /// <summary>The checksum that the client sends or names; null without one.</summary>
    public ChecksumAlgorithm? Algorithm { get; }

    private byte[]? ExpectedChecksum { get; }

    /// <summary>Reads what the headers say of the body. The body itself stays unread, so that a refusal comes before it is sent.</summary>
    /// <param name="request">The request.</param>
    /// <param name="seed">The signature that the chunks' go on from; null without one.</param>
    /// <param name="hasChecksum">Whether the checksum in the headers is that of the body.</param>
    /// <exception cref="S3Exception">The headers contradict each other, or ask for what is not there.</exception>
    public static Payload Open(S3Request request, SeedSignature? seed, bool hasChecksum = true)
    {
        var sha256 = request.Header("x-amz-content-sha256") ?? Authenticator.UnsignedPayload;
        var length = request.Http.Request.ContentLength;
        AwsChunkedReader? chunked = null;
        if (sha256.StartsWith("STREAMING-", StringComparison.Ordinal))
        {
            chunked = sha256 switch
            {
                "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" when seed is not null => new(request.Http.Request.Body, seed, hasTrailer: false),
                "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" when seed is not null =>
                    new(request.Http.Request.Body, seed, hasTrailer: true),
                "STREAMING-UNSIGNED-PAYLOAD-TRAILER" => new(request.Http.Request.Body, null, hasTrailer: true),
                _ => throw S3Exception.NotImplemented(sha256),
            };
            length = long.TryParse(request.Header("x-amz-decoded-content-length"), out var decoded) && decoded >= 0
                ? decoded
                : throw new S3Exception(S3Error.MissingContentLength, "You must provide the x-amz-decoded-content-length HTTP header.");
        }
        else if (sha256 is not Authenticator.UnsignedPayload && (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigit)))
        {
            throw S3Exception.Argument("x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
                + "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, "
                + "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.", "x-amz-content-sha256", sha256);
        }
        return new(request, sha256, chunked, length, hasChecksum);
    }

    /// <summary>For objects and parts, whose size S3 wants to know before.</summary>
    /// <exception cref="S3Exception">MissingContentLength or EntityTooLarge.</exception>
    public void RequireLength()
    {
        if (_announced is null) throw new S3Exception(S3Error.MissingContentLength);
        if (_announced > LargestBody)
        {
            throw new S3Exception(S3Error.EntityTooLarge) { Details = [("ProposedSize", _announced.Value.ToString()),
                ("MaxSizeAllowed", LargestBody.ToString())] };
        }
    }

    /// <summary>The whole body of a request that carries a document.</summary>
    /// <exception cref="S3Exception">The body is not what the client said, or too large for a document.</exception>
    public async Task<byte[]> ReadDocumentAsync()
    {
        using var document = new MemoryStream();
        await CopyAsync((data, _) =>
        {
            if (document.Length + data.Length > LargestDocument) throw new S3Exception(S3Error.MalformedXml);
            document.Write(data.Span);
            return ValueTask.CompletedTask;
        }, null).ConfigureAwait(false);
        return document.ToArray();
    }

    /// <summary>Hands the body on, buffer by buffer; while one is hashed and written, the next is read.</summary>
    /// <param name="write">Where the bytes go.</param>
    /// <param name="algorithm">The checksum to compute where the client names none.</param>
    /// <exception cref="S3Exception">The body is not what the client said.</exception>
    public async Task<PayloadDigest> CopyAsync(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write, ChecksumAlgorithm? algorithm)
    {
        using var chunked = _chunked;
        using var digests = new Digests(Algorithm ?? algorithm, _sha256.Length == 64);
        var stop = _request.Aborted;
        var size = (int)Math.Clamp(_announced ?? BufferSize, 1, BufferSize);
        var (filling, writing) = (new byte[size], size < BufferSize ? [] : new byte[size]);
        var pending = Task.CompletedTask;
        try
        {
            for (long total = 0; ;)
            {
                var count = await FillAsync(filling, stop).ConfigureAwait(false);
                total += count;
                if (total > _announced)
                {
                    throw new S3Exception(S3Error.IncompleteBody, "The request body is longer than its announced length");
                }
                await pending.ConfigureAwait(false);
                if (count == 0)
                {
                    if (_announced is { } announced && total != announced) throw new S3Exception(S3Error.IncompleteBody);
                    return Check(total, digests);
                }
                var data = filling.AsMemory(0, count);
                if (count < BufferSize)
                {
                    digests.Append(data.Span);
                    await write(data, stop).ConfigureAwait(false);
                    continue;
                }
                pending = Task.Run(async () =>
                {
                    var written = write(data, stop);
                    digests.Append(data.Span);
                    await written.ConfigureAwait(false);
                }, CancellationToken.None);
                (filling, writing) = (writing, filling);
            }
        }
        finally
        {
            // The buffers and the file are in use until the last write has ended.
            await pending.ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    private async ValueTask<int> FillAsync(Memory<byte> buffer, CancellationToken stop)
    {
        var filled = 0;
        while (filled < buffer.Length)
        {
            var count = _chunked is null
                ? await _request.Http.Request.Body.ReadAsync(buffer[filled..], stop).ConfigureAwait(false)
                : await _chunked.ReadAsync(buffer[filled..], stop).ConfigureAwait(false);
            if (count == 0) break;
            filled += count;
        }
        return filled;
    }

    private PayloadDigest Check(long length, Digests digests)
    {
        if (digests.Sha256 is { } sha256 && !sha256.Equals(_sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new S3Exception(S3Error.XAmzContentSha256Mismatch) { Details = [("ClientComputedContentSHA256", _sha256),
                ("S3ComputedContentSHA256", sha256)] };
        }
        var md5 = digests.Md5;
        if (_md5 is not null && !md5.SequenceEqual(_md5))
        {
            throw new S3Exception(S3Error.BadDigest, "The Content-MD5 you specified did not match what we received.")
            {
                Details = [("ExpectedDigest", Convert.ToBase64String(_md5)), ("CalculatedDigest", Convert.ToBase64String(md5))],
            };
        }
        var checksum = digests.Checksum;
        if (ExpectedIn(_chunked) is { } expected && !checksum!.SequenceEqual(expected))
        {
            throw new S3Exception(S3Error.BadDigest, $"The {Algorithm!.Name} you specified did not match the calculated checksum.");
        }
        return new(length, md5, digests.Algorithm, checksum);
    }

    private byte[]? ExpectedIn(AwsChunkedReader? chunked)
    {
        if (ExpectedChecksum is not null || Algorithm is null || chunked is null || _request.Header("x-amz-trailer") is null)
        {
            return ExpectedChecksum;
        }
        return chunked.Trailers.TryGetValue(Algorithm.Header, out var value)
            ? Decode(value, Algorithm.Length)
            : throw new S3Exception(S3Error.IncompleteBody, $"The trailer {Algorithm.Header} was announced and did not come.");
    }

    private static (ChecksumAlgorithm?, byte[]?) DeclaredChecksum(S3Request request)
    {
        var given = ChecksumAlgorithm.All.Where(a => request.Header(a.Header) is not null).ToList();
        if (given.Count > 1)
        {
            throw new S3Exception(S3Error.InvalidRequest,
                "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        }
        if (given is [var one]) return (one, Decode(request.Header(one.Header)!, one.Length));
        if (request.Header("x-amz-trailer") is { } trailer)
        {
            var trailing = ChecksumAlgorithm.All.FirstOrDefault(a => a.Header.Equals(trailer, StringComparison.OrdinalIgnoreCase))
                ?? throw new S3Exception(S3Error.InvalidRequest,
                    $"The value specified in the x-amz-trailer header is not supported: {trailer}");
            return (trailing, null);
        }
        var name = request.Header("x-amz-sdk-checksum-algorithm");
        if (name is null) return (null, null);
        return (ChecksumAlgorithm.Find(name)
            ?? throw new S3Exception(S3Error.InvalidRequest, $"Checksum algorithm provided is unsupported: {name}"), null);
    }

    private static byte[] Decode(string base64, int length)
    {
        var bytes = new byte[length + 3];
        return Convert.TryFromBase64String(base64, bytes, out var count) && count == length ? bytes[..count]
            : throw new S3Exception(S3Error.InvalidDigest);
    }

    /// <summary>The hashes that are computed while the bytes pass.</summary>
    private sealed class Digests(ChecksumAlgorithm? algorithm, bool sha256) : IDisposable
    {
        private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        private readonly IncrementalHash? _sha256 = sha256 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        private readonly ChecksumState? _checksum = algorithm?.Start();

        public ChecksumAlgorithm? Algorithm => algorithm;
        public byte[] Md5 => _md5.GetCurrentHash();
        public string? Sha256 => _sha256 is null ? null : Convert.ToHexStringLower(_sha256.GetCurrentHash());
        public byte[]? Checksum => _checksum?.Finish();

        public void Append(ReadOnlySpan<byte> data)
        {
            _md5.AppendData(data);
            _sha256?.AppendData(data);
            _checksum?.Append(data);
        }

        public void Dispose()
        {
            _md5.Dispose();
            _sha256?.Dispose();
            _checksum?.Dispose();
        }
    }
}
