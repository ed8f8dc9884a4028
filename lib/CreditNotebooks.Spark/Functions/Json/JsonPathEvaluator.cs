using System.Text;
using System.Text.Json;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>What a path finds, written as Hive wrote it and Spark does: one match bare, several as an array, arrays under <c>[*][*]</c> flattened.</summary>
internal static class JsonPathEvaluator
{
    private enum Style { Raw, Quoted, Flatten }

    public static string? Evaluate(JsonElement root, ReadOnlySpan<JsonStep> path)
    {
        var output = new Output();
        return Evaluate(root, path, Style.Raw, output) ? output.ToString() : null;
    }

    private static bool Evaluate(JsonElement value, ReadOnlySpan<JsonStep> path, Style style, Output output)
    {
        var found = false;
        if (path.IsEmpty)
        {
            if (value.ValueKind == JsonValueKind.String && style == Style.Raw) output.Raw(JsonText.Characters(value));
            else if (value.ValueKind == JsonValueKind.Array && style == Style.Flatten)
            {
                foreach (var item in value.EnumerateArray()) found |= Evaluate(item, path, style, output);
                return found;
            }
            else output.Value(JsonText.Of(value));
            return true;
        }
        var rest = path[1..];
        switch (value.ValueKind, path[0].Kind)
        {
            case (JsonValueKind.Object, JsonStepKind.Field):
                foreach (var property in value.EnumerateObject())
                {
                    if (JsonText.NameOf(property) == path[0].Name && property.Value.ValueKind != JsonValueKind.Null && Evaluate(property.Value, rest, style, output)) return true;
                }
                return false;
            case (JsonValueKind.Array, JsonStepKind.Item):
                if (path[0].Index >= value.GetArrayLength()) return false;
                return Evaluate(value[(int)path[0].Index], rest, !rest.IsEmpty && rest[0].Kind == JsonStepKind.AllItems ? Style.Quoted : style, output);
            case (JsonValueKind.Array, JsonStepKind.AllItems) when !rest.IsEmpty && rest[0].Kind == JsonStepKind.AllItems:
                output.Begin();
                foreach (var item in value.EnumerateArray()) found |= Evaluate(item, rest[1..], Style.Flatten, output);
                output.End();
                return found;
            case (JsonValueKind.Array, JsonStepKind.AllItems) when style == Style.Quoted:
                output.Begin();
                foreach (var item in value.EnumerateArray()) found |= Evaluate(item, rest, Style.Quoted, output);
                output.End();
                return found;
            case (JsonValueKind.Array, JsonStepKind.AllItems):
                var matches = 0;
                var inner = new Output();
                inner.Begin();
                foreach (var item in value.EnumerateArray())
                    if (Evaluate(item, rest, style == Style.Raw ? Style.Quoted : style, inner)) matches++;
                inner.End();
                if (matches > 1) output.Value(inner.ToString());
                else if (matches == 1) output.Value(inner.ToString()[1..^1]);
                return matches > 0;
            default: return false;
        }
    }

    private sealed class Output
    {
        private readonly StringBuilder text = new();
        private readonly Stack<bool> begun = new();

        public void Raw(string characters) => text.Append(characters);

        public void Value(string json)
        {
            Separate();
            text.Append(json);
        }

        public void Begin()
        {
            Separate();
            text.Append('[');
            begun.Push(false);
        }

        public void End()
        {
            begun.Pop();
            text.Append(']');
        }

        private void Separate()
        {
            if (begun.Count == 0) return;
            if (begun.Pop()) text.Append(',');
            begun.Push(true);
        }

        public override string ToString() => text.ToString();
    }
}
