using System.Text.RegularExpressions;
using CreditNotebooks.Storage.S3;

namespace CreditNotebooks.Storage.Setup;

/// <summary>What a bucket is to be like. Setting up puts what is wanted and keeps what others have put beside it: other statements of
/// the policy, other tags, other lifecycle rules. What is not said is not touched.</summary>
/// <param name="Bucket">Its name.</param>
public sealed partial record BucketSetup(string Bucket)
{
    /// <summary>The region to create it in, and to find it in; null for the connection's.</summary>
    public string? Region { get; init; }

    /// <summary>The ARN of the one user or role that may read and write; null to grant nothing to anybody, and to leave grants as they
    /// are.</summary>
    public string? Principal { get; init; }

    /// <summary>The folder that the principal is limited to; empty for the whole bucket.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Whether the policy refuses plain HTTP; null to do so unless the endpoint itself speaks it. True on such an endpoint is for
    /// a LocalS3 server that counts its own machine as encrypted; any other is locked by it for everybody.</summary>
    public bool? RefusePlainHttp { get; init; }

    /// <summary>Tags that the bucket has to have.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>After how many days the parts of an upload that was never completed are removed; they cost and do not show.</summary>
    public int DaysForUnfinishedUploads { get; init; } = 7;

    /// <summary>Creates the bucket where there is none, and makes each setting as wanted that is not so already.</summary>
    /// <param name="connection">The endpoint, with credentials of the bucket's owner.</param>
    /// <param name="told">Told of each step when it is done.</param>
    /// <param name="cancellationToken">Stops it between two steps; running it again goes on.</param>
    /// <returns>The steps in their order.</returns>
    /// <exception cref="StorageException">InvalidSetting and InvalidBucketName before anything is asked; BucketAlreadyExists: the name is
    /// another account's; AccessDenied and others.</exception>
    public async Task<IReadOnlyList<SetupStep>> ApplyAsync(
        S3Connection connection, IProgress<SetupStep>? told = null, CancellationToken cancellationToken = default)
    {
        Validate();
        var session = new SetupSession(connection, this, cancellationToken);
        var steps = new List<SetupStep>();
        Tell(await BucketCreation.RunAsync(session).ConfigureAwait(false));
        foreach (var setting in BucketSetting.All(session))
        {
            var found = await setting.ReadAsync().ConfigureAwait(false);
            if (found.Change is { } change) await change().ConfigureAwait(false);
            var outcome = found.Change is null ? found.LeftOut is null || found.IsThere ? StepOutcome.AlreadySo : StepOutcome.LeftOut
                : found.IsThere ? StepOutcome.Changed : StepOutcome.Created;
            Tell(new SetupStep(setting.Name, outcome, found.Wanted, found.LeftOut));
        }

        return steps;

        void Tell(SetupStep step)
        {
            steps.Add(step);
            told?.Report(step);
        }
    }

    /// <summary>Reads every setting back and judges it. Nothing is changed.</summary>
    /// <exception cref="StorageException">NoSuchBucket, AccessDenied and others.</exception>
    public async Task<IReadOnlyList<BucketFinding>> CheckAsync(S3Connection connection, CancellationToken cancellationToken = default)
    {
        Validate();
        var session = new SetupSession(connection, this, cancellationToken);
        var findings = new List<BucketFinding>(await BucketRegion.CheckAsync(session).ConfigureAwait(false));
        foreach (var setting in BucketSetting.All(session)) findings.AddRange((await setting.ReadAsync().ConfigureAwait(false)).Findings);
        findings.AddRange(await AccessControlList.CheckAsync(session).ConfigureAwait(false));
        return findings;
    }

    /// <summary>Deletes the bucket with everything in it: all versions of all objects, their delete markers, and unfinished uploads. There
    /// is no way back.</summary>
    /// <param name="connection">The endpoint, with credentials of the bucket's owner.</param>
    /// <param name="told">Told as objects go.</param>
    /// <param name="cancellationToken">Stops it; what is gone is gone.</param>
    /// <exception cref="StorageException">NoSuchBucket, AccessDenied, BucketNotEmpty (somebody is still writing) and others.</exception>
    public Task<TeardownCount> TeardownAsync(
        S3Connection connection, IProgress<TeardownCount>? told = null, CancellationToken cancellationToken = default)
    {
        Validate();
        return BucketTeardown.RunAsync(new SetupSession(connection, this, cancellationToken), told);
    }

    /// <summary>Looks the wish over without asking the endpoint.</summary>
    /// <exception cref="StorageException">InvalidSetting or InvalidBucketName.</exception>
    public void Validate()
    {
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
        if (!BucketName().IsMatch(Bucket) || Bucket.Contains("..", StringComparison.Ordinal) || Address().IsMatch(Bucket))
        {
            throw new StorageException("InvalidBucketName", Bucket,
                "This is no bucket name. It has 3 to 63 small letters, digits, dots and hyphens, "
                + "and starts and ends with a letter or digit.");
        }

        Require(Region is null || RegionName().IsMatch(Region), "region", $"'{Region}' is no region. Write it as eu-central-1.");
        Require(Principal is null || PrincipalArn().IsMatch(Principal), "principal",
            $"'{Principal}' is no ARN of one user or role. Write it as arn:aws:iam::123456789012:user/NAME.");
        Require(!Prefix.StartsWith('/') && Prefix.IndexOfAny(['*', '?', '$']) < 0, "prefix",
            $"'{Prefix}' is no folder that a policy can name. Write it without a slash at its start and without *, ? and $.");
        Require(DaysForUnfinishedUploads > 0, "days for unfinished uploads", $"{DaysForUnfinishedUploads} is no number of days from 1.");
        foreach (var (key, value) in Tags)
        {
            var isKey = key.Length is > 0 and <= 128 && !key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase);
            Require(isKey && value.Length <= 256, "tag",
                $"'{key}={value}' is no tag. Its key has 1 to 128 characters and does not start with aws:, its value has at most 256.");
        }

        static void Require(bool holds, string setting, string sentence)
        {
            if (!holds) throw new StorageException(StorageConditions.InvalidSetting, setting, sentence);
        }
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z")]
    private static partial Regex BucketName();

    [GeneratedRegex(@"\A[0-9]+(\.[0-9]+){3}\z")]
    private static partial Regex Address();

    [GeneratedRegex(@"\A[a-z]{2}(-[a-z]+)+-[0-9]+\z")]
    private static partial Regex RegionName();

    [GeneratedRegex(@"\Aarn:aws(-[a-z]+)*:(iam|sts)::[0-9]{12}:(user|role|assumed-role|federated-user)/[^*?\s]+\z")]
    private static partial Regex PrincipalArn();
}
