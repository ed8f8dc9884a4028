using CreditNotebooks.Display;
using CreditNotebooks.Spark.Catalogue;

namespace CreditNotebooks.Spark.Language;

/// <summary>A function's signatures, made of what the catalogue takes and gives and of the names in <see cref="FunctionTable"/>, and what
/// it answers.</summary>
internal static class FunctionDocumentation
{
    /// <summary>A function by its name in SQL; null when there is none.</summary>
    public static SqlDescription? OfSql(string name)
    {
        if (FunctionCatalogue.Spark.Find(name) is not { } entry) return null;
        var tabled = FunctionTable.OfSql(name) ?? FunctionTable.OfSql(entry.Name)
            ?? entry.Aliases.Select(FunctionTable.OfSql).FirstOrDefault(f => f is not null);
        var documentation = tabled?.Summary.Replace("`", "", StringComparison.Ordinal) ?? MethodSummaries.Of(name) ?? "";
        if (entry.Unsupported is { } reason) documentation = $"{documentation} Not supported here: {reason}.".Trim();
        return new SqlDescription(string.Join('\n', Signatures(entry, name.ToLowerInvariant(), tabled)), documentation);
    }

    /// <summary>The SQL function that a method of <see cref="Functions"/> makes.</summary>
    public static SqlDescription? OfMethod(string method) =>
        FunctionTable.OfMethod(method) is { } tabled ? OfSql(tabled.SqlName)
        : FunctionCatalogue.Spark.Find(method) is { } entry ? OfSql(entry.Name)
        : null;

    /// <summary>The first signature in a line, for lists.</summary>
    public static string ShortSignature(string name) =>
        FunctionCatalogue.Spark.Find(name) is { } entry ? Signatures(entry, name,
            FunctionTable.OfSql(name) ?? FunctionTable.OfSql(entry.Name)).First() : "";

    private static IEnumerable<string> Signatures(FunctionEntry entry, string name, TabledFunction? tabled)
    {
        if (entry.Signatures.Count > 0) return entry.Signatures.Select(s => Write(name, s, tabled)).Distinct();
        var places = tabled?.Parameters.Select(p => new Place(p.Name + (p.Kind is "cols" or "names" ? ", …" : ""), p.IsOptional))
            ?? [new Place("…", false)];
        return [Write(name, places, null)];
    }

    private static string Write(string name, Signature signature, TabledFunction? tabled)
    {
        var count = signature.Arguments.Count;
        var names = signature.Names.Count == count ? signature.Names
            : tabled is not null && tabled.Parameters.Count >= count ? [.. tabled.Parameters.Select(p => p.Name)]
            : (IReadOnlyList<string>)[];
        var places = signature.Arguments.Select((argument, i) =>
        {
            var type = argument.Name.Replace("\"", "", StringComparison.Ordinal);
            var repeated = signature.Variadic && i == count - 1 ? ", …" : "";
            return new Place((names.Count > 0 ? $"{names[i]}: {type}" : type) + repeated, i >= count - signature.OptionalCount);
        });
        return Write(name, places, signature.ConstantResult?.Sql);
    }

    private static string Write(string name, IEnumerable<Place> places, string? result)
    {
        var text = new System.Text.StringBuilder(name).Append('(');
        var isFirst = true;
        foreach (var (written, isOptional) in places)
        {
            text.Append(isOptional ? "[" : "").Append(isFirst ? "" : ", ").Append(written).Append(isOptional ? "]" : "");
            isFirst = false;
        }
        return text.Append(')').Append(result is null ? "" : $" → {result}").ToString();
    }

    /// <summary>An argument's place in a signature.</summary>
    private readonly record struct Place(string Text, bool IsOptional);
}
