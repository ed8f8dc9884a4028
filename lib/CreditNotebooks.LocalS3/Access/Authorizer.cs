using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using CreditNotebooks.LocalS3.Operations;
using CreditNotebooks.LocalS3.Policies;
using CreditNotebooks.LocalS3.Requests;
using CreditNotebooks.LocalS3.Storage;

namespace CreditNotebooks.LocalS3.Access;

/// <summary>Decides who may do what. The account may all that no policy denies; others may what a policy allows, and nobody unknown where
/// public access is blocked.</summary>
internal sealed class Authorizer(ObjectStore store, LocalS3Options options)
{
    private static readonly ConditionalWeakTable<string, BucketPolicy> Parsed = [];

    /// <exception cref="S3Exception">AccessDenied.</exception>
    public void Require(S3Request request, string action, string bucket, string? key, bool rootSurvivesDeny = false)
    {
        if (!May(request, action, bucket, key, rootSurvivesDeny))
        {
            throw new S3Exception(S3Error.AccessDenied, Sentence(request.Caller, action, bucket, key));
        }
    }

    public bool May(S3Request request, string action, string bucket, string? key, bool rootSurvivesDeny = false)
    {
        var caller = request.Caller;
        if (store.Find(bucket) is not { } found) return !caller.IsAnonymous;
        var policy = PolicyOf(found);
        if (policy is null) return caller.IsRoot;
        return policy.Answer(Context(request, action, bucket, key)) switch
        {
            PolicyAnswer.Deny => caller.IsRoot && rootSurvivesDeny,
            PolicyAnswer.Allow => !IsShutOut(caller, policy, found),
            _ => caller.IsRoot,
        };
    }

    /// <summary>For a request that names its objects in its body: refuses a caller who may do this with none, before the body is read. Each
    /// object is judged by itself later.</summary>
    /// <exception cref="S3Exception">AccessDenied.</exception>
    public void RequireForSome(S3Request request, IReadOnlyList<string> actions, string bucket)
    {
        var caller = request.Caller;
        var may = caller.IsRoot || (store.Find(bucket) is not { } found ? !caller.IsAnonymous
            : PolicyOf(found) is { } policy && !IsShutOut(caller, policy, found)
                && actions.Any(action => policy.AllowsForSome(Context(request, action, bucket, null))));
        if (!may) throw new S3Exception(S3Error.AccessDenied, Sentence(caller, actions[0], bucket, "*"));
    }

    public static BucketPolicy? PolicyOf(BucketStore bucket) => bucket.State.Settings.GetValueOrDefault(BucketSettings.Policy) is { } text
        ? Parsed.GetValue(text, t => BucketPolicy.Parse(Encoding.UTF8.GetBytes(t), bucket.Name))
        : null;

    private PolicyContext Context(S3Request request, string action, string bucket, string? key)
    {
        var isSecure = request.Http.Request.IsHttps
            || (options.LoopbackIsSecure && IPAddress.IsLoopback(PolicyContext.Address(request.Source)));
        return new(request.Caller, action, $"arn:aws:s3:::{bucket}" + (key is null ? "" : "/" + key), request, isSecure);
    }

    private static bool IsShutOut(Caller caller, BucketPolicy policy, BucketStore bucket) =>
        caller.IsAnonymous && policy.IsPublic && BucketSettings.PublicAccess(bucket).RestrictPublicBuckets;

    private static string Sentence(Caller caller, string action, string bucket, string? key) => caller.IsAnonymous
        ? S3Error.AccessDenied.Message
        : $"User: {caller.Arn} is not authorized to perform: {action} on resource: \"arn:aws:s3:::{bucket}{(key is null ? "" : "/" + key)}\"";
}
