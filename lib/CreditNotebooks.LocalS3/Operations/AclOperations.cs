using CreditNotebooks.LocalS3.Access;
using CreditNotebooks.LocalS3.Requests;
using static CreditNotebooks.LocalS3.Requests.S3Xml;

namespace CreditNotebooks.LocalS3.Operations;

/// <summary>Access control lists as AWS has them since object ownership is enforced: there is <c>private</c>, and nothing else can be set.</summary>
internal static class AclOperations
{
    private static readonly string[] Private = ["private", "bucket-owner-full-control"];

    public static Task GetAsync(S3Call call)
    {
        if (call.Request.Key is null) _ = call.Bucket;
        else _ = ObjectReads.Find(call);
        return call.AnswerAsync(Element("AccessControlPolicy",
            Owner("Owner", Caller.CanonicalId, Caller.DisplayName),
            Element("AccessControlList", Element("Grant", CanonicalUser(Caller.CanonicalId, Caller.DisplayName), Element("Permission", "FULL_CONTROL")))));
    }

    public static async Task PutAsync(S3Call call)
    {
        if (call.Request.Key is null) _ = call.Bucket;
        else _ = ObjectReads.Find(call);
        RefuseAllButPrivate(call.Request);
        var document = await call.OpenPayload().ReadDocumentAsync().ConfigureAwait(false);
        if (document.Length > 0)
        {
            var grants = Parse(document, "AccessControlPolicy").Child("AccessControlList")?.Children("Grant").ToList() ?? throw new S3Exception(S3Error.MalformedXml);
            var isPrivate = grants.All(g => g.Text("Permission") is "FULL_CONTROL" && g.Child("Grantee")?.Text("ID") == Caller.CanonicalId);
            if (!isPrivate) throw new S3Exception(S3Error.AccessControlListNotSupported);
        }
        await call.AnswerAsync(200).ConfigureAwait(false);
    }

    /// <exception cref="S3Exception">AccessControlListNotSupported.</exception>
    public static void RefuseAllButPrivate(S3Request request)
    {
        var isGranted = request.Headers.Keys.Any(k => k.StartsWith("x-amz-grant-", StringComparison.OrdinalIgnoreCase));
        if (isGranted || (request.Header("x-amz-acl") is { } acl && !Private.Contains(acl))) throw new S3Exception(S3Error.AccessControlListNotSupported);
    }
}
