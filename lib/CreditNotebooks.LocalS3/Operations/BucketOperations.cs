using System.Text.RegularExpressions;
using CreditNotebooks.LocalS3.Access;
using CreditNotebooks.LocalS3.Requests;
using CreditNotebooks.LocalS3.Storage;
using static CreditNotebooks.LocalS3.Requests.S3Xml;

namespace CreditNotebooks.LocalS3.Operations;

/// <summary>Buckets themselves.</summary>
internal static partial class BucketOperations
{
    private const string DefaultRegion = "us-east-1";

    public static Task ListAsync(S3Call call)
    {
        var prefix = call.Request.Query["prefix"] ?? "";
        var most = call.Request.Query.Number("max-buckets", 10_000, 1, 10_000);
        var after = call.Request.Query["continuation-token"] is { Length: > 0 } token ? ContinuationToken.Read(token) : "";
        var buckets = call.Store.Buckets.Where(b => b.Name.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(b.Name, after) > 0).Take(most + 1).ToList();
        return call.AnswerAsync(Element("ListAllMyBucketsResult",
            Owner("Owner", Caller.CanonicalId, Caller.DisplayName),
            Element("Buckets", buckets.Take(most).Select(b => Element("Bucket", Element("Name", b.Name), Element("CreationDate", Time(b.State.Created.At)),
                Element("BucketRegion", b.State.Created.Region)))),
            buckets.Count > most ? Element("ContinuationToken", ContinuationToken.Write(buckets[most - 1].Name)) : null,
            Optional("Prefix", call.Request.Query["prefix"])));
    }

    public static async Task CreateAsync(S3Call call)
    {
        var name = call.Request.Bucket!;
        if (!IsValidName(name)) throw new S3Exception(S3Error.InvalidBucketName) { Details = [("BucketName", name)] };
        AclOperations.RefuseAllButPrivate(call.Request);
        var document = await call.OpenPayload().ReadDocumentAsync().ConfigureAwait(false);
        var configuration = document.Length == 0 ? null : Parse(document, "CreateBucketConfiguration");
        var region = configuration?.Text("LocationConstraint") is { Length: > 0 } constraint ? constraint : call.Options.Region;
        if (!Region().IsMatch(region)) throw new S3Exception(S3Error.InvalidLocationConstraint) { Details = [("LocationConstraint", region)] };
        var changes = new List<Change>
        {
            new BucketCreated(call.Now, region),
            new SettingChanged(BucketSettings.PublicAccessBlock, Policies.PublicAccessBlock.All.ToXml().ToString()),
        };
        if (configuration?.Child("Tags") is { } tags)
        {
            var tagging = Element("Tagging", Element("TagSet", tags.Children("Tag").Select(t => Element("Tag", Element("Key", t.Text("Key")), Element("Value", t.Text("Value"))))));
            changes.Add(new SettingChanged(BucketSettings.Tagging, BucketSettings.CheckTags(tagging).ToString()));
        }
        await call.Store.CreateBucketAsync(name, changes).ConfigureAwait(false);
        call.Response.Headers.Location = "/" + name;
        await call.AnswerAsync(200).ConfigureAwait(false);
    }

    public static Task HeadAsync(S3Call call)
    {
        call.Response.Headers["x-amz-bucket-region"] = call.Bucket.State.Created.Region;
        call.Response.ContentType = "application/xml";
        return call.AnswerAsync(200);
    }

    public static async Task DeleteAsync(S3Call call)
    {
        await call.Store.DeleteBucketAsync(call.Request.Bucket!).ConfigureAwait(false);
        await call.AnswerAsync(204).ConfigureAwait(false);
    }

    /// <summary>The oldest region has no name here.</summary>
    public static Task LocationAsync(S3Call call)
    {
        var region = call.Bucket.State.Created.Region;
        return call.AnswerAsync(Element("LocationConstraint", region is DefaultRegion ? null : region));
    }

    public static Task GetVersioningAsync(S3Call call) =>
        call.AnswerAsync(Element("VersioningConfiguration", Optional("Status", call.Bucket.State.Settings.GetValueOrDefault(BucketSettings.Versioning))));

    public static async Task PutVersioningAsync(S3Call call)
    {
        var configuration = await call.ReadXmlAsync("VersioningConfiguration").ConfigureAwait(false);
        if (configuration.Text("MfaDelete") is "Enabled") throw S3Exception.NotImplemented("MFA delete");
        var status = configuration.Text("Status") is "Enabled" or "Suspended" ? configuration.Text("Status") : throw new S3Exception(S3Error.MalformedXml);
        await call.Bucket.CommitAsync<bool>(null, _ => ([new SettingChanged(BucketSettings.Versioning, status)], true)).ConfigureAwait(false);
        await call.AnswerAsync(200).ConfigureAwait(false);
    }

    public static Task RequestPaymentAsync(S3Call call)
    {
        _ = call.Bucket;
        return call.AnswerAsync(Element("RequestPaymentConfiguration", Element("Payer", "BucketOwner")));
    }

    /// <summary>The rules of general purpose buckets. A name that follows them is a harmless name of a folder.</summary>
    public static bool IsValidName(string name) => Name().IsMatch(name) && !name.Contains("..", StringComparison.Ordinal) && !Address().IsMatch(name)
        && !name.StartsWith("xn--", StringComparison.Ordinal) && !name.EndsWith("-s3alias", StringComparison.Ordinal);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+\z")]
    private static partial Regex Address();

    [GeneratedRegex(@"\A([a-z]{2}(-[a-z]+)+-[0-9]+|EU)\z")]
    private static partial Regex Region();
}
