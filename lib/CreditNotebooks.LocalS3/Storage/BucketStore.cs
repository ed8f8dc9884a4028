using System.Threading.Channels;
using CreditNotebooks.LocalS3.Requests;

namespace CreditNotebooks.LocalS3.Storage;

/// <summary>
/// A bucket: its state in memory, and the one writer of its journal. The writes that wait are decided one by one against the state, written
/// as one frame,
/// flushed once, and only then applied and acknowledged: what a reader sees is on the disk.
/// </summary>
internal sealed class BucketStore : IAsyncDisposable
{
    private const int MostWritesAFrame = 256;
    private const int SmallestJournalToRewrite = 10_000;
    private readonly BlobStore _blobs;
    private readonly Channel<Write> _writes = Channel.CreateUnbounded<Write>(new() { SingleReader = true });
    private readonly Task _writer;
    private readonly Action<string> _log;
    private readonly Func<Journal> _reopen;
    private Journal _journal;
    private long _longestJournal;
    private bool _deleted;

    private BucketStore(string name, BlobStore blobs, BucketState state, Journal journal, Func<Journal> reopen, Action<string> log)
    {
        (Name, _blobs, State, _journal, _reopen, _log) = (name, blobs, state, journal, reopen, log);
        _longestJournal = SmallestJournalToRewrite + 2 * state.Records;
        _writer = Task.Run(WriteAsync);
    }

    public string Name { get; }

    public BucketState State { get; }

    /// <summary>Opens the bucket in a folder; null when the folder holds none.</summary>
    public static BucketStore? Open(string name, string folder, BlobStore blobs, Action<string> log,
        Func<string, JournalFile>? openJournal = null)
    {
        var state = new BucketState(blobs);
        var freed = new List<Segment>();
        var journal = Journal.Open(JournalIn(folder), change => state.Apply(change, freed), openJournal);
        // Replaying touches no file: what is not referred to in the end is deleted as an orphan.
        blobs.Forget(freed);
        if (state.Exists) return new(name, blobs, state, journal, () => Journal.Open(JournalIn(folder), _ => { }, openJournal), log);
        journal.Dispose();
        return null;
    }

    /// <summary>Writes a new bucket's first changes into a folder.</summary>
    public static void Begin(string folder, IReadOnlyCollection<Change> changes)
    {
        Disk.CreateFolder(folder);
        using (var journal = Journal.Open(JournalIn(folder), _ => { }))
        {
            journal.Append(changes);
        }
        Disk.SyncFolder(folder);
    }

    /// <summary>
    /// Decides on changes and makes them, all or none. The decision sees every earlier write to what <paramref name="subject"/> names, and
    /// none that comes later.
    /// </summary>
    /// <param name="subject">The key or the upload that is written; null for the bucket as a whole.</param>
    /// <param name="decide">The changes, and the answer once they are on the disk. It may refuse with an exception.</param>
    public async Task<T> CommitAsync<T>(IReadOnlyList<string>? subject, Func<BucketState, (IReadOnlyList<Change> Changes, T Answer)> decide)
    {
        T? answer = default;
        var write = new Write(subject, state =>
        {
            if (_deleted) throw new S3Exception(S3Error.NoSuchBucket);
            (var changes, answer) = decide(state);
            return changes;
        });
        if (!_writes.Writer.TryWrite(write)) throw new S3Exception(S3Error.ServiceUnavailable);
        await write.Done.Task.ConfigureAwait(false);
        return answer!;
    }

    /// <summary>Ends the bucket when it is empty: no write comes after. Its unfinished uploads go with it.</summary>
    /// <param name="remove">Takes the bucket's folder away. When that fails, the bucket is as it was.</param>
    public Task DeleteAsync(Action remove) => CommitAsync<bool>(null, state =>
    {
        if (!state.Keys.IsEmpty) throw new S3Exception(S3Error.BucketNotEmpty);
        _journal.Repair();
        // Windows moves no folder that has an open file.
        _journal.Dispose();
        try
        {
            remove();
        }
        catch
        {
            _journal = _reopen();
            throw;
        }
        _deleted = true;
        var freed = new List<Segment>();
        foreach (var upload in state.Uploads.ToList())
        {
            state.Apply(new UploadEnded(upload.Id), freed);
        }
        Release(freed);
        return ([], true);
    });

    public async ValueTask DisposeAsync()
    {
        _writes.Writer.TryComplete();
        await _writer.ConfigureAwait(false);
        try
        {
            _journal.Repair();
        }
        catch (IOException e)
        {
            _log($"A write to bucket {Name} that was answered with an error may be there at the next start: {e.Message}");
        }
        _journal.Dispose();
    }

    private static string JournalIn(string folder) => Path.Combine(folder, "journal");

    private async Task WriteAsync()
    {
        var frame = new List<(Write Write, IReadOnlyList<Change> Changes)>();
        var subjects = new HashSet<string>(StringComparer.Ordinal);
        while (await _writes.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_writes.Reader.TryRead(out var write))
            {
                if (write.Subject is null || frame.Count == MostWritesAFrame || write.Subject.Any(subjects.Contains)) Flush();
                IReadOnlyList<Change> changes;
                try
                {
                    changes = write.Decide(State);
                }
                catch (Exception e)
                {
                    write.Done.SetException(e);
                    continue;
                }
                frame.Add((write, changes));
                subjects.UnionWith(write.Subject ?? []);
                if (write.Subject is null) Flush();
            }
            Flush();
        }

        void Flush()
        {
            if (frame.Count == 0) return;
            try
            {
                Make([.. frame.SelectMany(f => f.Changes)]);
                foreach (var (write, _) in frame)
                {
                    write.Done.SetResult();
                }
            }
            catch (Exception e)
            {
                foreach (var (write, _) in frame)
                {
                    write.Done.SetException(e);
                }
            }
            frame.Clear();
            subjects.Clear();
        }
    }

    /// <summary>Writes the changes, and makes them seen.</summary>
    private void Make(Change[] changes)
    {
        if (changes.Length == 0) return;
        _blobs.SyncFolders(changes.SelectMany(SegmentsOf));
        _journal.Append(changes);
        var freed = new List<Segment>();
        foreach (var change in changes)
        {
            State.Apply(change, freed);
        }
        Release(freed);
        if (_journal.Changes > _longestJournal) Shorten();
    }

    // The changes are on the disk, and so acknowledged whatever becomes of the bytes that they replace.
    private void Release(List<Segment> freed)
    {
        try
        {
            _blobs.Release(freed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log($"Bytes that bucket {Name} no longer needs could not be deleted, which is done at the next start: {e.Message}");
        }
    }

    /// <summary>Rewrites the journal. The writes that made it long stand whether that works or not.</summary>
    private void Shorten()
    {
        try
        {
            _journal.Rewrite(State.Snapshot());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log($"The journal of bucket {Name} could not be shortened, which is tried again later: {e.Message}");
        }
        _longestJournal = Math.Max(_journal.Changes, 2 * State.Records) + SmallestJournalToRewrite;
    }

    private static IEnumerable<Segment> SegmentsOf(Change change) => change switch
    {
        VersionAdded added => added.Version.Segments,
        PartStored stored => stored.Part.Segments,
        _ => [],
    };

    private sealed record Write(IReadOnlyList<string>? Subject, Func<BucketState, IReadOnlyList<Change>> Decide)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
