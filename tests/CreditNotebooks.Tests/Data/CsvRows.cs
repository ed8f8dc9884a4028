using System.Text;

namespace CreditNotebooks.Tests.Data;

/// <summary>Splits CSV by the book (RFC 4180), independent of the writer under test.</summary>
internal static class CsvRows
{
    public static List<string[]> Read(byte[] file, string lineEnd)
    {
        var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(file);
        Assert.EndsWith(lineEnd, text, StringComparison.Ordinal);
        return [.. text[..^lineEnd.Length].Split(lineEnd).Select(Split)];
    }

    private static string[] Split(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quoted && c == '"' && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[++i]);
            else if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted) { fields.Add(field.ToString()); field.Clear(); }
            else field.Append(c);
        }

        Assert.False(quoted, line);
        fields.Add(field.ToString());
        return [.. fields];
    }
}
