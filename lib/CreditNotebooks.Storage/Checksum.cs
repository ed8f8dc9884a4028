using System.Security.Cryptography;
using CreditNotebooks.LocalS3.Checksums;

namespace CreditNotebooks.Storage;

/// <summary>The ways S3 sums up an object's bytes.</summary>
public enum ChecksumAlgorithm
{
    /// <summary>MD5: the ETag of an object that was put in one piece.</summary>
    Md5,

    /// <summary>CRC-32 as in zip.</summary>
    Crc32,

    /// <summary>CRC-32 with Castagnoli's polynomial.</summary>
    Crc32C,

    /// <summary>CRC-64 as in NVMe, S3's own choice for objects that come without a checksum.</summary>
    Crc64Nvme,

    /// <summary>SHA-1.</summary>
    Sha1,

    /// <summary>SHA-256.</summary>
    Sha256,
}

/// <summary>The checksum of some bytes.</summary>
/// <param name="Algorithm">How it was computed.</param>
/// <param name="Value">Its bytes as base64, as S3 writes it.</param>
public sealed record Checksum(ChecksumAlgorithm Algorithm, string Value)
{
    private const int BufferSize = 1024 * 1024;

    /// <summary>Computes the checksum of a stream from where it stands to its end.</summary>
    public static async Task<Checksum> OfAsync(ChecksumAlgorithm algorithm, Stream content, CancellationToken cancellationToken = default)
    {
        var crc = CrcOf(algorithm);
        var check = 0UL;
        using var hash = crc is null ? IncrementalHash.CreateHash(HashOf(algorithm)) : null;
        var buffer = new byte[BufferSize];
        int count;
        while ((count = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (crc is not null) check = crc.Append(check, buffer.AsSpan(0, count));
            hash?.AppendData(buffer, 0, count);
        }

        return new Checksum(algorithm, Convert.ToBase64String(crc?.ToBytes(check) ?? hash!.GetHashAndReset()));
    }

    private static Crc? CrcOf(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 => Crc.Crc32,
        ChecksumAlgorithm.Crc32C => Crc.Crc32C,
        ChecksumAlgorithm.Crc64Nvme => Crc.Crc64Nvme,
        _ => null,
    };

    private static HashAlgorithmName HashOf(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Md5 => HashAlgorithmName.MD5,
        ChecksumAlgorithm.Sha1 => HashAlgorithmName.SHA1,
        ChecksumAlgorithm.Sha256 => HashAlgorithmName.SHA256,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, null),
    };
}
