using Amazon.Runtime;

namespace CreditNotebooks.Storage.S3;

/// <summary>The body of a GET that goes on where the connection broke, or where no byte came for a while. Each new request asks for the
/// same ETag, so that the bytes are of one version; it gives up when several requests in a row bring nothing.</summary>
internal sealed class ResumingStream : ReadOnlyStream
{
    private readonly Func<long, CancellationToken, Task<Stream>> _open;
    private readonly S3Settings _settings;
    private readonly string _where;
    private readonly long _length;
    private Stream? _body;
    private long _read;
    private int _failures;

    /// <param name="body">The first answer's body.</param>
    /// <param name="length">How many bytes there are in all.</param>
    /// <param name="open">Opens the rest from an offset into this stream.</param>
    /// <param name="settings">How long to wait, how often to try.</param>
    /// <param name="where">The object, for messages.</param>
    public ResumingStream(Stream body, long length, Func<long, CancellationToken, Task<Stream>> open, S3Settings settings, string where)
    {
        _body = body;
        _length = length;
        _open = open;
        _settings = settings;
        _where = where;
    }

    public override long Length => _length;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length > _length - _read) buffer = buffer[..(int)(_length - _read)];
        if (buffer.IsEmpty) return 0;
        while (true)
        {
            Exception cause;
            try
            {
                _body ??= await _open(_read, cancellationToken).ConfigureAwait(false);
                var count = await ReadInTimeAsync(_body, buffer, cancellationToken).ConfigureAwait(false);
                if (count > 0)
                {
                    _read += count;
                    _failures = 0;
                    return count;
                }

                cause = new EndOfStreamException($"the body ended {_length - _read:N0} bytes early");
            }
            catch (Exception exception)
                when (exception is not AmazonServiceException && S3Failure.IsOfStorage(exception, cancellationToken))
            {
                cause = exception;
            }

            await DropBodyAsync().ConfigureAwait(false);
            if (++_failures >= _settings.MaxAttempts) throw S3Failure.Explain(cause, _where);
            await Backoff.WaitAsync(_failures, cancellationToken).ConfigureAwait(false);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await DropBodyAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        _body?.Dispose();
        _body = null;
        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadInTimeAsync(Stream body, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_settings.Timeout);
        return await body.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
    }

    private async ValueTask DropBodyAsync()
    {
        if (_body is null) return;
        var body = _body;
        _body = null;
        await body.DisposeAsync().ConfigureAwait(false);
    }
}
