using CreditNotebooks.LocalS3.Requests;

namespace CreditNotebooks.LocalS3.Operations;

/// <summary>Every operation of S3's that this server knows, the more specific ones first, and by name those that it does not have.</summary>
internal static class OperationTable
{
    private static readonly IReadOnlyList<Operation> All =
    [
        new("ListBuckets", "GET", Scope.Service, null, null, BucketOperations.ListAsync) { RootOnly = true },

        new("GetBucketLocation", "GET", Scope.Bucket, "location", "s3:GetBucketLocation", BucketOperations.LocationAsync),
        new("GetBucketVersioning", "GET", Scope.Bucket, "versioning", "s3:GetBucketVersioning", BucketOperations.GetVersioningAsync),
        new("PutBucketVersioning", "PUT", Scope.Bucket, "versioning", "s3:PutBucketVersioning", BucketOperations.PutVersioningAsync),
        new("GetBucketAcl", "GET", Scope.Bucket, "acl", "s3:GetBucketAcl", AclOperations.GetAsync),
        new("PutBucketAcl", "PUT", Scope.Bucket, "acl", "s3:PutBucketAcl", AclOperations.PutAsync),
        new("GetBucketRequestPayment", "GET", Scope.Bucket, "requestPayment", "s3:GetBucketRequestPayment", BucketOperations.RequestPaymentAsync),
        new("GetBucketPolicy", "GET", Scope.Bucket, "policy", "s3:GetBucketPolicy", PolicyOperations.GetAsync) { SurvivesDeny = true },
        new("PutBucketPolicy", "PUT", Scope.Bucket, "policy", "s3:PutBucketPolicy", PolicyOperations.PutAsync) { SurvivesDeny = true },
        new("DeleteBucketPolicy", "DELETE", Scope.Bucket, "policy", "s3:DeleteBucketPolicy", PolicyOperations.DeleteAsync) { SurvivesDeny = true },
        new("GetBucketPolicyStatus", "GET", Scope.Bucket, "policyStatus", "s3:GetBucketPolicyStatus", PolicyOperations.StatusAsync),
        .. BucketSettings.All.SelectMany(s => s.Operations()),
        new("ListMultipartUploads", "GET", Scope.Bucket, "uploads", "s3:ListBucketMultipartUploads", MultipartLists.UploadsAsync),
        new("ListObjectVersions", "GET", Scope.Bucket, "versions", "s3:ListBucketVersions", ListOperations.VersionsAsync),
        new("ListObjectsV2", "GET", Scope.Bucket, "list-type", "s3:ListBucket", ListOperations.ObjectsV2Async),
        new("ListObjects", "GET", Scope.Bucket, null, "s3:ListBucket", ListOperations.ObjectsAsync),
        new("HeadBucket", "HEAD", Scope.Bucket, null, "s3:ListBucket", BucketOperations.HeadAsync),
        new("CreateBucket", "PUT", Scope.Bucket, null, null, BucketOperations.CreateAsync) { RootOnly = true },
        new("DeleteBucket", "DELETE", Scope.Bucket, null, "s3:DeleteBucket", BucketOperations.DeleteAsync),
        new("DeleteObjects", "POST", Scope.Bucket, "delete", null, DeleteOperations.DeleteManyAsync),

        new("GetObjectTagging", "GET", Scope.Object, "tagging", "s3:GetObjectTagging", TaggingOperations.GetAsync) { VersionAction = "s3:GetObjectVersionTagging" },
        new("PutObjectTagging", "PUT", Scope.Object, "tagging", "s3:PutObjectTagging", TaggingOperations.PutAsync) { VersionAction = "s3:PutObjectVersionTagging" },
        new("DeleteObjectTagging", "DELETE", Scope.Object, "tagging", "s3:DeleteObjectTagging", TaggingOperations.DeleteAsync) { VersionAction = "s3:DeleteObjectVersionTagging" },
        new("GetObjectAcl", "GET", Scope.Object, "acl", "s3:GetObjectAcl", AclOperations.GetAsync) { VersionAction = "s3:GetObjectVersionAcl" },
        new("PutObjectAcl", "PUT", Scope.Object, "acl", "s3:PutObjectAcl", AclOperations.PutAsync) { VersionAction = "s3:PutObjectVersionAcl" },
        new("GetObjectAttributes", "GET", Scope.Object, "attributes", "s3:GetObject", ObjectReads.AttributesAsync) { VersionAction = "s3:GetObjectVersion" },
        new("ListParts", "GET", Scope.Object, "uploadId", "s3:ListMultipartUploadParts", MultipartLists.PartsAsync),
        new("GetObject", "GET", Scope.Object, null, "s3:GetObject", ObjectReads.GetAsync) { VersionAction = "s3:GetObjectVersion" },
        new("HeadObject", "HEAD", Scope.Object, null, "s3:GetObject", ObjectReads.GetAsync) { VersionAction = "s3:GetObjectVersion" },
        new("UploadPartCopy", "PUT", Scope.Object, "uploadId", "s3:PutObject", CopyOperations.PartAsync) { Header = "x-amz-copy-source" },
        new("UploadPart", "PUT", Scope.Object, "uploadId", "s3:PutObject", MultipartOperations.PartAsync),
        new("CopyObject", "PUT", Scope.Object, null, "s3:PutObject", CopyOperations.ObjectAsync) { Header = "x-amz-copy-source" },
        new("PutObject", "PUT", Scope.Object, null, "s3:PutObject", ObjectWrites.PutAsync),
        new("CreateMultipartUpload", "POST", Scope.Object, "uploads", "s3:PutObject", MultipartOperations.CreateAsync),
        new("CompleteMultipartUpload", "POST", Scope.Object, "uploadId", "s3:PutObject", MultipartOperations.CompleteAsync),
        new("AbortMultipartUpload", "DELETE", Scope.Object, "uploadId", "s3:AbortMultipartUpload", MultipartOperations.AbortAsync),
        new("DeleteObject", "DELETE", Scope.Object, null, "s3:DeleteObject", DeleteOperations.DeleteAsync) { VersionAction = "s3:DeleteObjectVersion" },
    ];

    /// <summary>Parameters of operations that this server does not have, and what those are about.</summary>
    private static readonly (Scope Scope, string Parameter, string Noun)[] Missing =
    [
        (Scope.Bucket, "abac", "BucketAbac"),
        (Scope.Bucket, "accelerate", "BucketAccelerateConfiguration"),
        (Scope.Bucket, "analytics", "BucketAnalyticsConfiguration"),
        (Scope.Bucket, "intelligent-tiering", "BucketIntelligentTieringConfiguration"),
        (Scope.Bucket, "inventory", "BucketInventoryConfiguration"),
        (Scope.Bucket, "logging", "BucketLogging"),
        (Scope.Bucket, "metadataConfiguration", "BucketMetadataConfiguration"),
        (Scope.Bucket, "metadataTable", "BucketMetadataTableConfiguration"),
        (Scope.Bucket, "metrics", "BucketMetricsConfiguration"),
        (Scope.Bucket, "notification", "BucketNotificationConfiguration"),
        (Scope.Bucket, "object-lock", "ObjectLockConfiguration"),
        (Scope.Bucket, "replication", "BucketReplication"),
        (Scope.Bucket, "session", "Session"),
        (Scope.Bucket, "website", "BucketWebsite"),
        (Scope.Object, "legal-hold", "ObjectLegalHold"),
        (Scope.Object, "renameObject", "Object under another name"),
        (Scope.Object, "restore", "RestoreObject"),
        (Scope.Object, "retention", "ObjectRetention"),
        (Scope.Object, "select", "ObjectContent by SQL"),
        (Scope.Object, "torrent", "ObjectTorrent"),
    ];

    /// <exception cref="S3Exception">NotImplemented or MethodNotAllowed.</exception>
    public static Operation Find(S3Request request)
    {
        var scope = request.Bucket is null ? Scope.Service : request.Key is null ? Scope.Bucket : Scope.Object;
        var known = All.Where(o => o.Scope == scope).ToList();
        if (Missing.FirstOrDefault(m => m.Scope == scope && request.Query.Has(m.Parameter)) is { Noun: { } noun })
        {
            throw S3Exception.NotImplemented(Verb(request.Method) + noun);
        }
        if (scope is Scope.Bucket && request.Method is "POST" && !request.Query.Has("delete")) throw S3Exception.NotImplemented("PostObject");
        // A parameter that this method has no operation for must not fall through to the plain one: PUT ?requestPayment creates no bucket.
        var parameter = known.Select(o => o.Parameter).Distinct().FirstOrDefault(p => p is not (null or "list-type" or "uploadId" or "versions") && request.Query.Has(p));
        if (parameter is not null && !known.Any(o => o.Parameter == parameter && o.Method == request.Method))
        {
            throw request.Method is "GET" or "PUT" or "DELETE" or "POST"
                ? S3Exception.NotImplemented($"{request.Method} of ?{parameter}")
                : MethodNotAllowed(request);
        }
        return known.FirstOrDefault(o => o.Fits(request)) ?? throw MethodNotAllowed(request);
    }

    private static S3Exception MethodNotAllowed(S3Request request) => new(S3Error.MethodNotAllowed) { Details = [("Method", request.Method)] };

    private static string Verb(string method) => method switch
    {
        "GET" or "HEAD" => "Get",
        "PUT" => "Put",
        "DELETE" => "Delete",
        _ => "Create",
    };
}
