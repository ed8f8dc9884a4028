using Google.Protobuf;
using static CreditNotebooks.Spark.Engines.Connect.Protocol.ExecutePlanResponse.Types;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>Joins the pieces that a large Arrow batch comes in, and sees to it that no piece and no row is missing.</summary>
internal sealed class BatchChunks(string server)
{
    private readonly List<ByteString> _pieces = [];
    private long _rows;
    private long _count;

    /// <summary>The whole batch, or null where more pieces of it are to come.</summary>
    /// <exception cref="SparkException">A piece is missing or comes twice.</exception>
    public ArrowBatch? Join(ArrowBatch piece)
    {
        if (piece.HasStartOffset && piece.StartOffset != _rows)
        {
            throw Wrong($"a batch that begins with row {piece.StartOffset} where row {_rows} is the next");
        }
        var count = piece.HasNumChunksInBatch ? piece.NumChunksInBatch : 1;
        if ((piece.HasChunkIndex ? piece.ChunkIndex : 0) != _pieces.Count || count < 1 || _pieces.Count > 0 && count != _count)
        {
            throw Wrong($"piece {piece.ChunkIndex} of a batch where piece {_pieces.Count} is the next");
        }
        _count = count;
        _pieces.Add(piece.Data);
        if (_pieces.Count < count)
        {
            return null;
        }
        _rows += piece.RowCount;
        var whole = _pieces.Count == 1 ? piece : new ArrowBatch { RowCount = piece.RowCount, Data = Joined() };
        _pieces.Clear();
        return whole;
    }

    /// <summary>Sees to it that no batch lacks pieces.</summary>
    /// <exception cref="SparkException">One does.</exception>
    public void CheckWhole()
    {
        if (_pieces.Count > 0)
        {
            throw Wrong($"the end of the result after {_pieces.Count} pieces of a batch that has more");
        }
    }

    private ByteString Joined()
    {
        var bytes = new byte[_pieces.Sum(p => (long)p.Length)];
        var at = 0;
        foreach (var piece in _pieces)
        {
            piece.Span.CopyTo(bytes.AsSpan(at));
            at += piece.Length;
        }
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    private SparkException Wrong(string what) => new("SPARK_CONNECT.DATA_LOSS", $"{server} sent {what}; run the query again.");
}
