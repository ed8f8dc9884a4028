using CreditNotebooks.Spark.Engines.Connect.Grpc;
using CreditNotebooks.Spark.Engines.Connect.Protocol;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>When a failed call is tried again. A server that answers that it is not ready (a cluster that starts) is asked for ten
/// minutes, as other clients of Spark Connect do; one that is not there at all for three seconds, so that a server that was killed is an
/// error soon.</summary>
/// <param name="First">What is waited before the second attempt; each time four times as long.</param>
/// <param name="Longest">What is waited at most, if the server does not ask for more.</param>
/// <param name="Most">How many times an answering server is asked again.</param>
/// <param name="Patience">How long a connection is tried for.</param>
internal sealed record RetryPolicy(TimeSpan First, TimeSpan Longest, int Most, TimeSpan Patience)
{
    private const double Growth = 4;
    private static readonly TimeSpan LongestAskedFor = TimeSpan.FromMinutes(10);

    public static RetryPolicy Default { get; } =
        new(TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(1), 15, TimeSpan.FromSeconds(3));

    /// <summary>Whether a later attempt may do better.</summary>
    public static bool CanRetry(GrpcException error) => error.Failure switch
    {
        GrpcFailure.Connection => error.Status != GrpcStatusCode.DeadlineExceeded,
        GrpcFailure.Answer => error.Status == GrpcStatusCode.Unavailable || error.Detail<RetryInfo>() is not null
            // Another call took the place of this one.
            || error.Status == GrpcStatusCode.Internal && error.Message.Contains("INVALID_CURSOR.DISCONNECTED", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>The attempts of one call.</summary>
    public Attempts Begin() => new(this);

    internal sealed class Attempts(RetryPolicy policy)
    {
        private int _count;
        private long? _firstFailure;

        /// <summary>How long to wait before the next attempt; null where there is to be none.</summary>
        public TimeSpan? After(GrpcException error)
        {
            if (!CanRetry(error) || _count == policy.Most)
            {
                return null;
            }
            var wait = policy.First * Math.Pow(Growth, _count++);
            if (error.Failure == GrpcFailure.Connection)
            {
                _firstFailure ??= Environment.TickCount64;
                var left = policy.Patience - TimeSpan.FromMilliseconds(Environment.TickCount64 - _firstFailure.Value);
                // Short steps, up to the end: the server may be back any moment.
                return left <= TimeSpan.Zero ? null : Jitter(Least(Least(wait, policy.Patience / 5), left));
            }
            var asked = error.Detail<RetryInfo>()?.RetryDelay?.ToTimeSpan() ?? TimeSpan.Zero;
            return Jitter(Greatest(Least(asked, LongestAskedFor), Least(wait, policy.Longest)));
        }

        // Up to a quarter more, so that clients that failed together do not come back together.
        private static TimeSpan Jitter(TimeSpan wait) => wait * (1 + Random.Shared.NextDouble() / 4);

        private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;

        private static TimeSpan Greatest(TimeSpan a, TimeSpan b) => a > b ? a : b;
    }
}
