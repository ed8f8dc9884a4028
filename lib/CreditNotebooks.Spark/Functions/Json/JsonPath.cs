using System.Globalization;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>A step of a path: a field by its name, an array's item, all of its items, or what matches nothing (<c>.*</c>).</summary>
internal readonly record struct JsonStep(JsonStepKind Kind, string Name = "", long Index = 0);

internal enum JsonStepKind { Field, Item, AllItems, Nothing }

/// <summary>The paths of <c>get_json_object</c>: <c>$.a.b[0][*]['c d']</c>.</summary>
internal static class JsonPath
{
    /// <summary>The steps; null where the text is no path.</summary>
    public static JsonStep[]? Parse(string path)
    {
        if (!path.StartsWith('$')) return null;
        var steps = new List<JsonStep>();
        var at = 1;
        while (at < path.Length)
        {
            var rest = path.AsSpan(at);
            if (rest.TrimStart() is var trimmed && trimmed.Length < rest.Length)
                return trimmed.StartsWith("['") || trimmed.StartsWith(".*") ? throw SparkException.Unsupported($"The path '{path}', with blanks between its steps") : null;
            if (rest.StartsWith(".*") || rest.StartsWith("['*']"))
            {
                steps.Add(new JsonStep(JsonStepKind.Nothing));
                at += rest[0] == '.' ? 2 : 5;
            }
            else if (rest[0] == '.')
            {
                var end = rest[1..].IndexOfAny('.', '[') is var i && i < 0 ? rest.Length : i + 1;
                var name = rest[1..end].TrimStart();
                if (name.IsEmpty) return null;
                steps.Add(new JsonStep(JsonStepKind.Field, name.ToString()));
                at += end;
            }
            else if (rest.StartsWith("['"))
            {
                var end = rest[2..].IndexOf('\'');
                if (rest.Contains('?')) throw SparkException.Unsupported($"The path '{path}', with a question mark");
                if (end < 1 || end + 3 >= rest.Length || rest[end + 3] != ']') return null;
                var name = rest.Slice(2, end).TrimStart();
                if (name.IsEmpty) return null;
                steps.Add(new JsonStep(JsonStepKind.Field, name.ToString()));
                at += end + 4;
            }
            else if (rest.StartsWith("[*]"))
            {
                steps.Add(new JsonStep(JsonStepKind.AllItems));
                at += 3;
            }
            else if (rest[0] == '[')
            {
                var end = rest.IndexOf(']');
                if (end < 0) return null;
                var digits = rest[1..end].TrimStart();
                if (digits.IsEmpty || digits.IndexOfAnyExceptInRange('0', '9') >= 0 || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index)) return null;
                steps.Add(new JsonStep(JsonStepKind.Item, Index: index));
                at += end + 1;
            }
            else return null;
        }
        return steps.ToArray();
    }
}
