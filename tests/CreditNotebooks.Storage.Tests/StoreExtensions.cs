using System.Text;

namespace CreditNotebooks.Storage.Tests;

internal static class StoreExtensions
{
    public static Task<PutResult> PutTextAsync(this IObjectStore store, string key, string text, PutCondition? condition = null) =>
        store.PutAsync(key, new MemoryStream(Encoding.UTF8.GetBytes(text)), new PutOptions { Condition = condition });

    public static async Task<string> GetTextAsync(this IObjectStore store, string key, ByteRange? range = null, string? ifMatch = null) =>
        Encoding.UTF8.GetString(await store.GetBytesAsync(key, range, ifMatch));

    public static async Task<byte[]> GetBytesAsync(this IObjectStore store, string key, ByteRange? range = null, string? ifMatch = null)
    {
        await using var content = await store.GetAsync(key, range, ifMatch);
        var bytes = new MemoryStream();
        await content.Stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    public static async Task<List<string>> KeysAsync(this IObjectStore store, string prefix = "", string? delimiter = null,
        string? startAfter = null) =>
        await store.ListAsync(prefix, delimiter, startAfter).Select(entry => entry.Key).ToListAsync();

    public static async Task FailsAsync(string condition, Func<Task> action)
    {
        var exception = await Assert.ThrowsAsync<StorageException>(action);
        Assert.Equal(condition, exception.Condition);
    }
}

/// <summary>A stream that does not know its length, as a pipe or a compressor.</summary>
internal sealed class StreamOfUnknownLength(byte[] content) : ReadOnlyStream
{
    private int _at;

    public override long Length => throw new NotSupportedException();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Math.Min(Math.Min(buffer.Length, 777), content.Length - _at);
        content.AsSpan(_at, count).CopyTo(buffer.Span);
        _at += count;
        return ValueTask.FromResult(count);
    }
}

/// <summary>A source that fails after so many bytes.</summary>
internal sealed class BreakingStream(int left) : ReadOnlyStream
{
    private int _left = left;

    public override long Length => 1_000_000;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left == 0) throw new IOException("the source broke");
        var count = Math.Min(buffer.Length, _left);
        _left -= count;
        return ValueTask.FromResult(count);
    }
}

/// <summary>Keeps what is reported, at once and in order.</summary>
internal sealed class Reports : IProgress<TransferProgress>
{
    private readonly Lock _lock = new();
    private readonly List<TransferProgress> _reports = [];

    public IReadOnlyList<TransferProgress> All
    {
        get
        {
            lock (_lock) return [.. _reports];
        }
    }

    public void Report(TransferProgress value)
    {
        lock (_lock) _reports.Add(value);
    }
}
