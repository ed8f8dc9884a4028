using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Google.Protobuf;

namespace CreditNotebooks.Spark.Engines.Connect.Grpc;

/// <summary>Reads the status that a gRPC call ends with, from trailers or, where there is no body, from headers.</summary>
internal static class GrpcHeaders
{
    /// <summary>The error that these headers report; null for status OK, and for headers without a status.</summary>
    /// <param name="headers">Trailers or headers.</param>
    /// <param name="isPresent">Whether there is a status at all.</param>
    public static GrpcException? Error(HttpHeaders headers, out bool isPresent)
    {
        isPresent = Value(headers, "grpc-status") is not null;
        if (Value(headers, "grpc-status") is not { } status || status == "0")
        {
            return null;
        }
        var code = int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && Enum.IsDefined((GrpcStatusCode)number) ? (GrpcStatusCode)number : GrpcStatusCode.Unknown;
        return new GrpcException(code, PercentDecoded(Value(headers, "grpc-message") ?? ""), GrpcFailure.Answer, Details(headers));
    }

    /// <summary>The status that gRPC's documentation gives an HTTP answer that is not gRPC's.</summary>
    public static GrpcStatusCode Of(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => GrpcStatusCode.Internal,
        HttpStatusCode.Unauthorized => GrpcStatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => GrpcStatusCode.PermissionDenied,
        HttpStatusCode.NotFound => GrpcStatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
            GrpcStatusCode.Unavailable,
        _ => GrpcStatusCode.Unknown,
    };

    /// <summary>The text of <c>grpc-message</c>: UTF-8 with bytes as %XX. What is no such escape stays as it is.</summary>
    public static string PercentDecoded(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length
                && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text, i, 1));
            }
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>The bytes of a <c>-bin</c> header: base64, with padding or without.</summary>
    /// <exception cref="FormatException">It is no base64.</exception>
    public static byte[] Binary(string text) =>
        Convert.FromBase64String(text.TrimEnd('=').PadRight((text.TrimEnd('=').Length + 3) / 4 * 4, '='));

    // Details that cannot be read are none: the status and its message are there all the same.
    private static Protocol.Status? Details(HttpHeaders headers)
    {
        if (Value(headers, "grpc-status-details-bin") is not { } details)
        {
            return null;
        }
        try
        {
            return Protocol.Status.Parser.ParseFrom(Binary(details));
        }
        catch (Exception e) when (e is FormatException or InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static string? Value(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.First() : null;
}
