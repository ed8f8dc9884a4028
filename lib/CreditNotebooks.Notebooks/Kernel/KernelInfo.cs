using System.Reflection;
using System.Text.Json.Nodes;

namespace CreditNotebooks.Notebooks.Kernel;

/// <summary>What the kernel says of itself.</summary>
internal static class KernelInfo
{
    public static JsonObject Content()
    {
        var version = typeof(KernelInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
        return new JsonObject
        {
            ["status"] = "ok",
            ["protocol_version"] = "5.4",
            ["implementation"] = "credit-notebooks",
            ["implementation_version"] = version,
            ["language_info"] = new JsonObject
            {
                ["name"] = "C#",
                ["version"] = "14.0",
                ["mimetype"] = "text/x-csharp",
                ["file_extension"] = ".cs",
                ["pygments_lexer"] = "csharp",
                ["codemirror_mode"] = "text/x-csharp",
                ["nbconvert_exporter"] = "script",
            },
            ["banner"] = $"Credit Notebooks {version}: C# and Spark SQL",
            ["help_links"] = new JsonArray(),
            ["debugger"] = false,
        };
    }
}
