using System.Text;
using CreditNotebooks.LocalS3.Checksums;

namespace CreditNotebooks.Storage.Tests;

public class ChecksumTests
{
    // The check values of the catalogue of CRCs.
    [Theory]
    [InlineData(ChecksumAlgorithm.Crc32, "CBF43926")]
    [InlineData(ChecksumAlgorithm.Crc32C, "E3069283")]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, "AE8B14860A799888")]
    [InlineData(ChecksumAlgorithm.Md5, "25F9E794323B453885F5181F1B624D0B")]
    public async Task The_checksum_of_123456789_is_the_published_one(ChecksumAlgorithm algorithm, string expected) =>
        Assert.Equal(Convert.ToBase64String(Convert.FromHexString(expected)),
            (await Checksum.OfAsync(algorithm, new MemoryStream("123456789"u8.ToArray()))).Value);

    [Fact]
    public void Eight_bytes_at_a_time_give_what_one_at_a_time_gives()
    {
        var content = Encoding.ASCII.GetBytes(new string('a', 1001));
        Assert.Equal(content.Aggregate(0UL, (check, b) => Crc.Crc64Nvme.Append(check, [b])), Crc.Crc64Nvme.Append(0, content));
    }
}
