using System.Text.Json;
using System.Text.RegularExpressions;

namespace CreditNotebooks.Notebooks.Tests;

/// <summary>The rules of nbformat 4.5's JSON schema, read from its text and written here independently of the writer.</summary>
internal static partial class NbformatRules
{
    public static void Check(string text)
    {
        Assert.EndsWith("}\n", text);
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        Only(root, "metadata", "nbformat", "nbformat_minor", "cells");
        Assert.Equal(4, root.GetProperty("nbformat").GetInt32());
        Assert.True(root.GetProperty("nbformat_minor").GetInt32() >= 5);
        if (root.GetProperty("metadata").TryGetProperty("kernelspec", out var kernel))
        {
            Assert.Equal(JsonValueKind.String, kernel.GetProperty("name").ValueKind);
            Assert.Equal(JsonValueKind.String, kernel.GetProperty("display_name").ValueKind);
        }
        var ids = new HashSet<string>();
        foreach (var cell in root.GetProperty("cells").EnumerateArray())
        {
            var id = cell.GetProperty("id").GetString()!;
            Assert.Matches(CellId(), id);
            Assert.True(ids.Add(id), $"the id {id} is there twice");
            Assert.Equal(JsonValueKind.Object, cell.GetProperty("metadata").ValueKind);
            Multiline(cell.GetProperty("source"));
            switch (cell.GetProperty("cell_type").GetString())
            {
                case "code":
                    Only(cell, "id", "cell_type", "metadata", "source", "outputs", "execution_count");
                    Count(cell.GetProperty("execution_count"));
                    foreach (var output in cell.GetProperty("outputs").EnumerateArray())
                    {
                        Output(output);
                    }
                    break;
                case "markdown" or "raw":
                    Only(cell, "id", "cell_type", "metadata", "source", "attachments");
                    break;
                case var other:
                    Assert.Fail($"no such cell_type: {other}");
                    break;
            }
        }
    }

    private static void Output(JsonElement output)
    {
        switch (output.GetProperty("output_type").GetString())
        {
            case "stream":
                Only(output, "output_type", "name", "text");
                Assert.Contains(output.GetProperty("name").GetString(), new[] { "stdout", "stderr" });
                Multiline(output.GetProperty("text"));
                break;
            case "display_data":
                Only(output, "output_type", "data", "metadata");
                Bundle(output.GetProperty("data"));
                break;
            case "execute_result":
                Only(output, "output_type", "data", "metadata", "execution_count");
                Count(output.GetProperty("execution_count"));
                Bundle(output.GetProperty("data"));
                break;
            case "error":
                Only(output, "output_type", "ename", "evalue", "traceback");
                Assert.All(output.GetProperty("traceback").EnumerateArray(), line => Assert.Equal(JsonValueKind.String, line.ValueKind));
                break;
            case var other:
                Assert.Fail($"no such output_type: {other}");
                break;
        }
    }

    private static void Bundle(JsonElement data) => Assert.All(data.EnumerateObject(), entry =>
    {
        if (!entry.Name.EndsWith("json", StringComparison.Ordinal))
        {
            Multiline(entry.Value);
        }
    });

    private static void Only(JsonElement element, params string[] fields) =>
        Assert.All(element.EnumerateObject(), field => Assert.Contains(field.Name, fields));

    private static void Count(JsonElement count) => Assert.True(count.ValueKind == JsonValueKind.Null || count.GetInt32() >= 0);

    private static void Multiline(JsonElement text)
    {
        if (text.ValueKind == JsonValueKind.Array)
        {
            Assert.All(text.EnumerateArray(), line => Assert.Equal(JsonValueKind.String, line.ValueKind));
        }
        else
        {
            Assert.Equal(JsonValueKind.String, text.ValueKind);
        }
    }

    [GeneratedRegex("^[a-zA-Z0-9-_]{1,64}$")]
    private static partial Regex CellId();
}
