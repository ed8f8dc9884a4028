using static CreditNotebooks.Display.Displays;

namespace CreditNotebooks.Display.Tests;

public class FormatterTests
{
    private sealed record Customer(string Name, int Age);

    public static TheoryData<object?, string> Texts => new()
    {
        { null, "<null>" },
        { "as it is", "as it is" },
        { 1.5, "1.5" },
        { 1234567.25m, "1234567.25" },
        { true, "True" },
        { new DateTime(2024, 1, 31), "2024-01-31" },
        { new DateTime(2024, 1, 31, 12, 30, 0), "2024-01-31 12:30:00" },
        { new[] { 1, 2, 3 }, "[ 1, 2, 3 ]" },
        { Array.Empty<int>(), "[]" },
        { Enumerable.Range(0, 25), "[ " + string.Join(", ", Enumerable.Range(0, 20)) + ", … ]" },
        { new Dictionary<string, int> { ["a"] = 1 }, "{ a: 1 }" },
        { new { A = 1, B = "x" }, "{ A = 1, B = x }" },
        { (1, "x"), "(1, x)" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Text_is_the_same_in_every_culture(object? value, string expected) =>
        Assert.Equal(expected, Formatter.ToBundle(value).Data[MimeBundle.PlainText]);

    public static TheoryData<object?, string?> Tables => new()
    {
        { 5, null },
        { "text", null },
        { new[] { "a<b" }, Head("index", true) + Head("value", false) + "</tr></thead><tbody><tr>" + Cell("0", true) + Cell("a&lt;b", false) },
        { new[] { new Customer("Ada", 36) }, Head("Name", false) + Head("Age", true) + "</tr></thead><tbody><tr>" + Cell("Ada", false) + Cell("36", true) },
        { new { A = 1 }, Head("property", false) + Head("value", true) + "</tr></thead><tbody><tr>" + Cell("A", false) + Cell("1", true) },
        { new Customer("Ada", 36), Cell("Name", false) + Cell("Ada", false) },
        { new Dictionary<string, int> { ["a"] = 1 }, Head("key", false) + Head("value", true) },
        { Enumerable.Range(0, 25).ToList(), ">20 rows of 25</div>" },
        { Enumerable.Range(0, 25).Where(i => i >= 0), ">the first 20 rows; there are more</div>" },
    };

    private static string Head(string name, bool isNumber) => Element("th", name, isNumber);

    private static string Cell(string text, bool isNumber) => Element("td", text, isNumber);

    private static string Element(string name, string text, bool isNumber) =>
        $"<{name} style=\"text-align:{(isNumber ? "right" : "left")};white-space:pre\">{text}</{name}>";

    [Theory]
    [MemberData(nameof(Tables))]
    public void Objects_with_properties_and_sequences_are_tables(object? value, string? expected)
    {
        var html = Formatter.ToBundle(value).Data.GetValueOrDefault(MimeBundle.Html);
        if (expected is null)
        {
            Assert.Null(html);
        }
        else
        {
            Assert.Contains(expected, html);
        }
    }

    [Fact]
    public void Registered_formats_serve_derived_types()
    {
        Formatter.Register<Version>(v => new MimeBundle($"v{v.Major}"));
        Assert.Equal("v3", Formatter.ToBundle(new Version(3, 1)).Data[MimeBundle.PlainText]);
    }

    [Fact]
    public void A_display_can_be_updated_in_place_and_keeps_its_type()
    {
        var sink = new Recorder();
        CellContext.Current = new CellContext { Sink = sink };
        var shown = display("<b>1</b>", MimeBundle.Html);
        shown.Update("<b>2</b>");
        Assert.Equal([$"show {shown.Id} <b>1</b>", $"update {shown.Id} <b>2</b>"], sink.Seen);
    }

    [Fact]
    public void An_object_without_that_form_says_so()
    {
        CellContext.Current = new CellContext { Sink = new Recorder() };
        Assert.Contains("cannot be shown as image/png", Assert.Throws<ArgumentException>(() => display(5, "image/png")).Message);
    }

    private sealed class Recorder : IDisplaySink
    {
        public List<string> Seen { get; } = [];
        public void Display(MimeBundle bundle, string? displayId) => Seen.Add($"show {displayId} {bundle.Data[MimeBundle.Html]}");
        public void Update(string displayId, MimeBundle bundle) => Seen.Add($"update {displayId} {bundle.Data[MimeBundle.Html]}");
        public void Clear(bool wait) => Seen.Add("clear");
        public void WriteText(string text, bool isError) => Seen.Add(text);
        public void Progress(string what, double? fraction) => Seen.Add(what);
    }
}
