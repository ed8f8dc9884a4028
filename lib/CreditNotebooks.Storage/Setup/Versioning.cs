using Amazon.S3;
using Amazon.S3.Model;

namespace CreditNotebooks.Storage.Setup;

/// <summary>Versions, so that what is overwritten or deleted by mistake can be had back.</summary>
internal sealed class Versioning(SetupSession session) : BucketSetting(session, "versioning")
{
    public override async Task<FoundSetting> ReadAsync()
    {
        var answer = await Session.AskAsync(client => client.GetBucketVersioningAsync(Bucket, CancellationToken)).ConfigureAwait(false);
        var status = answer.VersioningConfig?.Status?.Value;
        var finding = status switch
        {
            "Enabled" => InPlace("Enabled"),
            "Suspended" => Missing("suspended: what is overwritten now is lost"),
            _ => Missing("never enabled: what is overwritten is lost"),
        };
        return new FoundSetting(status is "Enabled" or "Suspended", "Enabled", [finding], status == "Enabled" ? null : PutAsync);
    }

    private Task PutAsync() => Session.AskAsync(client => client.PutBucketVersioningAsync(new PutBucketVersioningRequest
    {
        BucketName = Bucket, VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled },
    }, CancellationToken));
}
