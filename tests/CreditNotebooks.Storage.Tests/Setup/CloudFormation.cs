using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace CreditNotebooks.Storage.Tests.Setup;

/// <summary>A CloudFormation template with its parameters filled in, as far as ours go: !Ref, !Sub, !If, !Equals and !Not.</summary>
internal sealed partial class CloudFormation
{
    private const string NoValue = "AWS::NoValue";

    private readonly YamlMappingNode _root;
    private readonly Dictionary<string, string> _values = new() { ["AWS::Partition"] = "aws" };

    public CloudFormation(string text, IReadOnlyDictionary<string, string> parameters)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        _root = (YamlMappingNode)yaml.Documents[0].RootNode;
        foreach (var (name, parameter) in (YamlMappingNode)_root["Parameters"])
        {
            var byDefault = ((YamlMappingNode)parameter).Children.TryGetValue("Default", out var value) ? value.ToString() : null;
            _values[name.ToString()] = parameters.GetValueOrDefault(name.ToString()) ?? byDefault
                ?? throw new ArgumentException($"The parameter {name} has no value.");
        }
    }

    public JsonNode Resource(string name) => Evaluate(_root["Resources"][name]["Properties"])!;

    private JsonNode? Evaluate(YamlNode node) => node switch
    {
        YamlScalarNode { Value: NoValue } when Tag(node) == "!Ref" => null,
        // What refers to a resource stands for itself.
        YamlScalarNode scalar when Tag(node) == "!Ref" => _values.GetValueOrDefault(scalar.Value!, scalar.Value!),
        YamlScalarNode scalar when Tag(node) == "!Sub" => Variable().Replace(scalar.Value!, match => _values[match.Groups[1].Value]),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        YamlSequenceNode choice when Tag(node) == "!If" => Evaluate(choice[IsTrue(_root["Conditions"][choice[0].ToString()]) ? 1 : 2]),
        YamlSequenceNode list => new JsonArray([.. list.Select(Evaluate).Where(item => item is not null)]),
        YamlMappingNode map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key.ToString(), Evaluate(pair.Value)))
            .Where(pair => pair.Value is not null)),
        _ => throw new ArgumentException($"{node} is nothing that is known here."),
    };

    private bool IsTrue(YamlNode condition) => Tag(condition) switch
    {
        "!Not" => !IsTrue(condition[0]),
        "!Equals" => Evaluate(condition[0])!.ToString() == Evaluate(condition[1])!.ToString(),
        var tag => throw new ArgumentException($"{tag} is no condition that is known here."),
    };

    private static string Tag(YamlNode node) => node.Tag.IsEmpty ? "" : node.Tag.Value;

    [GeneratedRegex(@"\$\{([^}]+)\}")]
    private static partial Regex Variable();
}
