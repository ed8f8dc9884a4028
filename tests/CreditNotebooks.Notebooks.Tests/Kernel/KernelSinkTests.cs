using System.Text.Json.Nodes;
using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Kernel;

namespace CreditNotebooks.Notebooks.Tests.Kernel;

/// <summary>The messages that displays become.</summary>
public sealed class KernelSinkTests : IDisposable
{
    private readonly List<(string Type, JsonObject Content)> _sent = [];
    private readonly KernelSink _sink;

    public KernelSinkTests() => _sink = new KernelSink((type, content, _) => _sent.Add((type, content)));

    public void Dispose() => _sink.Dispose();

    [Fact]
    public void Text_is_one_string_and_a_figure_is_json()
    {
        _sink.Display(new MimeBundle(new Dictionary<string, string>
        {
            [MimeBundle.PlainText] = "a\nb", [MimeBundle.Svg] = "<svg>\n</svg>", [MimeBundle.Plotly] = "{\"data\":[]}",
        }), null);
        var data = Assert.Single(_sent).Content["data"]!;
        Assert.Equal("a\nb", (string?)data[MimeBundle.PlainText]);
        Assert.Equal("<svg>\n</svg>", (string?)data[MimeBundle.Svg]);
        Assert.IsType<JsonArray>(data[MimeBundle.Plotly]!["data"]);
    }

    [Fact]
    public void Text_of_a_cell_that_never_pauses_is_sent_as_it_is_written()
    {
        var sent = 0;
        using var sink = new KernelSink((_, _, _) => Interlocked.Increment(ref sent));
        for (var i = 0; i < 1000 && Volatile.Read(ref sent) < 2; i++)
        {
            sink.WriteText(".", isError: false);
            Thread.Sleep(5);
        }
        Assert.True(sent >= 2);
    }

    [Fact]
    public void Characters_are_sent_whole()
    {
        _sink.WriteText(new string('.', 64 * 1024 - 1) + "\ud83d", isError: false);
        _sink.WriteText("\ude00", isError: false);
        _sink.Flush();
        Assert.All(_sent, s => Assert.False(char.IsHighSurrogate(((string?)s.Content["text"])![^1])));
        Assert.EndsWith("\ud83d\ude00", (string?)_sent[^1].Content["text"]);
    }

    [Fact]
    public void Progress_is_one_display_that_leaves_no_trace()
    {
        _sink.Begin([], showsProgress: true);
        _sink.Progress("reading credit.csv, 1 s", 0.45);
        _sink.Progress("reading credit.csv, 1 s", null);
        _sink.Progress("reading credit.csv", 1);
        Assert.Equal(["display_data", "update_display_data", "clear_output"], _sent.Select(s => s.Type));
        Assert.Equal("reading credit.csv, 1 s, 45 %", (string?)_sent[0].Content["data"]![MimeBundle.PlainText]);
        Assert.Contains("<progress value=\"0.45\"", (string?)_sent[0].Content["data"]![MimeBundle.Html]);
        Assert.Contains("<progress style", (string?)_sent[1].Content["data"]![MimeBundle.Html]);
        Assert.Equal(Id(0), Id(1));
    }

    [Fact]
    public void Progress_clears_nothing_that_the_cell_has_shown()
    {
        _sink.Begin([], showsProgress: true);
        _sink.WriteText("before", isError: false);
        _sink.Progress("computing, 1 s", null);
        _sink.Progress("computing", 1);
        _sink.Progress("computing, 1 s", null);
        _sink.Progress("computing", 1);
        Assert.Equal(["stream", "display_data", "update_display_data", "update_display_data", "update_display_data"], _sent.Select(s => s.Type));
        Assert.Equal("", (string?)_sent[^1].Content["data"]![MimeBundle.Html]);
        Assert.Single(Enumerable.Range(1, 4).Select(Id).Distinct());
    }

    [Fact]
    public void Progress_is_shown_to_nobody_in_a_notebook_that_a_program_runs()
    {
        _sink.Begin([], showsProgress: false);
        _sink.Progress("computing, 1 s", null);
        _sink.Progress("computing", 1);
        Assert.Empty(_sent);
    }

    [Fact]
    public void A_bar_that_the_cell_has_cleared_is_made_anew()
    {
        _sink.Begin([], showsProgress: true);
        _sink.Progress("computing, 1 s", null);
        _sink.Clear(wait: false);
        _sink.Progress("computing, 2 s", null);
        Assert.Equal(["display_data", "clear_output", "display_data"], _sent.Select(s => s.Type));
        Assert.NotEqual(Id(0), Id(2));
    }

    private string? Id(int index) => (string?)_sent[index].Content["transient"]!["display_id"];
}
