using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;

namespace CreditNotebooks.Storage.S3;

/// <summary>What S3 and the connection to it answer, as one sentence that says what to do.</summary>
internal static class S3Failure
{
    private static readonly Dictionary<string, string> Advice = new(StringComparer.Ordinal)
    {
        [StorageConditions.NoSuchKey] = "There is no such object. Look at the listing of the bucket for the keys that there are.",
        [StorageConditions.NoSuchBucket] = "There is no such bucket at this endpoint. Look at its spelling, or create it.",
        [StorageConditions.PreconditionFailed] =
            "The object is not in the state that this request asked for: another was faster. Read it again.",
        [StorageConditions.AccessDenied] =
            "These credentials may not do this. Look at the IAM policy of the user and at the bucket's policy.",
        [StorageConditions.SignatureDoesNotMatch] =
            "The secret key does not belong to the access key. Look at AWS_SECRET_ACCESS_KEY, or the profile.",
        [StorageConditions.InvalidAccessKeyId] =
            "The access key is unknown here. Look at AWS_ACCESS_KEY_ID, the profile, and the endpoint.",
        [StorageConditions.SlowDown] = "The endpoint asks for fewer requests, and did so at every attempt. Try again later.",
        [StorageConditions.InvalidRange] = "The range starts behind the end of the object.",
        [StorageConditions.NotImplemented] = "The endpoint cannot do this.",
        ["ExpiredToken"] = "The temporary credentials have expired. Get new ones, as by 'aws sso login'.",
        ["InvalidToken"] =
            "The session token is not valid. Look at AWS_SESSION_TOKEN, and unset it with credentials that are not temporary.",
        ["RequestTimeTooSkewed"] = "This computer's clock is too far from the endpoint's. Set it right.",
        ["PermanentRedirect"] = "The bucket is in another region. Set AWS_REGION to it.",
        ["AuthorizationHeaderMalformed"] =
            "The request was signed for another region than the endpoint's. Set AWS_REGION to the bucket's region.",
        ["BucketAlreadyExists"] = "The name belongs to another account's bucket: names are unique in all of S3. Choose another one.",
        ["BucketAlreadyOwnedByYou"] = "The bucket is yours already.",
        ["BucketNotEmpty"] = "There are objects in the bucket. Delete them first.",
    };

    /// <summary>The names that an answer without a body has, by its status.</summary>
    private static readonly Dictionary<HttpStatusCode, string> ByStatus = new()
    {
        [HttpStatusCode.NotFound] = StorageConditions.NoSuchKey,
        [HttpStatusCode.Forbidden] = StorageConditions.AccessDenied,
        [HttpStatusCode.PreconditionFailed] = StorageConditions.PreconditionFailed,
        [HttpStatusCode.RequestedRangeNotSatisfiable] = StorageConditions.InvalidRange,
        [HttpStatusCode.NotImplemented] = StorageConditions.NotImplemented,
        [HttpStatusCode.ServiceUnavailable] = StorageConditions.SlowDown,
        [HttpStatusCode.MovedPermanently] = "PermanentRedirect",
    };

    /// <summary>Whether an error is the endpoint's or the connection's, and not the caller's own.</summary>
    public static bool IsOfStorage(Exception exception, CancellationToken cancellationToken) =>
        exception is AmazonServiceException or AmazonClientException or HttpRequestException or SocketException or TimeoutException
        || exception is IOException and not StorageException
        || exception is OperationCanceledException && !cancellationToken.IsCancellationRequested;

    public static StorageException Explain(Exception exception, string where) => exception switch
    {
        AmazonS3Exception s3 => Answered(s3, where),
        AmazonServiceException { StatusCode: not 0 } service => Answered(service, where),
        _ when Innermost<SocketException>(exception) is
            { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound } socket =>
            new(StorageConditions.EndpointUnreachable, where,
                $"Nothing answers there ({socket.Message}). Start the server, as 'credit s3 serve' on this machine, "
                + "or look at AWS_ENDPOINT_URL_S3 and AWS_REGION.", exception),
        OperationCanceledException or TimeoutException => new(StorageConditions.RequestTimeout, where,
            "There was no answer in time, at any attempt. Look at the connection, and try again.", exception),
        _ => new(StorageConditions.RequestTimeout, where,
            $"The connection broke at every attempt ({exception.GetBaseException().Message}). Look at it, and try again.", exception),
    };

    /// <summary>S3's name of an answered error.</summary>
    public static string ConditionOf(AmazonServiceException exception) =>
        string.IsNullOrEmpty(exception.ErrorCode) || IsStatusName(exception.ErrorCode)
            ? ByStatus.GetValueOrDefault(exception.StatusCode)
                ?? (string.IsNullOrEmpty(exception.ErrorCode) ? $"Http{(int)exception.StatusCode}" : exception.ErrorCode)
            : exception.ErrorCode switch
            {
                "RequestThrottled" or "ThrottlingException" or "TooManyRequests" or "ServiceUnavailable" => StorageConditions.SlowDown,
                "ConditionalRequestConflict" => StorageConditions.PreconditionFailed,
                var code => code,
            };

    /// <summary>Whether the answer had no body, as one to HEAD, so that S3's own name of the error is not known.</summary>
    public static bool IsAnonymous(AmazonServiceException exception) =>
        string.IsNullOrEmpty(exception.ErrorCode) || IsStatusName(exception.ErrorCode);

    private static bool IsStatusName(string code) => Enum.TryParse<HttpStatusCode>(code, out _);

    private static StorageException Answered(AmazonServiceException exception, string where)
    {
        var condition = ConditionOf(exception);
        var sentence = Advice.GetValueOrDefault(condition)
            ?? $"The endpoint answered {(int)exception.StatusCode}: {exception.Message.TrimEnd('.')}.";
        return new StorageException(condition, where, sentence, exception);
    }

    /// <summary>The error itself, or the first of that kind among those that led to it.</summary>
    public static T? Innermost<T>(Exception exception)
        where T : Exception
    {
        for (var at = exception; at is not null; at = at.InnerException)
        {
            if (at is T found) return found;
        }

        return null;
    }
}
