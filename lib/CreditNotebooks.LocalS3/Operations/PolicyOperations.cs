using System.Text;
using CreditNotebooks.LocalS3.Access;
using CreditNotebooks.LocalS3.Policies;
using CreditNotebooks.LocalS3.Requests;
using CreditNotebooks.LocalS3.Storage;

namespace CreditNotebooks.LocalS3.Operations;

/// <summary>A bucket's policy, kept as the text that it was given as.</summary>
internal static class PolicyOperations
{
    public static async Task GetAsync(S3Call call)
    {
        var bytes = Encoding.UTF8.GetBytes(call.Bucket.State.Settings.GetValueOrDefault(BucketSettings.Policy) ?? throw Absent(call));
        call.Response.ContentType = "application/json";
        call.Response.ContentLength = bytes.Length;
        await call.Response.Body.WriteAsync(bytes).ConfigureAwait(false);
    }

    public static async Task PutAsync(S3Call call)
    {
        var bucket = call.Bucket;
        var document = await call.OpenPayload().ReadDocumentAsync().ConfigureAwait(false);
        var policy = BucketPolicy.Parse(document, bucket.Name);
        await bucket.CommitAsync<bool>(null, _ =>
        {
            if (policy.IsPublic && BucketSettings.PublicAccess(bucket).BlockPublicPolicy)
            {
                throw new S3Exception(S3Error.AccessDenied,
                    "Public policies are blocked by the BlockPublicPolicy setting in the bucket's public access block configuration.");
            }
            return ([new SettingChanged(BucketSettings.Policy, Encoding.UTF8.GetString(document))], true);
        }).ConfigureAwait(false);
        await call.AnswerAsync(204).ConfigureAwait(false);
    }

    public static async Task DeleteAsync(S3Call call)
    {
        await call.Bucket.CommitAsync<bool>(null, _ => ([new SettingChanged(BucketSettings.Policy, null)], true)).ConfigureAwait(false);
        await call.AnswerAsync(204).ConfigureAwait(false);
    }

    public static Task StatusAsync(S3Call call)
    {
        var policy = Authorizer.PolicyOf(call.Bucket) ?? throw Absent(call);
        return call.AnswerAsync(S3Xml.Element("PolicyStatus", S3Xml.Element("IsPublic", policy.IsPublic)));
    }

    private static S3Exception Absent(S3Call call) => new(S3Error.NoSuchBucketPolicy) { Details = [("BucketName", call.Request.Bucket!)] };
}
