using System.Text.Json.Nodes;
using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Documents;
using CreditNotebooks.Notebooks.Evaluation;
using CreditNotebooks.Notebooks.Kernel;
using CreditNotebooks.Notebooks.Kernel.Messages;
using CreditNotebooks.Notebooks.Runner;

namespace CreditNotebooks.Notebooks.Tests;

/// <summary>A secret that was registered shows nowhere: not in files, not on the wire.</summary>
public class SecretTests
{
    /// <summary>A value that no cell's source holds as it stands.</summary>
    private readonly string _secret = "s3cret/" + Guid.NewGuid().ToString("N");

    private string Opening => $"var secret = \"{_secret[..12]}\" + \"{_secret[12..]}\"; CreditNotebooks.Display.Redaction.Register(secret);";

    [Theory]
    [InlineData("Console.Write(secret);", "[REDACTED]")]
    [InlineData("foreach (var c in $\"a {secret} b\") Console.Write(c);", "a [REDACTED] b")]
    [InlineData("Console.Write(secret[..5]); await Task.Delay(200); Console.Write(secret[5..]);", "[REDACTED]")]
    [InlineData("Console.Write(\"the s3cr\");", "the s3cr")]
    [InlineData("Console.Write(\"s3c\"); display(1); Console.Write(\"x\");", "s3c1x")]
    [InlineData("Console.Write(secret[..5]); Console.Error.Write(\"!\"); Console.Write(secret[5..]);", "![REDACTED]")]
    [InlineData("secret", "[REDACTED]")]
    [InlineData("throw new Exception(secret);", "System.Exception: [REDACTED]")]
    [InlineData("display(secret);", "[REDACTED]")]
    [InlineData("int x = secret;", "CS0029")]
    [InlineData("display(\"soon\").Update(secret);", "[REDACTED]")]
    [InlineData("#!who", "[REDACTED]")]
    public async Task The_runner_and_the_kernel_show_the_mark(string code, string shown)
    {
        using var place = new Workplace();
        var path = place.Notebook("01.ipynb", Opening, "tag:raises-exception\n" + code);
        var run = await place.RunAsync(paths: path);
        var outputs = string.Concat(run.Notebooks[0].Notebook.Cells[1].Outputs.Select(o => Text(o!.AsObject())));
        Assert.Contains(shown, outputs, StringComparison.Ordinal);
        Assert.All(Directory.GetFiles(place.Output), f => Assert.DoesNotContain(_secret, File.ReadAllText(f), StringComparison.Ordinal));

        var (messages, reply) = await InKernelAsync(Opening, code);
        Assert.DoesNotContain(_secret, string.Concat(messages.Where(m => m.Type is not "execute_input").Select(m => m.Content.ToJsonString())), StringComparison.Ordinal);
        Assert.DoesNotContain(_secret, reply.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_kernel_answers_expressions_with_the_mark()
    {
        var (_, reply) = await InKernelAsync(Opening, "1", new JsonObject { ["value"] = "secret", ["error"] = "throw new Exception(secret);" });
        var values = reply["user_expressions"]!;
        Assert.Equal("[REDACTED]", (string?)values["value"]!["data"]![MimeBundle.PlainText]);
        Assert.Equal("[REDACTED]", (string?)values["error"]!["evalue"]);
    }

    [Fact]
    public async Task Help_on_a_variable_shows_the_mark()
    {
        using var execution = new CellExecution(".", (_, _, _) => { }, (_, _, _, _) => false);
        await execution.RunAsync(Request(Opening, null), []);
        var help = execution.Language.Inspect(new JsonObject { ["code"] = "secret", ["cursor_pos"] = 3 }).ToJsonString();
        Assert.Contains("[REDACTED]", help, StringComparison.Ordinal);
        Assert.DoesNotContain(_secret, help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_follows_the_text_before_it()
    {
        var seen = new List<string>();
        var context = new CellContext
        {
            Sink = new OutputRecorder((_, _) => { }),
            Ask = (prompt, _) =>
            {
                seen.Add(prompt);
                return "";
            },
        };
        var session = new CellSession(context, ".");
        await session.RunAsync(new CellSource("cell 1", Opening));
        var result = await session.RunAsync(new CellSource("cell 2", "GetInput(secret + \"?\");"));
        Assert.Null(result.Error);
        Assert.Equal(["[REDACTED]?"], seen);
    }

    [Fact]
    public async Task What_was_shown_before_the_secret_was_known_is_taken_out_of_the_files()
    {
        using var place = new Workplace();
        var early = $"Console.WriteLine(\"{_secret[..9]}\" + \"{_secret[9..]}\");";
        await place.RunAsync(paths: [place.Notebook("01.ipynb", early), place.Notebook("02.ipynb", early, Opening)]);
        Assert.All(Directory.GetFiles(place.Output), f =>
        {
            Assert.DoesNotContain(_secret, File.ReadAllText(f), StringComparison.Ordinal);
            Assert.Contains("[REDACTED]", File.ReadAllText(f), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_secret_in_a_source_stays_its_author_s_and_shows_in_no_report_and_no_parameter()
    {
        using var place = new Workplace();
        var path = place.Notebook("01.ipynb", "tag:parameters\nvar token = \"none\";", Opening, $"// {_secret}\nvar x = 1;");
        var run = await place.RunAsync(new Dictionary<string, string> { ["token"] = _secret }, paths: path);
        var sources = NotebookReader.ReadFile(Path.Combine(place.Output, "01.ipynb")).Cells.Select(c => c.Source).ToList();
        Assert.Equal("// Parameters\ntoken = \"[REDACTED]\";", sources[1]);
        Assert.Contains(_secret, sources[3], StringComparison.Ordinal);
        Assert.Equal([4], WrittenSecrets.InSource(run.Notebooks[0].Notebook));
        Assert.DoesNotContain(_secret, await File.ReadAllTextAsync(run.ReportPath), StringComparison.Ordinal);
    }

    private static string Text(JsonObject output) => (string?)output["output_type"] switch
    {
        "stream" => MultilineText.Read(output["text"]),
        "error" => string.Join('\n', output["traceback"]!.AsArray().Select(l => (string?)l)),
        _ => MultilineText.Read(output["data"]![MimeBundle.PlainText]),
    };

    private static async Task<(List<(string Type, JsonObject Content)> Messages, JsonObject Reply)> InKernelAsync(
        string opening, string code, JsonObject? expressions = null)
    {
        var messages = new List<(string, JsonObject)>();
        using var execution = new CellExecution(".", (type, content, _) =>
        {
            lock (messages)
            {
                messages.Add((type, content));
            }
        }, (_, _, _, _) => false);
        await execution.RunAsync(Request(opening, null), []);
        var reply = await execution.RunAsync(Request(code, expressions), []);
        return (messages, reply);
    }

    private static JupyterMessage Request(string code, JsonObject? expressions) =>
        new("execute_request", [], new JsonObject { ["code"] = code, ["user_expressions"] = expressions ?? [] }) { Route = [] };
}
