using System.Globalization;
using Amazon.S3;
using Amazon.S3.Model;

namespace CreditNotebooks.Storage.Setup;

/// <summary>The removal of parts that belong to no object. Other rules stay.</summary>
internal sealed class Lifecycle(SetupSession session) : BucketSetting(session, "lifecycle")
{
    public const string RuleId = "AbortUnfinishedUploads";

    public override async Task<FoundSetting> ReadAsync()
    {
        var answer = await Session.AskAsync(client => client.GetLifecycleConfigurationAsync(Bucket, CancellationToken),
            "NoSuchLifecycleConfiguration").ConfigureAwait(false);
        var rules = answer?.Configuration?.Rules ?? [];
        var days = rules.Where(rule => rule.Status == LifecycleRuleStatus.Enabled && IsForAll(rule))
            .Select(rule => rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation).Where(days => days > 0).Min();
        var wanted = Wanted.DaysForUnfinishedUploads;
        var finding = days is null ? Missing("parts of unfinished uploads stay, and cost, for ever")
            : days > wanted ? Missing($"unfinished uploads are removed after {Days(days.Value)}, not {Days(wanted)}")
            : InPlace($"unfinished uploads are removed after {Days(days.Value)}");
        var state = $"unfinished uploads are removed after {Days(Math.Min(days ?? wanted, wanted))}";
        return new FoundSetting(rules.Any(rule => rule.Id == RuleId), state, [finding],
            days <= wanted ? null : () => PutAsync(rules, answer?.TransitionDefaultMinimumObjectSize));
    }

    private static string Days(int days) => days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days} days");

    private static bool IsForAll(LifecycleRule rule)
    {
#pragma warning disable CS0618 // Rules from before there were filters still have their prefix here.
        if (rule.Filter is null) return string.IsNullOrEmpty(rule.Prefix);
#pragma warning restore CS0618
        return rule.Filter is { And: null, Tag: null, ObjectSizeGreaterThan: null, ObjectSizeLessThan: null }
            && string.IsNullOrEmpty(rule.Filter.Prefix)
            && rule.Filter.LifecycleFilterPredicate is null or LifecyclePrefixPredicate { Prefix: null or "" };
    }

    private Task PutAsync(IEnumerable<LifecycleRule> rules, TransitionDefaultMinimumObjectSize? smallest) =>
        Session.AskAsync(client => client.PutLifecycleConfigurationAsync(new PutLifecycleConfigurationRequest
        {
            BucketName = Bucket,
            TransitionDefaultMinimumObjectSize = smallest,
            Configuration = new LifecycleConfiguration
            {
                Rules =
                [
                    .. rules.Where(rule => rule.Id != RuleId),
                    new LifecycleRule
                    {
                        Id = RuleId, Status = LifecycleRuleStatus.Enabled, Filter = new LifecycleFilter { Prefix = "" },
                        AbortIncompleteMultipartUpload = new LifecycleRuleAbortIncompleteMultipartUpload
                        {
                            DaysAfterInitiation = Wanted.DaysForUnfinishedUploads,
                        },
                    },
                ],
            },
        }, CancellationToken));
}
