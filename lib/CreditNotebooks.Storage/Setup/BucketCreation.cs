using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using CreditNotebooks.Storage.S3;

namespace CreditNotebooks.Storage.Setup;

/// <summary>The first step: the bucket itself.</summary>
internal static class BucketCreation
{
    // The oldest region has no name in a request to create a bucket.
    private const string UnnamedRegion = "us-east-1";

    public static async Task<SetupStep> RunAsync(SetupSession session)
    {
        var region = await BucketRegion.FindAsync(session).ConfigureAwait(false);
        if (region is null)
        {
            var isNew = await session.AskAsync(client => CreateAsync(client, session)).ConfigureAwait(false);
            var outcome = isNew ? StepOutcome.Created : StepOutcome.AlreadySo;
            return new SetupStep("bucket", outcome, $"s3://{session.Bucket} in {session.Region}");
        }

        if (session.Wanted.Region is { } wanted && wanted != region)
        {
            throw new StorageException("IllegalLocationConstraintException", session.Where,
                $"The bucket is in {region}, and a bucket cannot be moved to {wanted}. "
                + "Set up one of another name there, or leave the region away.");
        }

        return new SetupStep("bucket", StepOutcome.AlreadySo, $"s3://{session.Bucket} in {region}");
    }

    private static async Task<bool> CreateAsync(IAmazonS3 client, SetupSession session)
    {
        var request = new PutBucketRequest { BucketName = session.Bucket, UseClientRegion = false };
        if (session.Region != UnnamedRegion) request.BucketRegionName = session.Region;
        try
        {
            await client.PutBucketAsync(request, session.CancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (AmazonServiceException exception) when (S3Failure.ConditionOf(exception) == "BucketAlreadyOwnedByYou")
        {
            // Its existence could not be seen, as behind a policy that denies it; the next step says more.
            return false;
        }
    }
}

/// <summary>Where a bucket is.</summary>
internal static class BucketRegion
{
    /// <summary>The bucket's region; null when there is no such bucket, or when these credentials may not see it.</summary>
    public static Task<string?> FindAsync(SetupSession session) => session.AskAsync<string?>(async client =>
    {
        try
        {
            var answer = await client.HeadBucketAsync(new HeadBucketRequest { BucketName = session.Bucket }, session.CancellationToken)
                .ConfigureAwait(false);
            return string.IsNullOrEmpty(answer.BucketRegion) ? session.Region : answer.BucketRegion;
        }
        catch (AmazonServiceException exception) when (exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
        {
            return null;
        }
    });

    /// <exception cref="StorageException">NoSuchBucket, AccessDenied and others.</exception>
    public static async Task<IReadOnlyList<BucketFinding>> CheckAsync(SetupSession session)
    {
        if (await FindAsync(session).ConfigureAwait(false) is not { } region)
        {
            // An answer to HEAD has no name for what is wrong; this one does.
            await session.AskAsync(client => client.GetBucketVersioningAsync(session.Bucket, session.CancellationToken))
                .ConfigureAwait(false);
            return [];
        }

        return session.Wanted.Region is { } wanted && wanted != region
            ? [new(FindingKind.Missing, "region", $"{region}, not {wanted}", "A bucket cannot be moved: set up one of another name.")]
            : [new(FindingKind.InPlace, "region", region)];
    }
}
