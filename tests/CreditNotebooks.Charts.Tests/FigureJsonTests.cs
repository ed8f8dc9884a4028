using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreditNotebooks.Charts.Tests;

/// <summary>The figure's JSON, chart by chart, against golden files. CREDIT_NOTEBOOKS_UPDATE_GOLDEN=1 writes them anew.</summary>
public class FigureJsonTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static TheoryData<string> Names => new(Gallery.Charts.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_as_the_golden_file_says(string name)
    {
        var json = Compact(JsonNode.Parse(Gallery.Charts[name]().ToJson())!.ToJsonString(Indented));
        var file = Path.Combine(GoldenFolder(), name + ".json");
        if (Environment.GetEnvironmentVariable("CREDIT_NOTEBOOKS_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(GoldenFolder());
            File.WriteAllText(file, json);
        }

        Assert.True(File.Exists(file),
            $"{file} is missing: run the tests with CREDIT_NOTEBOOKS_UPDATE_GOLDEN=1 and look at what it writes.");
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), json);
    }

    [Fact]
    public void A_gap_and_what_is_not_finite_are_null()
    {
        var y = JsonNode.Parse(Chart.Line(new[] { 1, 2, 3, 4 },
            new double?[] { 1.5, null, double.NaN, double.NegativeInfinity }).ToJson())!["data"]![0]!["y"]!;
        Assert.Equal("[1.5,null,null,null]", y.ToJsonString());
    }

    [Fact]
    public void Whole_numbers_decimals_and_dates_keep_their_value()
    {
        var x = new DateTime[] { new(2024, 2, 29), new(2024, 2, 29, 13, 5, 0) };
        var data = JsonNode.Parse(Chart.Point(x, new[] { 12345678901234m, 0.1m }).ToJson())!["data"]![0]!;
        Assert.Equal("[12345678901234,0.1]", data["y"]!.ToJsonString());
        Assert.Equal("[\"2024-02-29\",\"2024-02-29 13:05:00\"]", data["x"]!.ToJsonString());
    }

    [Fact]
    public void Markup_cannot_end_the_script_that_holds_the_figure()
    {
        var html = Chart.Column(new[] { 1 }, new[] { "</script><b>" }).WithTitle("</script> <!-- & $x$").ToHtml();
        Assert.Equal(1, html.Split("</script>").Length - 1);
        Assert.DoesNotContain("<!--", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_values_are_binned_before_they_are_written()
    {
        var json = Chart.Histogram(Gallery.Noise(100_000, 1)).ToJson();
        Assert.True(json.Length < 10_000, $"{json.Length} characters");
        var sum = JsonNode.Parse(json)!["data"]![0]!["y"]!.AsArray().Sum(n => n!.GetValue<long>());
        Assert.Equal(100_000, sum);
    }

    // Arrays of numbers and words on one line each: a golden file is there to be read.
    private static string Compact(string json) => System.Text.RegularExpressions.Regex.Replace(
        json, @"\[[^\[\]{}]*\]", m => System.Text.RegularExpressions.Regex.Replace(m.Value, @"\s*\n\s*", " "))
            .ReplaceLineEndings("\n") + "\n";

    private static string GoldenFolder([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "Golden");
}
