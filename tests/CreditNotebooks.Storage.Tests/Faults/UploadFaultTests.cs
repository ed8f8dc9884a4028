using CreditNotebooks.Storage.Tests.Fakes;
using static CreditNotebooks.Storage.Tests.StoreExtensions;

namespace CreditNotebooks.Storage.Tests.Faults;

/// <summary>Writes that fail half-way.</summary>
public sealed class UploadFaultTests : FaultTests
{
    [Fact]
    public async Task Only_the_part_that_failed_is_sent_again()
    {
        var content = Random(450_000);
        Server.FailFirst(1, request => request.IsPart && request.Query["partNumber"] == "3", new Fault(LoseRequest: true));
        var progress = new Reports();
        var put = await Store.PutAsync("k", new MemoryStream(content), new PutOptions { Progress = progress });
        Assert.Equal(content, Server.Bucket.Objects["k"].Content);
        Assert.Equal(Server.Bucket.Objects["k"].ETag, put.ETag);
        Assert.Equal([1, 1, 2, 1, 1], Enumerable.Range(1, 5)
            .Select(number => Server.Count(request => request.IsPart && request.Query["partNumber"] == $"{number}")));
        Assert.Equal(new TransferProgress(450_000, 450_000), progress.All.MaxBy(report => report.Done));
    }

    [Fact]
    public async Task An_upload_that_fails_leaves_no_part()
    {
        Server.Fails = request => request.IsPart && request.Query["partNumber"] == "4" ? new Fault(403, "AccessDenied") : null;
        await FailsAsync(StorageConditions.AccessDenied, () => Store.PutAsync("k", new MemoryStream(Random(900_000))));
        Assert.Empty(Server.Bucket.Uploads);
        Assert.Empty(Server.Bucket.Objects);
    }

    [Fact]
    public async Task An_upload_that_is_cancelled_leaves_no_part()
    {
        using var stop = new CancellationTokenSource();
        Server.Fails = request =>
        {
            if (request.IsPart && request.Query["partNumber"] == "4") stop.Cancel();
            return null;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Store.PutAsync("k", new MemoryStream(Random(900_000)), cancellationToken: stop.Token));
        Assert.Empty(Server.Bucket.Uploads);
        Assert.Empty(Server.Bucket.Objects);
    }

    [Fact]
    public async Task A_source_that_breaks_leaves_no_part()
    {
        await Assert.ThrowsAsync<IOException>(() => Store.PutAsync("k", new BreakingStream(350_000)));
        Assert.Empty(Server.Bucket.Uploads);
    }

    [Fact]
    public async Task Few_parts_are_on_their_way_at_once()
    {
        var (now, most) = (0, 0);
        Server.Fails = request =>
        {
            if (!request.IsPart) return null;
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            // A second part is on its way by then, or there will be none.
            SpinWait.SpinUntil(() => Volatile.Read(ref most) > 1, TimeSpan.FromSeconds(5));
            Thread.Sleep(5);
            Interlocked.Decrement(ref now);
            return null;
        };
        await Store.PutAsync("k", new StreamOfUnknownLength(Random(2_000_000)));
        Assert.InRange(most, 2, 4);

        static void InterlockedMax(ref int value, int other)
        {
            for (var seen = value; seen < other && Interlocked.CompareExchange(ref value, other, seen) != seen; seen = value) { }
        }
    }

    [Fact]
    public async Task A_completion_whose_answer_was_lost_is_the_success_it_was()
    {
        Server.FailFirst(1, request => request.Method == "POST" && request.Query.ContainsKey("uploadId"), new Fault(LoseAnswer: true));
        var put = await Store.PutAsync("k", new MemoryStream(Random(300_000)));
        Assert.Equal(Server.Bucket.Objects["k"].ETag, put.ETag);
    }
}
