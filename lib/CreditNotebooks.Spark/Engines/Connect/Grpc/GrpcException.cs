using CreditNotebooks.Display;

namespace CreditNotebooks.Spark.Engines.Connect.Grpc;

/// <summary>gRPC's status codes, with its numbers.</summary>
internal enum GrpcStatusCode
{
    Ok,
    Cancelled,
    Unknown,
    InvalidArgument,
    DeadlineExceeded,
    NotFound,
    AlreadyExists,
    PermissionDenied,
    ResourceExhausted,
    FailedPrecondition,
    Aborted,
    OutOfRange,
    Unimplemented,
    Internal,
    Unavailable,
    DataLoss,
    Unauthenticated,
}

/// <summary>Who a failure comes from; it decides whether trying again can help.</summary>
internal enum GrpcFailure
{
    /// <summary>The server answered with this status.</summary>
    Answer,

    /// <summary>The connection was refused, or it broke before the answer was whole.</summary>
    Connection,

    /// <summary>What is there is no such server: no such host, no TLS, no gRPC, or a message that may not be sent.</summary>
    Setup,
}

/// <summary>A call that did not end with status OK.</summary>
internal sealed class GrpcException : Exception
{
    public GrpcException(
        GrpcStatusCode status, string detail, GrpcFailure failure, Protocol.Status? details = null, Exception? inner = null)
        : base(Redaction.Apply(detail), inner)
    {
        Status = status;
        Failure = failure;
        Details = details;
    }

    public GrpcStatusCode Status { get; }

    public GrpcFailure Failure { get; }

    /// <summary>The messages of <c>grpc-status-details-bin</c>, where the server sent some.</summary>
    public Protocol.Status? Details { get; }

    /// <summary>The detail of this type, or null.</summary>
    public T? Detail<T>() where T : class, Google.Protobuf.IMessage<T>, new()
    {
        foreach (var any in Details?.Details ?? [])
        {
            if (any.TryUnpack<T>(out var detail))
            {
                return detail;
            }
        }
        return null;
    }
}
