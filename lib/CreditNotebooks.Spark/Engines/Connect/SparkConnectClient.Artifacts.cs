using CreditNotebooks.Spark.Engines.Connect.Protocol;
using CreditNotebooks.Spark.Catalogue;
using Google.Protobuf;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>Files and local rows that are sent to the session.</summary>
internal sealed partial class SparkConnectClient
{
    // As Spark's own clients: far below the limit of a message.
    private const int ArtifactChunk = 32 << 10;

    /// <summary>Sends a file, or bytes, to the session, piece by piece.</summary>
    /// <param name="name">A relative path: <c>files/NAME</c> for a file of the session, <c>cache/HASH</c> (SHA-256 in lower-case
    /// hexadecimal) for local rows.</param>
    /// <param name="open">Opens the bytes, from the start; again when the connection breaks. They must have a length.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SparkException">The server has other bytes than were sent, or refuses them.</exception>
    public void AddArtifact(string name, Func<Stream> open, CancellationToken cancellationToken = default)
    {
        var answer = Blocking(() => Retrying(async () =>
        {
            using var content = open();
            return await _channel.ClientStreamingAsync("AddArtifacts", Pieces(name, content), AddArtifactsResponse.Parser, null,
                cancellationToken).ConfigureAwait(false);
        }, cancellationToken), []);
        Observe((answer.SessionId, answer.ServerSideSessionId));
        if (answer.Artifacts.FirstOrDefault(a => !a.IsCrcSuccessful) is not null)
        {
            throw new SparkException("SPARK_CONNECT.DATA_LOSS", $"{name} did not arrive whole at {Connection.Server}; send it again.");
        }
    }

    /// <summary>Whether the session has this artifact already.</summary>
    public bool HasArtifact(string name, CancellationToken cancellationToken = default)
    {
        var request = new ArtifactStatusesRequest
        {
            SessionId = SessionId,
            UserContext = _user,
            ClientType = Connection.UserAgent,
            Names = { name },
        };
        var answer = Call("ArtifactStatus", request, ArtifactStatusesResponse.Parser, cancellationToken, [],
            (r, id) => r.ClientObservedServerSideSessionId = id, r => (r.SessionId, r.ServerSideSessionId));
        return answer.Statuses.TryGetValue(name, out var status) && status.Exists;
    }

    private IEnumerable<AddArtifactsRequest> Pieces(string name, Stream content)
    {
        var total = content.Length;
        var count = Math.Max(1, (total + ArtifactChunk - 1) / ArtifactChunk);
        for (var i = 0L; i < count; i++)
        {
            var piece = Piece(content);
            var request = new AddArtifactsRequest { SessionId = SessionId, UserContext = _user, ClientType = Connection.UserAgent };
            if (_serverSessionId is { } known)
            {
                request.ClientObservedServerSideSessionId = known;
            }
            if (count == 1)
            {
                request.Batch = new() { Artifacts = { new AddArtifactsRequest.Types.SingleChunkArtifact { Name = name, Data = piece } } };
            }
            else if (i == 0)
            {
                request.BeginChunk = new() { Name = name, TotalBytes = total, NumChunks = count, InitialChunk = piece };
            }
            else
            {
                request.Chunk = piece;
            }
            yield return request;
        }
    }

    private static AddArtifactsRequest.Types.ArtifactChunk Piece(Stream content)
    {
        var bytes = new byte[ArtifactChunk];
        Array.Resize(ref bytes, content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        return new() { Data = UnsafeByteOperations.UnsafeWrap(bytes), Crc = Digests.Crc32(bytes) };
    }
}
