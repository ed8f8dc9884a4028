namespace CreditNotebooks.Storage.S3;

/// <summary>The pause before another attempt: doubled each time, at random within it, so that many clients do not come back at
/// once.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    public static Task WaitAsync(int failures, CancellationToken cancellationToken)
    {
        var most = Math.Min(First.TotalMilliseconds * Math.Pow(2, failures - 1), Longest.TotalMilliseconds);
        return Task.Delay(TimeSpan.FromMilliseconds(most * (0.5 + (Random.Shared.NextDouble() / 2))), cancellationToken);
    }
}
