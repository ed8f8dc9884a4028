using System.Globalization;
using System.Text;
using CreditNotebooks.Spark.Catalogue.DateTimes;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Tests.Sources;

public class DateTimePatternTests
{
    [Fact]
    public void Patterns_format_and_parse_as_in_Spark() => Recordings.AssertSame("patterns.jsonl", line =>
    {
        var what = line[0].GetString()!;
        var pattern = line[1].GetString()!;
        var text = line[2].GetString()!;
        if (what.StartsWith("format", StringComparison.Ordinal))
        {
            var zone = TimeZoneRules.Find(what.Length > 7 ? what[7..] : "UTC")!;
            Assert.True(TextConversion.TryParseTimestamp(Encoding.UTF8.GetBytes(text), TimeZoneRules.Utc, out var value));
            return DateTimePattern.Compile(pattern, false).Format(value, zone);
        }
        var parsed = DateTimePattern.Compile(pattern, true).TryParseTimestamp(text, TimeZoneRules.Utc, out var micros);
        return parsed ? micros.ToString(CultureInfo.InvariantCulture) : "error CANNOT_PARSE_TIMESTAMP";
    });

    [Fact]
    public void A_text_that_does_not_fit_is_described_with_its_place() =>
        Assert.Equal("Text '2020-01' could not be parsed at index 7", DateTimePattern.Compile("yyyy-MM-dd", true).DescribeFailure("2020-01"));
}
