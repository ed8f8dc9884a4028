using CreditNotebooks.Storage.Folders;

namespace CreditNotebooks.Storage.Tests;

public class AtomicFileTests
{
    [Fact]
    public void Of_threads_that_give_a_file_the_same_name_at_the_same_moment_exactly_one_does()
    {
        const int threads = 4;
        const int rounds = 1500;
        using var folder = new TemporaryFolder();
        var wins = new int[rounds];
        using var moment = new Barrier(threads);
        var racers = Enumerable.Range(0, threads).Select(racer => new Thread(() =>
        {
            for (var round = 0; round < rounds; round++)
            {
                var mine = folder[$"{racer}"];
                File.WriteAllText(mine, "x");
                moment.SignalAndWait();
                if (AtomicFile.TryMoveWithoutReplacing(mine, folder[$"name-{round}"])) Interlocked.Increment(ref wins[round]);
            }
        })).ToList();
        racers.ForEach(racer => racer.Start());
        racers.ForEach(racer => racer.Join());
        Assert.All(wins, count => Assert.Equal(1, count));
    }

    [Fact]
    public void A_name_that_is_taken_leaves_both_files_as_they_are()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["old"], "old");
        File.WriteAllText(folder["new"], "new");
        Assert.False(AtomicFile.TryMoveWithoutReplacing(folder["new"], folder["old"]));
        Assert.Equal(("old", "new"), (File.ReadAllText(folder["old"]), File.ReadAllText(folder["new"])));
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.TryMoveWithoutReplacing(folder["new"], folder["none/name"]));
    }
}
