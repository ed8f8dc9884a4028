namespace CreditNotebooks.Storage.Setup;

/// <summary>A setting as it was read from the bucket.</summary>
/// <param name="IsThere">Whether the bucket has one, whatever it says.</param>
/// <param name="Wanted">What it is once it is as wanted, in a few words.</param>
/// <param name="Findings">How it is now; never empty.</param>
/// <param name="Change">Makes it as wanted; null when it is.</param>
/// <param name="LeftOut">What is not put here, and why; null for nothing.</param>
internal sealed record FoundSetting(
    bool IsThere, string Wanted, IReadOnlyList<BucketFinding> Findings, Func<Task>? Change, string? LeftOut = null);

/// <summary>A setting of a bucket. It is read in one way, both for setting up and for checking.</summary>
internal abstract class BucketSetting(SetupSession session, string name)
{
    /// <summary>What steps and findings call it.</summary>
    public string Name => name;

    protected SetupSession Session => session;

    protected BucketSetup Wanted => session.Wanted;

    protected string Bucket => session.Bucket;

    protected CancellationToken CancellationToken => session.CancellationToken;

    protected string SetUpAgain => $"Run 'credit s3 setup {Bucket}'.";

    /// <summary>Every setting, in the order that they are made in: closed first, opened last.</summary>
    public static IReadOnlyList<BucketSetting> All(SetupSession session) =>
    [
        new PublicAccess(session),
        new Encryption(session),
        new Versioning(session),
        new Policy(session),
        new Lifecycle(session),
        .. session.Wanted.Tags.Count > 0 ? [new Tags(session)] : Array.Empty<BucketSetting>(),
    ];

    public abstract Task<FoundSetting> ReadAsync();

    protected BucketFinding InPlace(string state) => new(FindingKind.InPlace, Name, state);

    protected BucketFinding Missing(string state, string? remedy = null) => new(FindingKind.Missing, Name, state, remedy ?? SetUpAgain);

    protected BucketFinding TooOpen(string state, string? remedy = null) => new(FindingKind.TooOpen, Name, state, remedy ?? SetUpAgain);

    protected BucketFinding Remark(string state, string remedy) => new(FindingKind.Remark, Name, state, remedy);
}
