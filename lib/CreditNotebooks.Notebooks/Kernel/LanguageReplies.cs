using System.Text.Json;
using System.Text.Json.Nodes;
using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Documents;
using CreditNotebooks.Notebooks.Language;

namespace CreditNotebooks.Notebooks.Kernel;

/// <summary>Completion and help as Jupyter's messages (specification 5.4, "Completion" and "Introspection"). The protocol counts Unicode's
/// code points.</summary>
internal sealed class LanguageReplies(LanguageService language)
{
    /// <summary>The content of a complete_reply.</summary>
    public JsonObject Complete(JsonObject request)
    {
        var (code, position) = Read(request);
        var list = language.Complete(code, position);
        var (start, end) = (CodePoints(code, list.Start), CodePoints(code, list.End));
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. list.Items.Select(i => (JsonNode)i.Text)]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            // What VS Code and JupyterLab take their icons from.
            ["metadata"] = new JsonObject
            {
                ["_jupyter_types_experimental"] = new JsonArray([.. list.Items.Select(i => (JsonNode)new JsonObject
                {
                    ["start"] = start, ["end"] = end, ["text"] = i.Text,
                    ["type"] = JsonNamingPolicy.CamelCase.ConvertName(i.Kind.ToString()), ["signature"] = i.Signature is null ? null : Redaction.Apply(i.Signature),
                })]),
            },
        };
    }

    /// <summary>The content of an inspect_reply.</summary>
    public JsonObject Inspect(JsonObject request)
    {
        var (code, position) = Read(request);
        var help = language.Inspect(code, position, (int?)request["detail_level"] ?? 0);
        return new JsonObject
        {
            ["status"] = "ok",
            ["found"] = help is not null,
            ["data"] = help is null ? [] : NotebookOutput.InMessage(Redaction.Apply(help)),
            ["metadata"] = new JsonObject(),
        };
    }

    private static (string Code, int Position) Read(JsonObject request)
    {
        var code = (string?)request["code"] ?? "";
        var points = (int?)request["cursor_pos"] ?? int.MaxValue;
        var position = 0;
        for (; points > 0 && position < code.Length; points--)
        {
            position += char.IsSurrogatePair(code, position) ? 2 : 1;
        }
        return (code, position);
    }

    private static int CodePoints(string code, int position)
    {
        var points = 0;
        for (var i = 0; i < position; points++)
        {
            i += char.IsSurrogatePair(code, i) ? 2 : 1;
        }
        return points;
    }
}
