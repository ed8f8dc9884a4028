using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace CreditNotebooks.Spark.Engines.Connect.Grpc;

/// <summary>Says in one sentence why there is no connection, or no longer one.</summary>
internal static class ConnectionErrors
{
    // HTTP/2's error codes for what is no HTTP/2, and for "come back with HTTP/1.1".
    private const long ProtocolError = 0x1;
    private const long FrameSizeError = 0x6;
    private const long Http11Required = 0xD;

    /// <summary>The error of a call that this failure ended.</summary>
    /// <param name="error">What .NET says.</param>
    /// <param name="address">The server.</param>
    /// <param name="hasAnswered">Whether the server had begun to answer.</param>
    public static GrpcException Of(Exception error, Uri address, bool hasAnswered)
    {
        var server = address.Authority;
        var chain = Chain(error).ToList();
        var request = chain.OfType<HttpRequestException>().FirstOrDefault()?.HttpRequestError;
        if (chain.OfType<SocketException>().FirstOrDefault() is { } socket)
        {
            return socket.SocketErrorCode switch
            {
                SocketError.HostNotFound or SocketError.NoData =>
                    Setup($"There is no host named {address.Host}: correct the connection string.", error),
                SocketError.ConnectionRefused =>
                    Broken($"Nothing listens on {server}: start the Spark Connect server there, or correct the connection string.", error),
                SocketError.ConnectionReset or SocketError.Shutdown when !hasAnswered => Broken(Unanswered(address), error),
                _ => Broken($"The connection to {server} broke: {Sentence(socket.Message)}", error),
            };
        }
        if (chain.OfType<AuthenticationException>().FirstOrDefault() is { } tls && IsCertificate(tls))
        {
            return Setup($"The certificate of {server} is not trusted: {Sentence(tls.Message)}", error);
        }
        var code = chain.OfType<HttpProtocolException>().FirstOrDefault()?.ErrorCode;
        // TLS has a refusal of its own for the protocol that was asked for.
        if (request == HttpRequestError.VersionNegotiationError || code == Http11Required
            || chain.Any(e => e.Message.Contains("application protocol", StringComparison.OrdinalIgnoreCase)))
        {
            return Setup($"{server} does not speak HTTP/2: is a Spark Connect server there?", error);
        }
        if (request == HttpRequestError.SecureConnectionError)
        {
            return Setup($"{server} does not speak TLS: leave out use_ssl and token, or give the port that does.", error);
        }
        if (!hasAnswered && (IsHandshake(chain) || code is ProtocolError or FrameSizeError))
        {
            return Broken(Unanswered(address), error);
        }
        return Broken($"The connection to {server} broke: {Sentence(chain[^1].Message)}", error);
    }

    // A server that is starting or ending may do so, too.
    private static string Unanswered(Uri address) => address.Scheme == Uri.UriSchemeHttp
        ? $"What answers on {address.Authority} is no Spark Connect server without TLS: give its port, or use_ssl=true."
        : $"What answers on {address.Authority} is no Spark Connect server: give its port.";

    private static GrpcException Setup(string sentence, Exception error) =>
        new(GrpcStatusCode.Unavailable, sentence, GrpcFailure.Setup, inner: error);

    private static GrpcException Broken(string sentence, Exception error) =>
        new(GrpcStatusCode.Unavailable, sentence, GrpcFailure.Connection, inner: error);

    private static bool IsCertificate(AuthenticationException tls) =>
        tls.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase);

    // .NET has no code for it: the first frames were no HTTP/2.
    private static bool IsHandshake(IEnumerable<Exception> chain) =>
        chain.Any(e => e.Message.Contains("handshake", StringComparison.OrdinalIgnoreCase));

    private static string Sentence(string message) => message.TrimEnd('.') + ".";

    private static IEnumerable<Exception> Chain(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            yield return error;
        }
    }
}
