using System.CommandLine;
using CreditNotebooks.Storage.Setup;

namespace CreditNotebooks.Cli.Verbs;

/// <summary>The words by which <c>setup</c> and <c>check</c> are told what a bucket is to be like.</summary>
internal sealed class S3BucketOptions
{
    private readonly Argument<string> _bucket = new("bucket") { HelpName = "BUCKET", Description = "The bucket's name." };
    private readonly Option<string?> _region = new("--region")
    {
        HelpName = "REGION",
        Description = "Its region [default: AWS_REGION, or the profile's].",
    };
    private readonly Option<string?> _principal = new("--principal")
    {
        HelpName = "ARN",
        Description = "The one user or role that may list, read and write, and no more, as arn:aws:iam::123456789012:user/NAME.",
    };
    private readonly Option<string?> _prefix = new("--prefix")
    {
        HelpName = "P",
        Description = "The folder that the principal is limited to.",
    };
    private readonly Option<string[]> _tags = new("--tag") { HelpName = "K=V", Description = "A tag of the bucket's, several allowed." };

    public void AddTo(Command command)
    {
        command.Add(_bucket);
        foreach (var option in new Option[] { _region, _principal, _prefix, _tags }) command.Add(option);
    }

    public string? Region(ParseResult parsed) => parsed.GetValue(_region);

    /// <summary>What was typed. Null with a sentence about what cannot be understood.</summary>
    public BucketSetup? Read(ParseResult parsed, out string? wrong)
    {
        var tags = NamedValues.Split(parsed.GetValue(_tags) ?? [], out var tag);
        var principal = parsed.GetValue(_principal);
        var prefix = parsed.GetValue(_prefix) ?? "";
        wrong = tag is not null ? $"'--tag {tag}' has no value: write --tag KEY=VALUE."
            : prefix.Length > 0 && principal is null ? "--prefix limits a principal: give --principal ARN with it."
            : null;
        return wrong is not null ? null : new BucketSetup(parsed.GetValue(_bucket)!)
        {
            Region = parsed.GetValue(_region), Principal = principal, Prefix = prefix, Tags = tags!,
        };
    }
}
