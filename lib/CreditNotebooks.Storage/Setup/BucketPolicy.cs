using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreditNotebooks.Storage.Setup;

/// <summary>The policies that a bucket of the courses needs, as AWS's documents. The templates in <c>infra/</c> hold the same.</summary>
public static class BucketPolicy
{
    /// <summary>The Sid of the statement that refuses requests without encryption on their way.</summary>
    public const string RefusePlainHttp = "RefusePlainHttp";

    /// <summary>The Sid of the statement that lets the principal list the bucket, or its folder in it.</summary>
    public const string ListBucket = "ListBucket";

    /// <summary>The Sid of the statement that lets the principal read, write and delete objects.</summary>
    public const string ReadAndWriteObjects = "ReadAndWriteObjects";

    /// <summary>What the principal may do with objects: no more than uploads, reads, overwrites and deletes need.</summary>
    public static IReadOnlyList<string> ObjectActions { get; } =
        ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"];

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The bucket's own policy: plain HTTP is refused to everybody, and the principal, if there is one, may do the least it
    /// needs.</summary>
    /// <param name="setup">The bucket, the principal and the prefix.</param>
    /// <param name="region">The region, by which AWS's partition is known: <c>cn-north-1</c> is in <c>aws-cn</c>.</param>
    public static JsonObject OfBucket(BucketSetup setup, string region)
    {
        var bucket = BucketArn(setup.Bucket, region);
        var refuse = new JsonObject
        {
            ["Sid"] = RefusePlainHttp,
            ["Effect"] = "Deny",
            ["Principal"] = "*",
            ["Action"] = "s3:*",
            ["Resource"] = new JsonArray(bucket, bucket + "/*"),
            ["Condition"] = new JsonObject { ["Bool"] = new JsonObject { ["aws:SecureTransport"] = "false" } },
        };
        return Document([refuse, .. setup.Principal is { } principal ? Grants(setup, region, principal) : []]);
    }

    /// <summary>The policy of a user or role for one bucket and folder, in place of <c>AmazonS3FullAccess</c>. It has no principal: it
    /// belongs to the one that it is attached to.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">The folder; empty for the whole bucket.</param>
    /// <param name="region">The region, by which AWS's partition is known.</param>
    /// <exception cref="StorageException">InvalidSetting or InvalidBucketName.</exception>
    public static JsonObject OfPrincipal(string bucket, string prefix, string region)
    {
        var setup = new BucketSetup(bucket) { Prefix = prefix };
        setup.Validate();
        return Document(Grants(setup, region, null));
    }

    /// <summary>A document as text, as the console shows it.</summary>
    public static string Text(JsonObject document) => document.ToJsonString(Indented);

    internal static string BucketArn(string bucket, string region)
    {
        var partition = region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn"
            : region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov" : "aws";
        return $"arn:{partition}:s3:::{bucket}";
    }

    private static JsonObject Document(JsonObject[] statements) =>
        new() { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray([.. statements]) };

    private static JsonObject[] Grants(BucketSetup setup, string region, string? principal)
    {
        var bucket = BucketArn(setup.Bucket, region);
        var prefix = new S3Url(setup.Bucket, setup.Prefix).FolderPrefix;
        var list = Allow(ListBucket, principal, "s3:ListBucket", bucket);
        // "IfExists": a question for an object that is not there names no prefix, and S3 answers NoSuchKey only to those who may list, as
        // Spark's S3A needs it. So does a listing that names none: it shows keys of other folders, whose content stays closed.
        if (prefix.Length > 0) list["Condition"] = new JsonObject { ["StringLikeIfExists"] = new JsonObject { ["s3:prefix"] = prefix + "*" } };
        var actions = new JsonArray([.. ObjectActions.Select(action => (JsonNode)action)]);
        return [list, Allow(ReadAndWriteObjects, principal, actions, $"{bucket}/{prefix}*")];
    }

    private static JsonObject Allow(string sid, string? principal, JsonNode actions, string resource)
    {
        var statement = new JsonObject { ["Sid"] = sid, ["Effect"] = "Allow" };
        if (principal is not null) statement["Principal"] = new JsonObject { ["AWS"] = principal };
        statement["Action"] = actions;
        statement["Resource"] = resource;
        return statement;
    }
}
