using System.Collections.Immutable;
using CreditNotebooks.LocalS3.Storage;
using static CreditNotebooks.LocalS3.Requests.S3Xml;

namespace CreditNotebooks.LocalS3.Operations;

/// <summary>An object's tags.</summary>
internal static class TaggingOperations
{
    public static Task GetAsync(S3Call call)
    {
        var version = ObjectReads.Find(call);
        WriteVersion(call, version);
        return call.AnswerAsync(Element("Tagging", Element("TagSet", version.Tags.Select(t => Element("Tag", Element("Key", t.Key), Element("Value", t.Value))))));
    }

    public static async Task PutAsync(S3Call call)
    {
        var tagging = await call.ReadXmlAsync("Tagging").ConfigureAwait(false);
        await SetAsync(call, TagSet.Check(TagSet.Pairs(tagging), TagSet.MostObjectTags), 200).ConfigureAwait(false);
    }

    public static Task DeleteAsync(S3Call call) => SetAsync(call, ImmutableSortedDictionary<string, string>.Empty, 204);

    private static async Task SetAsync(S3Call call, ImmutableSortedDictionary<string, string> tags, int status)
    {
        var version = await call.Bucket.CommitAsync<ObjectVersion>([call.Key], _ =>
        {
            var found = ObjectReads.Find(call);
            return ([new TagsChanged(call.Key, found.VersionId, tags)], found);
        }).ConfigureAwait(false);
        WriteVersion(call, version);
        await call.AnswerAsync(status).ConfigureAwait(false);
    }

    private static void WriteVersion(S3Call call, ObjectVersion version)
    {
        if (S3Call.ShowsVersions(call.Bucket)) call.Response.Headers["x-amz-version-id"] = version.VersionId;
    }
}
