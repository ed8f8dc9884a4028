using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Amazon.S3;

namespace CreditNotebooks.LocalS3.Tests;

/// <summary>Many clients at once.</summary>
public sealed class ContentionTests
{
    [Fact]
    public async Task Of_200_clients_that_put_if_absent_exactly_one_wins_every_time()
    {
        await using var s3 = await LocalS3.StartAsync("bucket");
        for (var round = 0; round < 8; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(client => Task.Run(async () =>
            {
                try
                {
                    await s3.Client.PutObjectAsync(new() { BucketName = "bucket", Key = $"k{round}", ContentBody = client.ToString(), IfNoneMatch = "*" });
                    return client;
                }
                catch (AmazonS3Exception e) when (e.ErrorCode is "PreconditionFailed")
                {
                    return -1;
                }
            })));
            var winner = Assert.Single(answers, a => a >= 0);
            using var got = await s3.Client.GetObjectAsync("bucket", $"k{round}");
            Assert.Equal(winner.ToString(), await new StreamReader(got.ResponseStream).ReadToEndAsync());
        }
        Assert.Equal(8, s3.Blobs().Length);
    }

    [Fact]
    public async Task Sixty_four_clients_mix_puts_gets_lists_and_deletes_and_nothing_is_lost_or_torn()
    {
        await using var s3 = await LocalS3.StartAsync("bucket");
        var left = new ConcurrentDictionary<string, byte[]>();
        var operations = 0;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 64).Select(client => Task.Run(async () =>
        {
            var random = new Random(client);
            while (clock.Elapsed < TimeSpan.FromSeconds(4))
            {
                var key = $"client{client}/{random.Next(8)}";
                switch (random.Next(4))
                {
                    case 0:
                        var content = Content(random, $"{key} {Interlocked.Increment(ref operations)}");
                        await s3.Client.PutObjectAsync(new() { BucketName = "bucket", Key = key, InputStream = new MemoryStream(content) });
                        left[key] = content;
                        break;
                    case 1:
                        await CheckAsync(s3, key, left.GetValueOrDefault(key));
                        break;
                    case 2:
                        var listed = await s3.Client.ListObjectsV2Async(new() { BucketName = "bucket", Prefix = $"client{client}/" });
                        Assert.Equal(left.Keys.Where(k => k.StartsWith($"client{client}/", StringComparison.Ordinal)).Order(), (listed.S3Objects ?? []).Select(o => o.Key));
                        break;
                    default:
                        await s3.Client.DeleteObjectAsync("bucket", key);
                        left.TryRemove(key, out _);
                        break;
                }
                Interlocked.Increment(ref operations);
            }
        })));
        Assert.True(operations > 500, $"only {operations} operations in {clock.Elapsed}");
        await s3.RestartAsync();
        foreach (var client in Enumerable.Range(0, 64))
        {
            foreach (var index in Enumerable.Range(0, 8)) await CheckAsync(s3, $"client{client}/{index}", left.GetValueOrDefault($"client{client}/{index}"));
        }
        Assert.Equal(left.Count, s3.Blobs().Length);
    }

    private static byte[] Content(Random random, string name)
    {
        var bytes = new byte[random.Next(100, 40_000)];
        Encoding.UTF8.GetBytes(name).CopyTo(bytes, 0);
        return bytes;
    }

    private static async Task CheckAsync(LocalS3 s3, string key, byte[]? expected)
    {
        try
        {
            using var got = await s3.Client.GetObjectAsync("bucket", key);
            var copy = new MemoryStream();
            await got.ResponseStream.CopyToAsync(copy);
            Assert.Equal(expected, copy.ToArray());
        }
        catch (AmazonS3Exception e) when (e.ErrorCode is "NoSuchKey")
        {
            Assert.Null(expected);
        }
    }

    [Fact]
    public async Task Readers_see_one_version_or_the_other_while_a_key_is_overwritten()
    {
        await using var s3 = await LocalS3.StartAsync("bucket");
        var stop = Stopwatch.StartNew();
        await s3.Client.PutObjectAsync(new() { BucketName = "bucket", Key = "k", InputStream = new MemoryStream(new byte[300_000]) });
        var writer = Task.Run(async () =>
        {
            for (byte value = 1; stop.Elapsed < TimeSpan.FromSeconds(2); value++)
            {
                var content = new byte[300_000 + value];
                Array.Fill(content, value);
                await s3.Client.PutObjectAsync(new() { BucketName = "bucket", Key = "k", InputStream = new MemoryStream(content) });
            }
        });
        var reads = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!writer.IsCompleted)
            {
                using var got = await s3.Client.GetObjectAsync("bucket", "k");
                var copy = new MemoryStream();
                await got.ResponseStream.CopyToAsync(copy);
                var bytes = copy.ToArray();
                Assert.Equal(got.ETag.Trim('"'), Convert.ToHexStringLower(MD5.HashData(bytes)));
                Assert.Equal(300_000 + bytes[0], bytes.Length);
                Interlocked.Increment(ref reads);
            }
        })));
        await writer;
        Assert.True(reads > 10, $"{reads} reads");
    }
}
