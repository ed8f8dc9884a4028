using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Evaluation;

namespace CreditNotebooks.Notebooks.Tests;

public class StopTests
{
    [Theory]
    [InlineData("await Task.Delay(60000, CreditNotebooks.Display.CellContext.Current.CancellationToken);")]
    [InlineData("while (true) { }")]
    [InlineData("await Task.Delay(1); while (true) { }")]
    [InlineData("while (true) { try { while (true) { } } catch (Exception) { } }")]
    [InlineData("for (;;) ;")]
    [InlineData("do ; while (true);")]
    [InlineData("again: goto again;")]
    [InlineData("int Deep(int n) { return n == 0 ? 0 : Deep(n - 1) + Deep(n - 1); }\nDeep(60)")]
    [InlineData("await Task.Run(() => { foreach (var i in Forever()) { } IEnumerable<int> Forever() { while (true) yield return 1; } });")]
    [InlineData("Enumerable.Range(0, int.MaxValue).Sum(a => Enumerable.Range(0, int.MaxValue).Count(b => b < 0))")]
    [InlineData("Thread.Sleep(60000);")]
    [InlineData("await Task.Yield(); while (true) { try { Thread.Sleep(60000); } catch (Exception) { } }")]
    [InlineData("await Task.Delay(60000);")]
    public async Task A_stopped_cell_ends_soon_and_the_session_lives_on(string code)
    {
        var session = new CellSession(new CellContext(), ".");
        await session.RunAsync(new CellSource("cell 1", "var kept = 1;"));
        using var stop = new CancellationTokenSource();
        var cell = session.RunAsync(new CellSource("cell 2", code), stop.Token);
        await Task.Delay(300);
        await stop.CancelAsync();
        var result = await cell.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(CellOutcome.Stopped, result.Outcome);
        Assert.Equal("2", (await session.RunAsync(new CellSource("cell 3", "kept + 1"))).Value?.Data[MimeBundle.PlainText]);
    }

    [Theory]
    [InlineData("Enumerable.Range(0, int.MaxValue).Sum(a => Enumerable.Range(0, int.MaxValue).Count(b => b < 0))")]
    [InlineData("await Task.Delay(1); while (true) { try { while (true) { } } catch (Exception) { } }")]
    public async Task A_stopped_cell_leaves_no_thread_that_cannot_be_halted(string code)
    {
        using var stop = new CancellationTokenSource();
        var cell = new CellSession(new CellContext(), ".").RunAsync(new CellSource("cell 1", code), stop.Token);
        await Task.Delay(300);
        await stop.CancelAsync();
        Assert.Equal(CellOutcome.Stopped, (await cell.WaitAsync(TimeSpan.FromSeconds(20))).Outcome);
        if (OperatingSystem.IsLinux())
        {
            // The runtime halts threads by the first real-time signal (34 in glibc, 35 in musl).
            Assert.DoesNotContain(BlockedSignals(), blocked => (blocked & (0b11L << 33)) != 0);
        }
    }

    [Theory]
    [InlineData("var n = 0; while (n < 3) n++; /* end */ do n++; while (n < 6); for (; n < 9; n++) ; foreach (var i in new[] { 1, 2 }) if (i > 1) n += i; else n--; n", "10")]
    [InlineData("int Twice(int x) { return 2 * x; }\nvar f = (int x) => { return Twice(x) + 1; };\nf(3)", "7")]
    [InlineData("var n = 0;\nagain: n++;\nif (n < 5) goto again;\nn", "5")]
    [InlineData("foreach (var (a, b) in new[] { (1, 2) }) // a pair\n    Console.Write(a + b);\n\"x\"", "x")]
    [InlineData("System.Linq.Expressions.Expression<Func<int, int>> e = x => x + 1; e.Compile()(1)", "2")]
    public async Task Asking_whether_it_was_stopped_changes_nothing_of_a_cell(string code, string value)
    {
        var result = await new CellSession(new CellContext(), ".").RunAsync(new CellSource("cell 1", code));
        Assert.Equal(value, result.Value?.Data[MimeBundle.PlainText]);
    }

    private static IEnumerable<long> BlockedSignals() =>
        from status in Directory.GetDirectories("/proc/self/task").Select(t => Path.Combine(t, "status"))
        where File.Exists(status) && File.ReadAllText(Path.Combine(Path.GetDirectoryName(status)!, "comm")).StartsWith(".NET TP", StringComparison.Ordinal)
        from line in File.ReadLines(status)
        where line.StartsWith("SigBlk:", StringComparison.Ordinal)
        select Convert.ToInt64(line["SigBlk:".Length..].Trim(), 16);

    [Fact]
    public async Task Sessions_side_by_side_do_not_meet()
    {
        var sessions = Enumerable.Range(0, 4).Select(i => (i, new CellSession(new CellContext(), "."))).ToList();
        var values = await Task.WhenAll(sessions.Select(async s =>
        {
            await s.Item2.RunAsync(new CellSource("cell 1", $"var mine = {s.i}; await Task.Delay(20);"));
            return (await s.Item2.RunAsync(new CellSource("cell 2", "mine"))).Value!.Data[MimeBundle.PlainText];
        }));
        Assert.Equal(["0", "1", "2", "3"], values);
    }
}
