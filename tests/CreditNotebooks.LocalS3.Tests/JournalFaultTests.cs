using CreditNotebooks.LocalS3.Storage;

namespace CreditNotebooks.LocalS3.Tests;

/// <summary>Disks that fail: what was not acknowledged never comes back, and what was is kept.</summary>
public sealed class JournalFaultTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("credit-s3-journal-").FullName;
    private readonly FailingDisk _disk = new();

    private string Journals => Path.Combine(_folder, "journal");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Journal Open() => Journal.Open(Journals, _ => { }, _disk.Open);

    private static void Append(Journal journal, string value) => journal.Append([new SettingChanged("name", value)]);

    /// <summary>What a server that is started now finds, on a copy of the file.</summary>
    private List<string?> Found()
    {
        var copy = Path.Combine(_folder, "copy");
        File.Copy(Journals, copy, overwrite: true);
        var values = new List<string?>();
        using var journal = Journal.Open(copy, change => values.Add(((SettingChanged)change).Value));
        return values;
    }

    [Theory]
    [InlineData("flush")]
    [InlineData("flush, cut")]
    public void A_frame_whose_flush_failed_is_gone_at_once_and_the_journal_goes_on(string faults)
    {
        using var journal = Open();
        Append(journal, "kept");
        _disk.Fail(faults);
        Assert.Throws<IOException>(() => Append(journal, "a long one that leaves more bytes than the next one takes"));
        Assert.Equal(["kept"], Found());
        Append(journal, "next");
        Append(journal, "last");
        Assert.Equal(["kept", "next", "last"], Found());
    }

    [Fact]
    public void While_it_cannot_be_taken_back_nothing_is_acknowledged_and_then_it_is_and_the_journal_goes_on()
    {
        using var journal = Open();
        Append(journal, "kept");
        _disk.FailAlways("flush, cut, zeros");
        var told = Assert.Throws<IOException>(() => Append(journal, "lost"));
        Assert.Contains($"The journal {Journals} failed, and takes no more writes", told.Message, StringComparison.Ordinal);
        _disk.FailAlways("cut, zeros");
        Assert.Throws<IOException>(() => Append(journal, "refused"));
        _disk.FailAlways("");
        Append(journal, "next");
        Assert.Equal(["kept", "next"], Found());
    }

    [Fact]
    public async Task A_bucket_takes_back_at_its_end_what_it_could_not_when_it_failed()
    {
        var blobs = new BlobStore(Path.Combine(_folder, "blobs"));
        var bucket = Path.Combine(_folder, "bucket");
        BucketStore.Begin(bucket, [new BucketCreated(DateTime.UnixEpoch, "here")]);
        await using (var store = BucketStore.Open("bucket", bucket, blobs, Assert.Fail, _disk.Open)!)
        {
            await SetAsync(store, "kept");
            _disk.FailAlways("flush, cut, zeros");
            foreach (var value in new[] { "lost", "refused" })
            {
                await Assert.ThrowsAsync<IOException>(() => SetAsync(store, value));
                Assert.Equal("kept", store.State.Settings["name"]);
            }
            _disk.FailAlways("");
        }
        await using var again = BucketStore.Open("bucket", bucket, blobs, Assert.Fail)!;
        Assert.Equal("kept", again.State.Settings["name"]);

        static Task SetAsync(BucketStore store, string value) =>
            store.CommitAsync<bool>(null, _ => ([new SettingChanged("name", value)], true));
    }

    /// <summary>Files whose operations fail when told: what was written before a failed flush is in the file all the same.</summary>
    private sealed class FailingDisk
    {
        private readonly HashSet<string> _once = [];
        private readonly HashSet<string> _always = [];

        public JournalFile Open(string path) => new FailingFile(path, this);

        public void Fail(string faults) => _once.UnionWith(faults.Split(", "));

        public void FailAlways(string faults)
        {
            _always.Clear();
            _always.UnionWith(faults.Split(", "));
        }

        private void Try(string operation)
        {
            if (_once.Remove(operation) || _always.Contains(operation)) throw new IOException($"The disk refused to {operation}.");
        }

        private sealed class FailingFile(string path, FailingDisk disk) : JournalFile(path)
        {
            public override void Write(ReadOnlySpan<byte> bytes, long at)
            {
                if (!bytes.ContainsAnyExcept((byte)0)) disk.Try("zeros");
                base.Write(bytes, at);
            }

            public override void SetLength(long length)
            {
                disk.Try("cut");
                base.SetLength(length);
            }

            public override void Flush()
            {
                disk.Try("flush");
                base.Flush();
            }
        }
    }
}
