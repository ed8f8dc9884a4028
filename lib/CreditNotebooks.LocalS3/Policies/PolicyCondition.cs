using System.Globalization;
using System.Net;
using CreditNotebooks.LocalS3.Requests;

namespace CreditNotebooks.LocalS3.Policies;

/// <summary>One test of a statement's Condition: an operator, a key, and the values of which one has to match (or none, for negated
/// operators).</summary>
internal sealed record PolicyCondition(string Key,
    IReadOnlyList<string> Values, bool IsNegated, bool IfExists, Func<string, string, bool>? Matches)
{
    private static readonly Dictionary<string, Func<string, string, bool>> Operators = new(StringComparer.Ordinal)
    {
        ["StringEquals"] = (value, actual) => value == actual,
        ["StringEqualsIgnoreCase"] = (value, actual) => value.Equals(actual, StringComparison.OrdinalIgnoreCase),
        ["StringLike"] = (value, actual) => Wildcard.Matches(value, actual),
        ["ArnEquals"] = (value, actual) => Wildcard.Matches(value, actual),
        ["ArnLike"] = (value, actual) => Wildcard.Matches(value, actual),
        ["Bool"] = (value, actual) => value.Equals(actual, StringComparison.OrdinalIgnoreCase),
        ["IpAddress"] = (value, actual) => IPAddress.TryParse(actual, out var at) && Network(value)!.Value.Contains(at),
        ["NumericEquals"] = (value, actual) => Compare(actual, value) is 0,
        ["NumericLessThan"] = (value, actual) => Compare(actual, value) is < 0,
        ["NumericLessThanEquals"] = (value, actual) => Compare(actual, value) is <= 0,
        ["NumericGreaterThan"] = (value, actual) => Compare(actual, value) is > 0,
        ["NumericGreaterThanEquals"] = (value, actual) => Compare(actual, value) is >= 0,
    };

    private static readonly Dictionary<string, string> Negated = new(StringComparer.Ordinal)
    {
        ["StringNotEquals"] = "StringEquals",
        ["StringNotEqualsIgnoreCase"] = "StringEqualsIgnoreCase",
        ["StringNotLike"] = "StringLike",
        ["ArnNotEquals"] = "ArnEquals",
        ["ArnNotLike"] = "ArnLike",
        ["NotIpAddress"] = "IpAddress",
        ["NumericNotEquals"] = "NumericEquals",
    };

    private static readonly string[] Fixing = ["aws:SourceIp", "aws:PrincipalArn", "aws:PrincipalAccount", "aws:username"];

    /// <summary>Whether it narrows a grant to callers that are known beforehand, so that the grant is not public.</summary>
    public bool FixesCaller => !IsNegated && !IfExists && Matches is not null && Fixing.Contains(Key, StringComparer.OrdinalIgnoreCase)
        && Values.All(v => !v.Contains('*') && (Network(v) is not { } network || network.PrefixLength >= 8));

    /// <exception cref="S3Exception">MalformedPolicy, or NotImplemented for an operator or a key that this server cannot judge.</exception>
    public static PolicyCondition Of(string operatorName, string key, IReadOnlyList<string> values)
    {
        if (!PolicyContext.Knows(key)) throw S3Exception.NotImplemented($"The condition key {key} of bucket policies");
        if (values.FirstOrDefault(v => v.Contains("${", StringComparison.Ordinal)) is { } variable)
        {
            throw S3Exception.NotImplemented($"The policy variable in {variable}");
        }
        if (operatorName is "Null") return new(key, values, false, false, null);
        var ifExists = operatorName.EndsWith("IfExists", StringComparison.Ordinal);
        var name = ifExists ? operatorName[..^"IfExists".Length] : operatorName;
        var isNegated = Negated.TryGetValue(name, out var positive);
        var matches = Operators.GetValueOrDefault(positive ?? name)
            ?? throw S3Exception.NotImplemented($"The condition operator {operatorName} of bucket policies");
        if ((positive ?? name) is "IpAddress" && values.FirstOrDefault(v => Network(v) is null) is { } address)
        {
            throw new S3Exception(S3Error.MalformedPolicy, $"Invalid IP address in policy condition: {address}");
        }
        return new(key, values, isNegated, ifExists, matches);
    }

    public bool Holds(PolicyContext context)
    {
        var actual = context.Value(Key);
        if (Matches is null) return Values.Any(v => v.Equals("true", StringComparison.OrdinalIgnoreCase) == (actual is null));
        if (actual is null) return IfExists || IsNegated;
        return Values.Any(v => Matches(v, actual)) != IsNegated;
    }

    private static IPNetwork? Network(string text)
    {
        if (IPAddress.TryParse(text, out var one)) return new(one, one.GetAddressBytes().Length * 8);
        // AWS takes 10.1.2.3/8 as 10.0.0.0/8.
        var slash = text.IndexOf('/');
        if (slash < 0 || !IPAddress.TryParse(text[..slash], out var address)
            || !int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var bits))
        {
            return null;
        }
        var bytes = address.GetAddressBytes();
        if (bits > bytes.Length * 8) return null;
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] &= (byte)(0xFF << (8 - Math.Clamp(bits - i * 8, 0, 8)));
        }
        return new(new IPAddress(bytes), bits);
    }

    private static int? Compare(string actual, string value) =>
        decimal.TryParse(actual, CultureInfo.InvariantCulture, out var a)
            && decimal.TryParse(value, CultureInfo.InvariantCulture, out var b) ? a.CompareTo(b) : null;
}
