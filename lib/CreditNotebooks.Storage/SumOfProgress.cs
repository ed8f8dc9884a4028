namespace CreditNotebooks.Storage;

/// <summary>The progress of several transfers as that of one.</summary>
internal sealed class SumOfProgress(IProgress<TransferProgress>? all, long total)
{
    private long _done;

    /// <summary>The progress of one of them.</summary>
    public IProgress<TransferProgress> Part() => new OfOne(this);

    private void Add(long bytes) => all?.Report(new TransferProgress(Interlocked.Add(ref _done, bytes), total));

    // Ranges of one transfer report from several threads, and a late report may be of less than an earlier one.
    private sealed class OfOne(SumOfProgress sum) : IProgress<TransferProgress>
    {
        private readonly Lock _lock = new();
        private long _most;

        public void Report(TransferProgress value)
        {
            long more;
            lock (_lock)
            {
                more = value.Done - _most;
                if (more > 0) _most = value.Done;
            }

            if (more > 0) sum.Add(more);
        }
    }
}
