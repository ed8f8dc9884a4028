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
