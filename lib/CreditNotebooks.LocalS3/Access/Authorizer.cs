using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using CreditNotebooks.LocalS3.Operations;
using CreditNotebooks.LocalS3.Policies;
using CreditNotebooks.LocalS3.Requests;
using CreditNotebooks.LocalS3.Storage;

namespace CreditNotebooks.LocalS3.Access;

/// <summary>Decides who may do what. The account may all that no policy denies; others may what a policy allows, and nobody unknown where public access is blocked.</summary>
internal sealed class Authorizer(ObjectStore store, LocalS3Options options)
{
    private static readonly ConditionalWeakTable<string, BucketPolicy> Parsed = [];

    /// <exception cref="S3Exception">AccessDenied.</exception>
    public void Require(S3Request request, string action, string bucket, string? key, bool rootSurvivesDeny = false)
    {
        if (!May(request, action, bucket, key, rootSurvivesDeny)) throw new S3Exception(S3Error.AccessDenied, Sentence(request.Caller, action, bucket, key));
    }

    public bool May(S3Request request, string action, string bucket, string? key, bool rootSurvivesDeny = false)
    {
        var caller = request.Caller;
        if (store.Find(bucket) is not { } found) return !caller.IsAnonymous;
        var policy = PolicyOf(found);
        if (policy is null) return caller.IsRoot;
        var isSecure = request.Http.Request.IsHttps || (options.LoopbackIsSecure && IPAddress.IsLoopback(PolicyContext.Address(request.Source)));
        var resource = $"arn:aws:s3:::{bucket}" + (key is null ? "" : "/" + key);
        return policy.Answer(new(caller, action, resource, request, isSecure)) switch
        {
            PolicyAnswer.Deny => caller.IsRoot && rootSurvivesDeny,
            PolicyAnswer.Allow => !caller.IsAnonymous || !(policy.IsPublic && BucketSettings.PublicAccess(found).RestrictPublicBuckets),
            _ => caller.IsRoot,
        };
    }

    public static BucketPolicy? PolicyOf(BucketStore bucket) => bucket.State.Settings.GetValueOrDefault(BucketSettings.Policy) is { } text
        ? Parsed.GetValue(text, t => BucketPolicy.Parse(Encoding.UTF8.GetBytes(t), bucket.Name))
        : null;

    private static string Sentence(Caller caller, string action, string bucket, string? key) => caller.IsAnonymous
        ? S3Error.AccessDenied.Message
        : $"User: {caller.Arn} is not authorized to perform: {action} on resource: \"arn:aws:s3:::{bucket}{(key is null ? "" : "/" + key)}\"";
}
