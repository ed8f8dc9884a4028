using System.Text.RegularExpressions;

namespace CreditNotebooks.Spark.Language;

/// <summary>A line of <c>Api/functions.txt</c>, from which <see cref="Functions"/> is written: how a function is called in C# and in SQL,
/// and what it answers.</summary>
/// <param name="SqlName">Its name in SQL.</param>
/// <param name="MethodName">Its name in C#.</param>
/// <param name="Parameters">Kind and name of each, in order.</param>
/// <param name="Summary">What it answers.</param>
internal sealed record TabledFunction(string SqlName, string MethodName, IReadOnlyList<TabledParameter> Parameters, string Summary);

/// <summary>A parameter of a <see cref="TabledFunction"/>.</summary>
internal sealed record TabledParameter(string Kind, string Name, bool IsOptional)
{
    /// <summary>Whether C# text in this place names a column.</summary>
    public bool NamesColumn => Kind is "col" or "cols" or "val";
}

/// <summary>The table as a resource of this library.</summary>
internal static partial class FunctionTable
{
    private static readonly Lazy<List<TabledFunction>> Lines = new(Read);

    private static readonly Lazy<Dictionary<string, TabledFunction>> BySqlName =
        new(() => Lines.Value.DistinctBy(f => f.SqlName).ToDictionary(f => f.SqlName, StringComparer.OrdinalIgnoreCase));

    private static readonly Lazy<Dictionary<string, TabledFunction>> ByMethodName =
        new(() => Lines.Value.DistinctBy(f => f.MethodName).ToDictionary(f => f.MethodName));

    public static TabledFunction? OfSql(string name) => BySqlName.Value.GetValueOrDefault(name);

    public static TabledFunction? OfMethod(string name) => ByMethodName.Value.GetValueOrDefault(name);

    private static List<TabledFunction> Read()
    {
        using var reader = new StreamReader(typeof(FunctionTable).Assembly.GetManifestResourceStream("functions.txt")!);
        var table = new List<TabledFunction>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#') table.Add(ReadLine(line));
        }
        return table;
    }

    private static TabledFunction ReadLine(string line)
    {
        var cells = line.Split('|', 2);
        var end = cells[1].IndexOf('|', StringComparison.Ordinal);
        var names = cells[0].Trim().Split(' ');
        var method = names.Length > 1 ? names[1] : string.Concat(names[0].Split('_').Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
        return new TabledFunction(names[0], method, ReadParameters(cells[1][..end]), cells[1][(end + 1)..].Trim());
    }

    // What stands in brackets may be left out.
    private static List<TabledParameter> ReadParameters(string list)
    {
        var parameters = new List<TabledParameter>();
        var depth = 0;
        foreach (Match piece in Pieces().Matches(list))
        {
            if (piece.Value is "[" or "]") depth += piece.Value is "[" ? 1 : -1;
            else parameters.Add(new TabledParameter(piece.Groups["kind"].Value, piece.Groups["name"].Value, depth > 0));
        }
        return parameters;
    }

    [GeneratedRegex(@"\[|\]|(?<kind>\w+) (?<name>\w+)")]
    private static partial Regex Pieces();
}
