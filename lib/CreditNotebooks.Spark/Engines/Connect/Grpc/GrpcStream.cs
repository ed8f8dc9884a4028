using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace CreditNotebooks.Spark.Engines.Connect.Grpc;

/// <summary>The messages that a call answers with, read one by one as they are asked for: what is not asked for stays with the
/// server.</summary>
internal sealed class GrpcStream<T> : IDisposable where T : IMessage<T>
{
    private readonly GrpcCall _call;
    private readonly MessageParser<T> _parser;
    private readonly byte[] _header = new byte[GrpcContent.FrameHeader];

    internal GrpcStream(GrpcCall call, MessageParser<T> parser)
    {
        _call = call;
        _parser = parser;
    }

    /// <summary>The next message, or null once the call has ended with status OK.</summary>
    /// <exception cref="GrpcException">The call ended with another status, or the connection broke.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public Task<T?> NextAsync() => _call.Run(ReadAsync);

    /// <summary>Ends the call; the server is told where it has not ended yet.</summary>
    public void Dispose() => _call.Dispose();

    private async Task<T?> ReadAsync(CancellationToken cancellationToken)
    {
        var body = await _call.BodyAsync(cancellationToken).ConfigureAwait(false);
        var read = await body.ReadAtLeastAsync(_header, _header.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        if (read == 0)
        {
            _call.Finish();
            return default;
        }
        if (read < _header.Length)
        {
            throw _call.Cut();
        }
        var length = BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(1));
        if (_header[0] != 0)
        {
            throw _call.Broken($"sent a message with the compression flag {_header[0]}, though none was agreed on");
        }
        if (length > _call.MaxMessageSize)
        {
            throw new GrpcException(GrpcStatusCode.ResourceExhausted,
                $"The answer of {_call.Server} has a message of {length:N0} bytes, and a message may have {_call.MaxMessageSize:N0}: "
                + "raise grpc_max_message_size in the connection string.",
                GrpcFailure.Setup);
        }
        var size = (int)length;
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            if (await body.ReadAtLeastAsync(buffer.AsMemory(0, size), size, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false) < size)
            {
                throw _call.Cut();
            }
            return _parser.ParseFrom(buffer, 0, size);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw _call.Broken("sent a message that cannot be read: " + e.Message);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
