using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.S3.Model;

namespace CreditNotebooks.Storage.Setup;

/// <summary>The bucket's policy. Statements of ours are known by their Sid and replaced; those of others stay.</summary>
internal sealed class Policy(SetupSession session) : BucketSetting(session, "policy")
{
    private const string PlainHttpLeftOut =
        $"{BucketPolicy.RefusePlainHttp} is left out: this endpoint speaks plain HTTP, and the statement would lock everybody out";

    private string Arn => BucketPolicy.BucketArn(Bucket, Session.Region);

    public override async Task<FoundSetting> ReadAsync()
    {
        var document = await DocumentAsync().ConfigureAwait(false);
        var there = Statements(document);
        var all = Statements(BucketPolicy.OfBucket(Wanted, Session.Region));
        var isRefused = there.Any(statement => statement.RefusesPlainHttp(Arn));
        var leavesOut = Session.SpeaksPlainHttp && !isRefused;
        var grants = all.Where(statement => statement.Sid != BucketPolicy.RefusePlainHttp).ToList();
        var missing = grants.Where(grant => !there.Any(grant.Means)).ToList();
        if (!isRefused && !leavesOut) missing.AddRange(all.Where(statement => statement.Sid == BucketPolicy.RefusePlainHttp));
        var may = $"{Wanted.Principal} may list, read and write{(Wanted.Prefix.Length > 0 ? $" under {Wanted.Prefix}" : "")}";
        var findings = new List<BucketFinding>
        {
            isRefused ? InPlace("plain HTTP is refused")
                : leavesOut ? Remark(PlainHttpLeftOut, "On an endpoint with HTTPS, as AWS's, set the bucket up again.")
                : Missing("no statement refuses plain HTTP"),
        };
        findings.AddRange(missing.Where(grants.Contains).Select(statement =>
            Missing(Absence(statement, there), $"Run 'credit s3 setup {Bucket}' with the same principal and prefix.")));
        if (grants.Count > 0 && !missing.Any(grants.Contains)) findings.Add(InPlace(may));
        findings.AddRange(await OpenAsync(there).ConfigureAwait(false));
        string[] states = [.. leavesOut ? [] : new[] { "plain HTTP is refused" }, .. grants.Count > 0 ? new[] { may } : []];
        return new FoundSetting(document is not null, string.Join("; ", states), findings,
            missing.Count > 0 ? () => PutAsync(document, there, missing) : null, leavesOut ? PlainHttpLeftOut : null);
    }

    private async Task<JsonObject?> DocumentAsync()
    {
        var answer = await Session.AskAsync(client => client.GetBucketPolicyAsync(Bucket, CancellationToken), "NoSuchBucketPolicy")
            .ConfigureAwait(false);
        // The AWS library takes the answer that there is none for an answer like others, with its XML as the policy.
        if (answer is null || answer.HttpStatusCode == HttpStatusCode.NotFound || string.IsNullOrEmpty(answer.Policy)) return null;
        try
        {
            return (JsonObject)JsonNode.Parse(answer.Policy)!;
        }
        catch (Exception exception) when (exception is JsonException or InvalidCastException)
        {
            throw new StorageException("MalformedPolicy", Session.Where,
                "The bucket's policy is no JSON document that could be kept. Look at it, and delete it first.", exception);
        }
    }

    private static List<PolicyStatement> Statements(JsonObject? document) => document?["Statement"] switch
    {
        JsonArray list => [.. list.OfType<JsonObject>().Select(statement => new PolicyStatement(statement))],
        JsonObject single => [new PolicyStatement(single)],
        _ => [],
    };

    private static string Absence(PolicyStatement wanted, List<PolicyStatement> there) =>
        there.Any(statement => statement.Sid == wanted.Sid)
            ? $"the statement '{wanted.Sid}' grants something else"
            : $"there is no statement '{wanted.Sid}' for the principal";

    // A condition may narrow a grant to everybody down to few; S3 has the last word on that.
    private async Task<IEnumerable<BucketFinding>> OpenAsync(List<PolicyStatement> there)
    {
        var open = there.Where(statement => statement.LetsEverybodyIn).ToList();
        if (open.Any(statement => statement.HasCondition))
        {
            var answer = await Session.AskAsync(client => client.GetBucketPolicyStatusAsync(
                new GetBucketPolicyStatusRequest { BucketName = Bucket }, CancellationToken)).ConfigureAwait(false);
            if (answer.PolicyStatus?.IsPublic != true) open.RemoveAll(statement => statement.HasCondition);
        }

        return open.Select(statement =>
            TooOpen($"{statement.Name} lets everybody in", "Take it out of the policy, or name its principal."));
    }

    private async Task PutAsync(JsonObject? document, List<PolicyStatement> there, List<PolicyStatement> missing)
    {
        var kept = there.Where(statement => !missing.Any(ours => ours.Sid == statement.Sid)).ToList();
        if (kept.Find(statement => statement is { LetsEverybodyIn: true, HasCondition: false }) is { } open)
        {
            throw new StorageException(StorageConditions.AccessDenied, Session.Where,
                $"{open.Name} of the bucket's policy lets everybody in, and the public access block refuses to write it again. "
                + "Take it out, or name its principal, and set up again.");
        }

        var changed = document?.DeepClone().AsObject() ?? new JsonObject { ["Version"] = "2012-10-17" };
        changed["Statement"] = new JsonArray([.. kept.Concat(missing).Select(statement => statement.Json.DeepClone())]);
        await Session.AskAsync(client => client.PutBucketPolicyAsync(
            new PutBucketPolicyRequest { BucketName = Bucket, Policy = changed.ToJsonString() }, CancellationToken)).ConfigureAwait(false);
    }
}
