using System.Security.Cryptography;
using System.Text;

namespace CreditNotebooks.LocalS3.Access;

/// <summary>Who asks: the account itself, another of its users, or nobody known.</summary>
internal sealed record Caller(string? AccessKey, bool IsRoot)
{
    /// <summary>The one account of this server.</summary>
    public const string Account = "000000000000";
    public const string DisplayName = "credit";
    public static readonly Caller Anonymous = new(null, false);
    public static readonly string CanonicalId = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("CreditNotebooks.LocalS3/" + Account)));

    public bool IsAnonymous => AccessKey is null;

    public string Arn => IsRoot ? $"arn:aws:iam::{Account}:root" : $"arn:aws:iam::{Account}:user/{AccessKey}";
}
