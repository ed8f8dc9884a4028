using System.Xml.Linq;
using CreditNotebooks.LocalS3.Requests;
using CreditNotebooks.LocalS3.Storage;
using static CreditNotebooks.LocalS3.Requests.S3Xml;

namespace CreditNotebooks.LocalS3.Operations;

/// <summary>A setting of a bucket's that is kept as an XML document.</summary>
/// <param name="Parameter">Its query parameter, which is also the name it is kept under.</param>
/// <param name="Noun">What its three operations are called after Get, Put and Delete.</param>
/// <param name="Action">What policies call it after Get and Put.</param>
/// <param name="Root">The document's root element.</param>
/// <param name="Absent">The code when there is none.</param>
/// <param name="AbsentMessage">The message when there is none.</param>
/// <param name="Check">Looks the document over; its answer is what is kept.</param>
internal sealed record BucketSetting(string Parameter, string Noun, string Action, string Root, string Absent, string AbsentMessage, Func<XElement, XElement> Check)
{
    public IEnumerable<Operation> Operations() =>
    [
        new("Get" + Noun, "GET", Scope.Bucket, Parameter, "s3:Get" + Action, GetAsync),
        new("Put" + Noun, "PUT", Scope.Bucket, Parameter, "s3:Put" + Action, PutAsync),
        new("Delete" + Noun, "DELETE", Scope.Bucket, Parameter, "s3:Put" + Action, DeleteAsync),
    ];

    private Task GetAsync(S3Call call) => call.Bucket.State.Settings.GetValueOrDefault(Parameter) is { } document
        ? call.AnswerAsync(XElement.Parse(document, LoadOptions.PreserveWhitespace))
        : throw new S3Exception(new(Absent, 404, AbsentMessage)) { Details = [("BucketName", call.Request.Bucket!)] };

    private async Task PutAsync(S3Call call)
    {
        var document = Check(await call.ReadXmlAsync(Root).ConfigureAwait(false));
        await SetAsync(call, document.ToString(SaveOptions.DisableFormatting)).ConfigureAwait(false);
        await call.AnswerAsync(Parameter is BucketSettings.Tagging ? 204 : 200).ConfigureAwait(false);
    }

    private async Task DeleteAsync(S3Call call)
    {
        await SetAsync(call, null).ConfigureAwait(false);
        await call.AnswerAsync(204).ConfigureAwait(false);
    }

    private Task SetAsync(S3Call call, string? value) =>
        call.Bucket.CommitAsync<bool>(null, _ => ([new SettingChanged(Parameter, value)], true));
}

/// <summary>The settings of buckets, and the names they are kept under.</summary>
internal static class BucketSettings
{
    public const string Versioning = "versioning";
    public const string Policy = "policy";
    public const string PublicAccessBlock = "publicAccessBlock";
    public const string Tagging = "tagging";
    public const string Cors = "cors";
    private const int MostBucketTags = 50;

    public static readonly IReadOnlyList<BucketSetting> All =
    [
        new(PublicAccessBlock, "PublicAccessBlock", "BucketPublicAccessBlock", Policies.PublicAccessBlock.Root, "NoSuchPublicAccessBlockConfiguration",
            "The public access block configuration was not found", x => Policies.PublicAccessBlock.Parse(x).ToXml()),
        new("encryption", "BucketEncryption", "EncryptionConfiguration", "ServerSideEncryptionConfiguration", "ServerSideEncryptionConfigurationNotFoundError",
            "The server side encryption configuration was not found", CheckEncryption),
        new(Tagging, "BucketTagging", "BucketTagging", "Tagging", "NoSuchTagSet", "The TagSet does not exist", CheckTags),
        new("lifecycle", "BucketLifecycleConfiguration", "LifecycleConfiguration", "LifecycleConfiguration", "NoSuchLifecycleConfiguration",
            "The lifecycle configuration does not exist", CheckLifecycle),
        new(Cors, "BucketCors", "BucketCORS", "CORSConfiguration", "NoSuchCORSConfiguration", "The CORS configuration does not exist", x =>
        {
            _ = CorsRule.ParseAll(x);
            return Own(x);
        }),
        new("ownershipControls", "BucketOwnershipControls", "BucketOwnershipControls", "OwnershipControls", "OwnershipControlsNotFoundError",
            "The bucket ownership controls were not found", CheckOwnership),
    ];

    public static Policies.PublicAccessBlock PublicAccess(BucketStore bucket) => bucket.State.Settings.GetValueOrDefault(PublicAccessBlock) is { } document
        ? Policies.PublicAccessBlock.Parse(XElement.Parse(document))
        : Policies.PublicAccessBlock.None;

    public static XElement CheckTags(XElement tagging)
    {
        TagSet.Check(TagSet.Pairs(tagging), MostBucketTags);
        return Own(tagging);
    }

    /// <summary>The document in S3's namespace, whatever the client wrote it in.</summary>
    private static XElement Own(XElement element) => new(Namespace + element.Name.LocalName,
        element.Attributes().Where(a => !a.IsNamespaceDeclaration && a.Name.Namespace == XNamespace.None),
        element.HasElements ? element.Elements().Select(Own) : element.Value);

    private static XElement CheckEncryption(XElement document)
    {
        foreach (var rule in Some(document, "Rule"))
        {
            switch (rule.Child("ApplyServerSideEncryptionByDefault")?.Text("SSEAlgorithm"))
            {
                case "AES256":
                    break;
                case "aws:kms" or "aws:kms:dsse":
                    throw S3Exception.NotImplemented("Encryption with keys of AWS KMS");
                default:
                    throw new S3Exception(S3Error.MalformedXml);
            }
        }
        return Own(document);
    }

    private static XElement CheckLifecycle(XElement document)
    {
        foreach (var rule in Some(document, "Rule"))
        {
            var isValid = rule.Text("Status") is "Enabled" or "Disabled" && (rule.Child("Filter") ?? rule.Child("Prefix")) is not null
                && rule.Elements().Any(e => e.Name.LocalName is "Expiration" or "Transition" or "AbortIncompleteMultipartUpload" or "NoncurrentVersionExpiration" or "NoncurrentVersionTransition")
                && rule.Descendants().Where(e => e.Name.LocalName is "Days" or "DaysAfterInitiation" or "NoncurrentDays").All(e => int.TryParse(e.Value, out var days) && days >= 0);
            if (!isValid) throw new S3Exception(S3Error.MalformedXml);
        }
        return Own(document);
    }

    private static XElement CheckOwnership(XElement document)
    {
        foreach (var rule in Some(document, "Rule"))
        {
            switch (rule.Text("ObjectOwnership"))
            {
                case "BucketOwnerEnforced":
                    break;
                case "BucketOwnerPreferred" or "ObjectWriter":
                    throw S3Exception.NotImplemented("Object ownership with ACLs");
                default:
                    throw new S3Exception(S3Error.MalformedXml);
            }
        }
        return Own(document);
    }

    private static List<XElement> Some(XElement document, string name) =>
        document.Children(name).ToList() is { Count: > 0 } found ? found : throw new S3Exception(S3Error.MalformedXml);
}
