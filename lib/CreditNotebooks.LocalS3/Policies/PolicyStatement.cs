using System.Text.Json;
using CreditNotebooks.LocalS3.Access;
using CreditNotebooks.LocalS3.Requests;

namespace CreditNotebooks.LocalS3.Policies;

/// <summary>A list of patterns, or all but them.</summary>
internal sealed record PatternSet(IReadOnlyList<string> Patterns, bool IsNegated, bool IgnoreCase)
{
    public bool Contains(string text) => Patterns.Any(p => Wildcard.Matches(p, text, IgnoreCase)) != IsNegated;
}

/// <summary>One statement of a bucket policy.</summary>
internal sealed record PolicyStatement(bool IsAllow,
    IReadOnlyList<string> Principals, bool IsNotPrincipal, PatternSet Actions, PatternSet Resources,
    IReadOnlyList<PolicyCondition> Conditions)
{
    private const string Anybody = "*";
    private static readonly string[] Fields =
        ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    /// <summary>Whether it grants something to callers that nobody knows beforehand.</summary>
    public bool IsPublic => IsAllow && (IsNotPrincipal || Principals.Contains(Anybody)) && !Conditions.Any(c => c.FixesCaller);

    public bool AppliesTo(PolicyContext context) => AppliesForSome(context) && Resources.Contains(context.Resource);

    /// <summary>Whether it applies to what is asked but for the resource.</summary>
    public bool AppliesForSome(PolicyContext context) =>
        AppliesTo(context.Caller) && Actions.Contains(context.Action) && Conditions.All(c => c.Holds(context));

    /// <exception cref="S3Exception">MalformedPolicy, or NotImplemented for what this server cannot judge.</exception>
    public static PolicyStatement Parse(JsonElement json, string bucket)
    {
        if (json.ValueKind is not JsonValueKind.Object) throw Malformed("Invalid policy syntax.");
        foreach (var field in json.EnumerateObject())
        {
            if (!Fields.Contains(field.Name)) throw Malformed($"Unknown field {field.Name}");
        }
        var isAllow = json.TryGetProperty("Effect", out var effect) && effect.ValueKind is JsonValueKind.String ? effect.GetString() switch
        {
            "Allow" => true,
            "Deny" => false,
            var other => throw Malformed($"Invalid effect: {other}"),
        }
        : throw Malformed("Missing required field Effect");
        var (principal, isNotPrincipal) = One(json, "Principal", "NotPrincipal");
        var (action, isNotAction) = One(json, "Action", "NotAction");
        var (resource, isNotResource) = One(json, "Resource", "NotResource");
        var actions = Texts(action, "Action");
        if (actions.Any(a => a is not Anybody && !a.StartsWith("s3:", StringComparison.OrdinalIgnoreCase)))
        {
            throw Malformed("Policy has invalid action");
        }
        var resources = Texts(resource, "Resource");
        var arn = "arn:aws:s3:::" + bucket;
        // Every resource has to lie in the bucket that the policy belongs to.
        if (!isNotResource
            && resources.Any(r => r != arn && !r.StartsWith(arn + "/", StringComparison.Ordinal) && !Wildcard.Matches(r, arn)))
        {
            throw Malformed("Policy has invalid resource");
        }
        if (resources.FirstOrDefault(r => r.Contains("${", StringComparison.Ordinal)) is { } variable)
        {
            throw S3Exception.NotImplemented($"The policy variable in {variable}");
        }
        return new(isAllow, PrincipalsOf(principal), isNotPrincipal, new(actions, isNotAction, IgnoreCase: true),
            new(resources, isNotResource, IgnoreCase: false), ConditionsOf(json));
    }

    private static S3Exception Malformed(string message) => new(S3Error.MalformedPolicy, message);

    private bool AppliesTo(Caller caller) => Principals.Any(p => p == Anybody || IsCaller(p, caller)) != IsNotPrincipal;

    private static bool IsCaller(string principal, Caller caller) =>
        !caller.IsAnonymous
            && (principal == caller.Arn || (caller.IsRoot && (principal is Caller.Account || principal == Caller.CanonicalId)));

    private static (JsonElement Value, bool IsNegated) One(JsonElement json, string name, string negated) =>
        (json.TryGetProperty(name, out var value), json.TryGetProperty(negated, out var not)) switch
        {
            (true, false) => (value, false),
            (false, true) => (not, true),
            (true, true) => throw Malformed($"{name} and {negated} cannot stand in one statement"),
            _ => throw Malformed($"Missing required field {name}"),
        };

    private static List<string> PrincipalsOf(JsonElement principal)
    {
        if (principal.ValueKind is JsonValueKind.String && principal.GetString() is Anybody) return [Anybody];
        if (principal.ValueKind is not JsonValueKind.Object) throw Malformed("Invalid principal in policy");
        var all = new List<string>();
        foreach (var kind in principal.EnumerateObject())
        {
            var names = Texts(kind.Value, "Principal");
            var isValid = kind.Name switch
            {
                "AWS" =>
                    names.All(n => n is Anybody || n.StartsWith("arn:aws:", StringComparison.Ordinal)
                    || (n.Length == 12 && n.All(char.IsAsciiDigit))),
                "CanonicalUser" or "Service" or "Federated" => true,
                _ => false,
            };
            if (!isValid) throw Malformed("Invalid principal in policy");
            if (kind.Name is "AWS" or "CanonicalUser") all.AddRange(names);
        }
        return all;
    }

    private static List<PolicyCondition> ConditionsOf(JsonElement json)
    {
        if (!json.TryGetProperty("Condition", out var condition)) return [];
        if (condition.ValueKind is not JsonValueKind.Object
            || condition.EnumerateObject().Any(o => o.Value.ValueKind is not JsonValueKind.Object))
        {
            throw Malformed("Invalid Condition");
        }
        return [.. from test in condition.EnumerateObject() from key in test.Value.EnumerateObject() select PolicyCondition.Of(test.Name,
            key.Name, Texts(key.Value, "Condition"))];
    }

    private static List<string> Texts(JsonElement value, string field)
    {
        var items = value.ValueKind is JsonValueKind.Array ? [.. value.EnumerateArray()] : new List<JsonElement> { value };
        if (items.Count == 0) throw Malformed($"{field} is empty");
        return [.. items.Select(i => i.ValueKind switch
        {
            JsonValueKind.String => i.GetString()!,
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number => i.GetRawText(),
            _ => throw Malformed($"{field} has a value that is no text"),
        })];
    }
}
