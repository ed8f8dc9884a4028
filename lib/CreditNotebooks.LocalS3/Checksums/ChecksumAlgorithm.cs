using System.Security.Cryptography;

namespace CreditNotebooks.LocalS3.Checksums;

/// <summary>A checksum that S3 verifies, keeps and returns beside an object.</summary>
/// <param name="Name">As in <c>x-amz-checksum-algorithm</c>.</param>
/// <param name="Length">The number of bytes of a checksum.</param>
/// <param name="Crc">The arithmetic of the cyclic ones, which can be joined over parts; null for hashes.</param>
/// <param name="Hash">The hash of the others.</param>
internal sealed record ChecksumAlgorithm(string Name, int Length, Crc? Crc, HashAlgorithmName Hash)
{
    public static readonly IReadOnlyList<ChecksumAlgorithm> All =
    [
        new("CRC32", 4, Crc.Crc32, default),
        new("CRC32C", 4, Crc.Crc32C, default),
        new("CRC64NVME", 8, Crc.Crc64Nvme, default),
        new("SHA1", 20, null, HashAlgorithmName.SHA1),
        new("SHA256", 32, null, HashAlgorithmName.SHA256),
    ];

    /// <summary>The header and trailer that carries it: <c>x-amz-checksum-crc32</c>.</summary>
    public string Header { get; } = "x-amz-checksum-" + Name.ToLowerInvariant();

    /// <summary>The element that carries it: <c>ChecksumCRC32</c>.</summary>
    public string Element { get; } = "Checksum" + Name;

    /// <summary>What a multipart object's checksum is when the client did not say.</summary>
    public string DefaultType => Name is "CRC64NVME" ? ChecksumType.FullObject : ChecksumType.Composite;

    public static ChecksumAlgorithm? Find(string? name) => All.FirstOrDefault(a => string.Equals(a.Name, name, StringComparison.OrdinalIgnoreCase));

    public ChecksumState Start() => new(this);
}

/// <summary>The two ways in which a multipart object's checksum comes from its parts.</summary>
internal static class ChecksumType
{
    public const string FullObject = "FULL_OBJECT";
    public const string Composite = "COMPOSITE";
}

/// <summary>A checksum in the making.</summary>
internal sealed class ChecksumState(ChecksumAlgorithm algorithm) : IDisposable
{
    private readonly IncrementalHash? _hash = algorithm.Crc is null ? IncrementalHash.CreateHash(algorithm.Hash) : null;
    private ulong _crc;

    public ChecksumAlgorithm Algorithm => algorithm;

    public void Append(ReadOnlySpan<byte> data)
    {
        if (algorithm.Crc is { } crc) _crc = crc.Append(_crc, data);
        else _hash!.AppendData(data);
    }

    public byte[] Finish() => algorithm.Crc is { } crc ? crc.ToBytes(_crc) : _hash!.GetHashAndReset();

    public void Dispose() => _hash?.Dispose();
}
