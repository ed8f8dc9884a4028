using Amazon.S3.Model;

namespace CreditNotebooks.Storage.Setup;

/// <summary>The four switches that keep a bucket from being opened to everybody by mistake, all on.</summary>
internal sealed class PublicAccess(SetupSession session) : BucketSetting(session, "public access")
{
    public override async Task<FoundSetting> ReadAsync()
    {
        var answer = await Session.AskAsync(client => client.GetPublicAccessBlockAsync(
            new GetPublicAccessBlockRequest { BucketName = Bucket }, CancellationToken), "NoSuchPublicAccessBlockConfiguration")
            .ConfigureAwait(false);
        var found = answer?.PublicAccessBlockConfiguration;
        string[] off =
        [
            .. found?.BlockPublicAcls == true ? [] : new[] { "BlockPublicAcls" },
            .. found?.IgnorePublicAcls == true ? [] : new[] { "IgnorePublicAcls" },
            .. found?.BlockPublicPolicy == true ? [] : new[] { "BlockPublicPolicy" },
            .. found?.RestrictPublicBuckets == true ? [] : new[] { "RestrictPublicBuckets" },
        ];
        var finding = found is null ? Missing("not blocked")
            : off.Length > 0 ? TooOpen($"{string.Join(", ", off)} {(off.Length == 1 ? "is" : "are")} off")
            : InPlace("blocked");
        return new FoundSetting(found is not null, "blocked", [finding], off.Length > 0 ? PutAsync : null);
    }

    private Task PutAsync() => Session.AskAsync(client => client.PutPublicAccessBlockAsync(new PutPublicAccessBlockRequest
    {
        BucketName = Bucket,
        PublicAccessBlockConfiguration = new PublicAccessBlockConfiguration
        {
            BlockPublicAcls = true, IgnorePublicAcls = true, BlockPublicPolicy = true, RestrictPublicBuckets = true,
        },
    }, CancellationToken));
}
