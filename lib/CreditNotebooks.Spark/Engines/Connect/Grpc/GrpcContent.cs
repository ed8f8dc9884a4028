using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace CreditNotebooks.Spark.Engines.Connect.Grpc;

/// <summary>The body of a call: each message in a frame of a flag byte (0: not compressed), its length in 4 bytes, and its bytes.
/// As its length is not known beforehand, .NET reads the answer while it still sends: a server that refuses a large request is heard at
/// once, where a content of known length would wait for ever for the server to read on.</summary>
internal sealed class GrpcContent : HttpContent
{
    public const int FrameHeader = 5;

    // What a frame is sent in, so that a refusal stops a large one.
    private const int Piece = 1 << 16;

    private readonly IEnumerable<IMessage> _messages;
    private readonly int _maxMessageSize;

    /// <summary>A body of these messages; each is made when the one before is sent.</summary>
    public GrpcContent(IEnumerable<IMessage> messages, int maxMessageSize)
    {
        _messages = messages;
        _maxMessageSize = maxMessageSize;
        Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
    }

    /// <summary>What kept the body from being sent whole, where that was a message and not the connection.</summary>
    public Exception? Refusal { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, default);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        foreach (var frame in Frames())
        {
            for (var at = 0; at < frame.Length; at += Piece)
            {
                await stream.WriteAsync(frame.AsMemory(at, Math.Min(Piece, frame.Length - at)), cancellationToken).ConfigureAwait(false);
            }
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    /// <summary>A message in its frame.</summary>
    /// <exception cref="GrpcException">It is larger than a message may be.</exception>
    public static byte[] Frame(IMessage message, int maxMessageSize)
    {
        var size = message.CalculateSize();
        if (size > maxMessageSize)
        {
            throw new GrpcException(GrpcStatusCode.ResourceExhausted,
                $"The request has {size:N0} bytes, and a message may have {maxMessageSize:N0}: send less, "
                + "or raise grpc_max_message_size here and on the server.",
                GrpcFailure.Setup);
        }
        var frame = new byte[FrameHeader + size];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), size);
        message.WriteTo(frame.AsSpan(FrameHeader));
        return frame;
    }

    private IEnumerable<byte[]> Frames()
    {
        using var messages = _messages.GetEnumerator();
        while (true)
        {
            byte[] frame;
            try
            {
                if (!messages.MoveNext())
                {
                    yield break;
                }
                frame = Frame(messages.Current, _maxMessageSize);
            }
            catch (Exception e)
            {
                Refusal = e;
                throw;
            }
            yield return frame;
        }
    }
}
