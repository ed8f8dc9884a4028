using Amazon.S3.Model;

namespace CreditNotebooks.Storage.Setup;

/// <summary>The bucket's access control list, which is only looked at: new buckets have none that could be set.</summary>
internal static class AccessControlList
{
    private const string Groups = "http://acs.amazonaws.com/groups/global/";

    public static async Task<IReadOnlyList<BucketFinding>> CheckAsync(SetupSession session)
    {
        var answer = await session.AskAsync(client => client.GetBucketAclAsync(
            new GetBucketAclRequest { BucketName = session.Bucket }, session.CancellationToken)).ConfigureAwait(false);
        return Judge(answer.Grants ?? [], session.Bucket);
    }

    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee-predefined-groups
    internal static IReadOnlyList<BucketFinding> Judge(IEnumerable<S3Grant> grants, string bucket)
    {
        var open = grants.Where(grant => grant.Grantee?.URI is Groups + "AllUsers" or Groups + "AuthenticatedUsers")
            .Select(grant => new BucketFinding(FindingKind.TooOpen, "ACL",
                $"{grant.Permission} for {grant.Grantee.URI[Groups.Length..]}, which is everybody",
                $"Run 'aws s3api put-bucket-acl --bucket {bucket} --acl private'."))
            .ToList();
        return open.Count > 0 ? open : [new(FindingKind.InPlace, "ACL", "private")];
    }
}
