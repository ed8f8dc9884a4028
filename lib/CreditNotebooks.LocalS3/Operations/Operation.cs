using CreditNotebooks.LocalS3.Requests;

namespace CreditNotebooks.LocalS3.Operations;

/// <summary>What an operation is about.</summary>
internal enum Scope
{
    Service,
    Bucket,
    Object,
}

/// <summary>One operation of S3's.</summary>
/// <param name="Name">As in AWS's reference.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Scope">Whether it is about a bucket, an object or neither.</param>
/// <param name="Parameter">The query parameter that tells it from others; null for the plain one.</param>
/// <param name="Action">What a policy calls it; null where the handler asks by itself, or where only the account may.</param>
/// <param name="Handle">What answers it.</param>
internal sealed record Operation(string Name, string Method, Scope Scope, string? Parameter, string? Action, Func<S3Call, Task> Handle)
{
    /// <summary>A header that tells it from others.</summary>
    public string? Header { get; init; }

    /// <summary>What a policy calls it when the request names a version.</summary>
    public string? VersionAction { get; init; }

    /// <summary>Only the account itself may; no policy grants it to another user.</summary>
    public bool RootOnly { get; init; }

    /// <summary>The account keeps it even where a policy denies it, so that nobody locks a bucket for good.</summary>
    public bool SurvivesDeny { get; init; }

    public bool Fits(S3Request request) => Method == request.Method && (Parameter is null || request.Query.Has(Parameter)) && (Header is null || request.Header(Header) is not null);
}
