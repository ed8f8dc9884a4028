using System.Text;
using CreditNotebooks.LocalS3.Requests;

namespace CreditNotebooks.LocalS3.Operations;

/// <summary>The place where a list goes on, as a text that clients hand back without looking into it.</summary>
internal static class ContinuationToken
{
    public static string Write(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes(key));

    /// <exception cref="S3Exception">InvalidArgument.</exception>
    public static string Read(string token)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Convert.FromBase64String(token));
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw S3Exception.Argument("The continuation token provided is incorrect", "continuation-token", token);
        }
    }
}
