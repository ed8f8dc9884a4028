using System.Text.Json;
using CreditNotebooks.LocalS3.Requests;

namespace CreditNotebooks.LocalS3.Policies;

/// <summary>What a policy says of a question.</summary>
internal enum PolicyAnswer
{
    Nothing,
    Allow,
    Deny,
}

/// <summary>A bucket's policy: its statements, of which one Deny outweighs every Allow.</summary>
internal sealed record BucketPolicy(IReadOnlyList<PolicyStatement> Statements)
{
    private const int LongestDocument = 20 * 1024;

    public bool IsPublic => Statements.Any(s => s.IsPublic);

    /// <exception cref="S3Exception">MalformedPolicy, or NotImplemented for what this server cannot judge.</exception>
    public static BucketPolicy Parse(ReadOnlySpan<byte> document, string bucket)
    {
        if (document.Length > LongestDocument) throw new S3Exception(S3Error.MalformedPolicy, "Policies must be at most 20480 bytes");
        JsonElement json;
        try
        {
            json = JsonSerializer.Deserialize(document, PolicyContextJson.Default.JsonElement);
        }
        catch (JsonException)
        {
            throw new S3Exception(S3Error.MalformedPolicy);
        }
        if (json.ValueKind is not JsonValueKind.Object) throw new S3Exception(S3Error.MalformedPolicy);
        if (json.TryGetProperty("Version", out var version)
            && (version.ValueKind is not JsonValueKind.String || version.GetString() is not ("2012-10-17" or "2008-10-17")))
        {
            throw new S3Exception(S3Error.MalformedPolicy, "The policy must contain a valid version string");
        }
        if (!json.TryGetProperty("Statement", out var statements))
        {
            throw new S3Exception(S3Error.MalformedPolicy, "Missing required field Statement");
        }
        return new(statements.ValueKind is JsonValueKind.Array
            ? [.. statements.EnumerateArray().Select(s => PolicyStatement.Parse(s, bucket))]
            : [PolicyStatement.Parse(statements, bucket)]);
    }

    /// <summary>Whether it allows what is asked for some object of the bucket, whichever that is.</summary>
    public bool AllowsForSome(PolicyContext context) => Statements.Any(s => s.IsAllow && s.AppliesForSome(context));

    public PolicyAnswer Answer(PolicyContext context)
    {
        var applying = Statements.Where(s => s.AppliesTo(context)).ToList();
        if (applying.Any(s => !s.IsAllow)) return PolicyAnswer.Deny;
        return applying.Count > 0 ? PolicyAnswer.Allow : PolicyAnswer.Nothing;
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonElement))]
internal sealed partial class PolicyContextJson : System.Text.Json.Serialization.JsonSerializerContext;
