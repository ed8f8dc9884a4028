using System.Text.Json.Nodes;
using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Evaluation;
using CreditNotebooks.Notebooks.Kernel;
using CreditNotebooks.Notebooks.Language;

namespace CreditNotebooks.Notebooks.Tests.Kernel;

/// <summary>Completion and help as messages.</summary>
public sealed class LanguageRepliesTests
{
    private readonly LanguageReplies _replies = new(new LanguageService(new CellSession(new CellContext(), ".")));

    [Fact]
    public void Places_are_counted_in_code_points()
    {
        // Two UTF-16 units each, and one code point.
        const string Code = "var face = \"😀😀\"; face.Leng";
        var reply = _replies.Complete(new JsonObject { ["code"] = Code, ["cursor_pos"] = Code.Length - 2 });
        Assert.Equal((Code.Length - 2 - 4, Code.Length - 2), ((int)reply["cursor_start"]!, (int)reply["cursor_end"]!));
        Assert.Equal("Length", (string?)reply["matches"]![0]);
    }

    [Fact]
    public void Each_match_has_its_kind_and_signature_for_the_editor()
    {
        var reply = _replies.Complete(new JsonObject { ["code"] = "\"a\".Leng", ["cursor_pos"] = 8 });
        var item = reply["metadata"]!["_jupyter_types_experimental"]![0]!;
        Assert.Equal("""{"start":4,"end":8,"text":"Length","type":"property","signature":"int"}""", item.ToJsonString());
    }

    [Theory]
    [InlineData("DayOfWeek.Mon", "enumMember")]
    [InlineData("Cons", "class")]
    [InlineData("Syst", "module")]
    [InlineData("retu", "keyword")]
    public void Kinds_are_called_as_editors_call_them(string code, string kind)
    {
        var items = _replies.Complete(new JsonObject { ["code"] = code, ["cursor_pos"] = code.Length })["metadata"]!["_jupyter_types_experimental"]!;
        Assert.Equal(kind, (string?)items[0]!["type"]);
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(1000)]
    [InlineData(null)]
    public void A_place_outside_of_the_text_is_its_beginning_or_end(int? position)
    {
        var reply = _replies.Complete(new JsonObject { ["code"] = "Conso", ["cursor_pos"] = position });
        Assert.Equal(position is -5 ? 0 : 5, (int)reply["cursor_end"]!);
    }

    [Fact]
    public void Help_is_text_in_two_forms()
    {
        var reply = _replies.Inspect(new JsonObject { ["code"] = "Console.WriteLine()", ["cursor_pos"] = 10, ["detail_level"] = 0 });
        Assert.True((bool)reply["found"]!);
        Assert.StartsWith("void Console.WriteLine()", (string?)reply["data"]!["text/plain"], StringComparison.Ordinal);
        Assert.StartsWith("```csharp\nvoid Console.WriteLine()", (string?)reply["data"]!["text/markdown"], StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_found_is_an_answer_too()
    {
        var reply = _replies.Inspect(new JsonObject { ["code"] = "// x", ["cursor_pos"] = 4 });
        Assert.Equal("""{"status":"ok","found":false,"data":{},"metadata":{}}""", reply.ToJsonString());
    }
}
