
namespace CreditNotebooks.Spark.Catalogue.DateTimes;

/// <summary>What Spark refuses in patterns before Java sees them, and how it words the refusal.</summary>
internal static class PatternRules
{
    private const string WeekBased = "YWwuec";
    private const string Never = "ABnNp";
    private const string NotForParsing = "EFqQ";
    private const string LegacyLetters = "GyMdkHmsSEDFwWahKzZYuXL";
    private static readonly string[] TooLong = ["GGGGG", "MMMMM", "LLLLL", "EEEEE", "QQQQQ", "qqqqq", "yyyyyyy"];

    /// <summary>The pattern for java.time: without an era y, which counts from the era's beginning, becomes u, which has negative years.</summary>
    public static string Convert(string pattern, bool forParsing)
    {
        var parts = pattern.Split('\'');
        var era = parts.Where((part, i) => i % 2 == 0 && part.Contains('G')).Any();
        for (var i = 0; i < parts.Length; i += 2)
        {
            Check(parts[i], pattern, forParsing);
            if (!era) parts[i] = parts[i].Replace('y', 'u');
        }
        return string.Join('\'', parts);
    }

    /// <summary>The error for a pattern: one that Spark 2 understood gets another name than one that nobody understands.</summary>
    public static SparkException Refusal(string pattern, Exception reason) =>
        LegacyUnderstands(pattern) ? Inconsistent(pattern) : new SparkException("INVALID_DATETIME_PATTERN.WITH_SUGGESTION",
            $"Unrecognized datetime pattern: '{pattern.Replace("'", "\\'")}' ({reason.Message}). " +
            "The guide to patterns is at https://spark.apache.org/docs/latest/sql-ref-datetime-pattern.html.", reason);

    private static void Check(string part, string pattern, bool forParsing)
    {
        foreach (var c in part.Where(WeekBased.Contains))
            throw LegacyUnderstands(pattern) ? Inconsistent(pattern) : new SparkException("INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_WEEK_BASED_PATTERN",
                $"Spark >= 3.0 does not support the week-based letter {c} in patterns; use extract or date_part instead.");
        foreach (var c in part.Where(c => Never.Contains(c) || forParsing && NotForParsing.Contains(c)))
            throw LegacyUnderstands(pattern) ? Inconsistent(pattern) : new SparkException("INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER",
                $"Unrecognized datetime pattern: {pattern}. Illegal pattern character found in datetime pattern: {c}. Please provide legal character.");
        foreach (var run in TooLong.Where(part.Contains))
            throw LegacyUnderstands(pattern) ? Inconsistent(pattern) : new SparkException("INVALID_DATETIME_PATTERN.LENGTH",
                $"Unrecognized datetime pattern: {pattern}. Too many letters in datetime pattern: {run}. Please reduce pattern length.");
    }

    private static SparkException Inconsistent(string pattern) => new("INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION",
        $"The pattern '{pattern}' of Spark 2 is not understood by Spark >= 3.0 (java.time.format.DateTimeFormatter); write it with that formatter's letters.");

    /// <summary>Whether Java's SimpleDateFormat takes it.</summary>
    private static bool LegacyUnderstands(string pattern)
    {
        var quoted = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\'') quoted = !quoted;
            else if (!quoted && char.IsAsciiLetter(pattern[i]))
            {
                if (!LegacyLetters.Contains(pattern[i])) return false;
                if (pattern[i] == 'X' && pattern.AsSpan(i).StartsWith("XXXX")) return false;
            }
        }
        return !quoted;
    }
}
