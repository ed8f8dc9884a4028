using CreditNotebooks.Storage.S3;
using CreditNotebooks.Storage.Tests.Fakes;
using static CreditNotebooks.Storage.Tests.StoreExtensions;

namespace CreditNotebooks.Storage.Tests.Faults;

/// <summary>Writes under a condition whose answers are lost, or whose condition nobody looks at.</summary>
public sealed class ConditionalWriteFaultTests : FaultTests
{
    [Fact]
    public async Task A_put_if_absent_whose_answer_was_lost_is_the_success_it_was()
    {
        await Store.PutTextAsync("shows-that-conditions-are-kept", "x", PutCondition.IfAbsent);
        Server.FailFirst(1, request => request.Method == "PUT", new Fault(LoseAnswer: true));
        var put = await Store.PutTextAsync("log/0", "mine", PutCondition.IfAbsent);
        Assert.Equal(Server.Bucket.Objects["log/0"].ETag, put.ETag);
        Assert.Equal(2, Server.Count(request => request.Method == "PUT" && request.Key == "log/0"));
        await FailsAsync(StorageConditions.PreconditionFailed, () => Store.PutTextAsync("log/0", "another", PutCondition.IfAbsent));
    }

    [Fact]
    public async Task A_copy_if_absent_whose_answer_was_lost_is_the_success_it_was()
    {
        var metadata = new Dictionary<string, string> { ["made-by"] = "a test" };
        await Store.PutAsync("source", new MemoryStream([1, 2, 3]), new PutOptions { Metadata = metadata });
        await Store.PutTextAsync("shows-that-conditions-are-kept", "x", PutCondition.IfAbsent);
        Server.FailFirst(1, request => request.Method == "PUT", new Fault(LoseAnswer: true));
        var copied = await Store.CopyAsync("source", "copy", PutCondition.IfAbsent);
        Assert.Equal(Server.Bucket.Objects["copy"].ETag, copied.ETag);
        Assert.Equal(2, Server.Count(request => request.Method == "PUT" && request.Key == "copy"));
        Assert.Equal("a test", (await Store.HeadAsync("copy")).Metadata["made-by"]);
        await FailsAsync(StorageConditions.PreconditionFailed, () => Store.CopyAsync("source", "copy", PutCondition.IfAbsent));
    }

    [Fact]
    public async Task A_conflict_of_two_writers_is_tried_again()
    {
        Server.FailFirst(2, request => request.Key == "k" && request.Method == "PUT", new Fault(409, "ConditionalRequestConflict"));
        await Store.PutTextAsync("k", "x", PutCondition.IfAbsent);
        Assert.True(Server.Bucket.Objects.ContainsKey("k"));
    }

    [Fact]
    public async Task An_endpoint_that_ignores_conditions_is_refused_before_it_overwrites()
    {
        using var server = new FakeS3 { Bucket = new FakeBucket { KeepsConditions = false } };
        using var connection = new S3Connection(server.Settings);
        var store = connection.Bucket("bucket");
        await store.PutTextAsync("log/0", "old");
        foreach (var condition in new[] { PutCondition.IfAbsent, PutCondition.IfMatch("x") })
        {
            var exception = await Assert.ThrowsAsync<StorageException>(() => store.PutTextAsync("log/0", "new", condition));
            Assert.Equal(StorageConditions.NotImplemented, exception.Condition);
            Assert.Contains("overwrites", exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal("old", await store.GetTextAsync("log/0"));
        Assert.Equal(["log/0"], server.Bucket.Objects.Keys);
    }
}
