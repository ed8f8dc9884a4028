using Amazon.S3;
using Amazon.S3.Model;

namespace CreditNotebooks.Storage.Setup;

/// <summary>Encryption of new objects: SSE-S3. Keys of AWS KMS, where somebody chose them, are stronger and stay.</summary>
internal sealed class Encryption(SetupSession session) : BucketSetting(session, "encryption")
{
    public override async Task<FoundSetting> ReadAsync()
    {
        var answer = await Session.AskAsync(client => client.GetBucketEncryptionAsync(
            new GetBucketEncryptionRequest { BucketName = Bucket }, CancellationToken), "ServerSideEncryptionConfigurationNotFoundError")
            .ConfigureAwait(false);
        var rules = answer?.ServerSideEncryptionConfiguration?.ServerSideEncryptionRules ?? [];
        var rule = rules.FirstOrDefault(
            rule => !string.IsNullOrEmpty(rule.ServerSideEncryptionByDefault?.ServerSideEncryptionAlgorithm?.Value));
        var algorithm = rule?.ServerSideEncryptionByDefault.ServerSideEncryptionAlgorithm.Value;
        var state = algorithm is null or "AES256" ? "SSE-S3 (AES256), bucket key on" : $"{algorithm}, kept";
        var isWanted = algorithm is not (null or "AES256") || (algorithm is "AES256" && rule!.BucketKeyEnabled == true);
        var finding = algorithm is null ? Missing("new objects are not encrypted by default") : InPlace(algorithm);
        return new FoundSetting(algorithm is not null, state, [finding], isWanted ? null : PutAsync);
    }

    private Task PutAsync() => Session.AskAsync(client => client.PutBucketEncryptionAsync(new PutBucketEncryptionRequest
    {
        BucketName = Bucket,
        ServerSideEncryptionConfiguration = new ServerSideEncryptionConfiguration
        {
            ServerSideEncryptionRules =
            [
                new ServerSideEncryptionRule
                {
                    ServerSideEncryptionByDefault = new ServerSideEncryptionByDefault
                    {
                        ServerSideEncryptionAlgorithm = ServerSideEncryptionMethod.AES256,
                    },
                    BucketKeyEnabled = true,
                },
            ],
        },
    }, CancellationToken));
}
