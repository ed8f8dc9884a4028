using Amazon.S3.Model;

namespace CreditNotebooks.Storage.Setup;

/// <summary>The tags that are wanted, beside those that others have put.</summary>
internal sealed class Tags(SetupSession session) : BucketSetting(session, "tags")
{
    public override async Task<FoundSetting> ReadAsync()
    {
        var answer = await Session.AskAsync(client => client.GetBucketTaggingAsync(
            new GetBucketTaggingRequest { BucketName = Bucket }, CancellationToken), "NoSuchTagSet").ConfigureAwait(false);
        var found = (answer?.TagSet ?? []).ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
        var other = Wanted.Tags.Where(tag => found.GetValueOrDefault(tag.Key) != tag.Value)
            .Select(tag => $"{tag.Key}={tag.Value}").ToList();
        var wanted = string.Join(", ", Wanted.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));
        var finding = other.Count == 0 ? InPlace(wanted) : Missing(
            $"there is no {string.Join(", ", other)}", $"Run 'credit s3 setup {Bucket}' with the same tags.");
        return new FoundSetting(found.Count > 0, wanted, [finding], other.Count == 0 ? null : () => PutAsync(found));
    }

    private Task PutAsync(Dictionary<string, string> found)
    {
        foreach (var (key, value) in Wanted.Tags) found[key] = value;
        return Session.AskAsync(client => client.PutBucketTaggingAsync(new PutBucketTaggingRequest
        {
            BucketName = Bucket, TagSet = [.. found.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })],
        }, CancellationToken));
    }
}
