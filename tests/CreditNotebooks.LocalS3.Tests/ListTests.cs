using Amazon.S3.Model;

namespace CreditNotebooks.LocalS3.Tests;

/// <summary>Lists of objects and versions, against the plain definition of what they should hold.</summary>
public sealed class ListTests
{
    private static readonly string[] Keys =
    [
        "a", "a/", "a/b", "a/b/c", "a/z", "a0", "b/1", "b/2", "b//", "b\uE000", "b\U0001F600", "ü/x", "ü/y", "z z+%&?#", "zz/", "\u0001control", "end/of/a/long/path",
    ];

    private static async Task<LocalS3> StartAsync()
    {
        var s3 = await LocalS3.StartAsync("bucket");
        await Task.WhenAll(Keys.Select(k => s3.Client.PutObjectAsync(new() { BucketName = "bucket", Key = k, ContentBody = k })));
        return s3;
    }

    /// <summary>What a list has to hold: keys in the order of their UTF-8 bytes, rolled up at the delimiter.</summary>
    private static List<string> Expected(string prefix, string? delimiter) => [.. Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal))
        .OrderBy(k => Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(k)), StringComparer.Ordinal)
        .Select(k => delimiter is not null && k.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal) is >= 0 and var at ? k[..(at + delimiter.Length)] : k).Distinct()];

    [Fact]
    public async Task Every_page_size_prefix_and_delimiter_gives_the_same_list()
    {
        await using var s3 = await StartAsync();
        foreach (var prefix in new[] { "", "a", "a/", "b/", "ü", "nothing" })
        {
            foreach (var delimiter in new[] { null, "/", "//", "b" })
            {
                var expected = Expected(prefix, delimiter);
                foreach (var size in new[] { 1, 2, 3, 1000 })
                {
                    Assert.Equal(expected, (await V2Async(s3, prefix, delimiter, size)).Order(ByBytes));
                    Assert.Equal(expected, (await V1Async(s3, prefix, delimiter, size)).Order(ByBytes));
                    Assert.Equal(expected, (await VersionsAsync(s3, prefix, delimiter, size)).Order(ByBytes));
                }
            }
        }
    }

    [Fact]
    public async Task Start_after_begins_behind_a_key_that_need_not_exist()
    {
        await using var s3 = await StartAsync();
        var listed = await s3.Client.ListObjectsV2Async(new() { BucketName = "bucket", StartAfter = "a/c" });
        Assert.Equal(Expected("", null).SkipWhile(k => k != "a/z"), listed.S3Objects.Select(o => o.Key));
        Assert.Equal(listed.S3Objects.Count, listed.KeyCount);
    }

    [Fact]
    public async Task A_list_of_no_keys_and_a_broken_token()
    {
        await using var s3 = await StartAsync();
        var none = await s3.Client.ListObjectsV2Async(new() { BucketName = "bucket", MaxKeys = 0 });
        Assert.Equal((0, false), (none.KeyCount, none.IsTruncated));
        foreach (var query in new[] { "continuation-token=%21", "max-keys=-1", "max-keys=x", "encoding-type=base64" })
        {
            var answer = await new RawRequest("GET", "/bucket?list-type=2&" + query).Signed(LocalS3.Account).SendAsync(s3.Server.Endpoint);
            Assert.Equal((400, "InvalidArgument"), (answer.Status, answer.Code));
        }
    }

    [Fact]
    public async Task A_prefix_whose_keys_are_all_deleted_is_not_listed()
    {
        await using var s3 = await StartAsync();
        await s3.Client.PutBucketVersioningAsync(new() { BucketName = "bucket", VersioningConfig = new() { Status = "Enabled" } });
        foreach (var key in Keys.Where(k => k.StartsWith("ü/", StringComparison.Ordinal))) await s3.Client.DeleteObjectAsync("bucket", key);
        Assert.DoesNotContain("ü/", await V2Async(s3, "", "/", 1000));
        Assert.Contains("ü/", await VersionsAsync(s3, "", "/", 1000));
    }

    private static readonly Comparer<string> ByBytes =
        Comparer<string>.Create((a, b) => System.Text.Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(b)));

    private static async Task<List<string>> V2Async(LocalS3 s3, string prefix, string? delimiter, int size)
    {
        var request = new ListObjectsV2Request { BucketName = "bucket", Prefix = prefix, Delimiter = delimiter, MaxKeys = size, Encoding = "url" };
        var names = new List<string>();
        ListObjectsV2Response page;
        do
        {
            page = await s3.Client.ListObjectsV2Async(request);
            Add(names, (page.S3Objects ?? []).Select(o => o.Key), page.CommonPrefixes ?? [], size);
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated is true);
        return names;
    }

    private static async Task<List<string>> V1Async(LocalS3 s3, string prefix, string? delimiter, int size)
    {
        var request = new ListObjectsRequest { BucketName = "bucket", Prefix = prefix, Delimiter = delimiter, MaxKeys = size, Encoding = "url" };
        var names = new List<string>();
        ListObjectsResponse page;
        do
        {
            page = await s3.Client.ListObjectsAsync(request);
            Add(names, (page.S3Objects ?? []).Select(o => o.Key), page.CommonPrefixes ?? [], size);
            request.Marker = page.NextMarker is null ? null : Uri.UnescapeDataString(page.NextMarker);
        }
        while (page.IsTruncated is true);
        return names;
    }

    private static async Task<List<string>> VersionsAsync(LocalS3 s3, string prefix, string? delimiter, int size)
    {
        var request = new ListVersionsRequest { BucketName = "bucket", Prefix = prefix, Delimiter = delimiter, MaxKeys = size, Encoding = "url" };
        var names = new List<string>();
        ListVersionsResponse page;
        do
        {
            page = await s3.Client.ListVersionsAsync(request);
            Add(names, (page.Versions ?? []).Where(v => v.IsDeleteMarker is not true).Select(o => o.Key), page.CommonPrefixes ?? [], size);
            (request.KeyMarker, request.VersionIdMarker) = (page.NextKeyMarker is null ? null : Uri.UnescapeDataString(page.NextKeyMarker), page.NextVersionIdMarker);
        }
        while (page.IsTruncated is true);
        return names;
    }

    private static void Add(List<string> names, IEnumerable<string> keys, IEnumerable<string> prefixes, int size)
    {
        var page = keys.Concat(prefixes).Select(Uri.UnescapeDataString).ToList();
        Assert.InRange(page.Count, 0, size);
        Assert.Empty(page.Intersect(names));
        names.AddRange(page);
    }
}
