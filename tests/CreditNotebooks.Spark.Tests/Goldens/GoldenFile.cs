using System.Text.Json;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Parsing;

namespace CreditNotebooks.Spark.Tests.Goldens;

/// <summary>A file of statements (<c>NAME.sql</c>) with real Spark's answers beside it (<c>NAME.jsonl</c>, one JSON line a statement) and our own status
/// (<c>NAME.refused</c>: the statements that are not answered the same, each with its verdict). <c>${DATA}</c> in a statement is the repository's data folder.</summary>
internal sealed class GoldenFile(string path)
{
    public static string Root { get; } = FindRoot();

    /// <summary>All files of the suite, relative to its folder.</summary>
    public static IEnumerable<string> All => Directory.EnumerateFiles(Folder, "*.sql", SearchOption.AllDirectories)
        .Where(f => File.Exists(Path.ChangeExtension(f, ".jsonl"))).Select(f => Path.GetRelativePath(Folder, f)).Order(StringComparer.Ordinal);

    private static string Folder => Path.Combine(Root, "tests", "CreditNotebooks.Spark.Tests");

    /// <summary>The statements as they are run.</summary>
    public IReadOnlyList<string> Statements { get; } =
        [.. SqlScript.Split(File.ReadAllText(Path.Combine(Folder, path))).Select(s => s.Replace("${DATA}", Path.Combine(Root, "data").Replace('\\', '/')))];

    /// <summary>What real Spark answered to each.</summary>
    public IReadOnlyList<JsonElement> Answers { get; } =
        [.. File.ReadLines(Path.Combine(Folder, Path.ChangeExtension(path, ".jsonl"))).Where(l => l.Length > 0).Select(l => JsonDocument.Parse(l).RootElement)];

    /// <summary>Statements whose verdict is not "same" and not the one that the status file has.</summary>
    public List<string> Differences()
    {
        var sql = Path.Combine(Folder, path);
        var statements = SqlScript.Split(File.ReadAllText(sql));
        var answers = File.ReadLines(Path.ChangeExtension(sql, ".jsonl")).Where(l => l.Length > 0).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        if (answers.Count != statements.Count) return [$"{path}: {statements.Count} statements, but {answers.Count} answers."];
        var statusPath = Path.ChangeExtension(sql, ".refused");
        var known = File.Exists(statusPath) ? File.ReadAllLines(statusPath).Where(l => l.Length > 0).ToHashSet() : [];
        var (status, differences) = (new List<string>(), new List<string>());
        using var session = SparkSession.Builder().GetOrCreate().NewSession();
        for (var i = 0; i < statements.Count; i++)
        {
            var text = statements[i].Replace("${DATA}", Path.Combine(Root, "data").Replace('\\', '/'));
            var answer = StatementAnswer.Of(session, text, CancellationToken.None);
            var (verdict, why) = AnswerJudge.Judge(answers[i], JsonDocument.Parse(answer).RootElement);
            if (verdict == Verdict.Same) continue;
            var line = $"{verdict.ToString().ToLowerInvariant()}: {string.Join(' ', statements[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}";
            if (verdict == Verdict.Wrong) differences.Add($"{line}\n    {why}");
            else status.Add(line);
            if (verdict != Verdict.Wrong && !known.Contains(line)) differences.Add($"{line}\n    {why}");
        }
        if (Environment.GetEnvironmentVariable("CREDIT_WRITE_STATUS") == "1") WriteStatus(statusPath, status);
        return differences;
    }

    private static void WriteStatus(string path, List<string> lines)
    {
        if (lines.Count > 0) File.WriteAllText(path, string.Join("\n", lines) + "\n");
        else File.Delete(path);
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CreditNotebooks.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not lie in a clone of the repository.");
        return folder;
    }
}
