using System.Text;
using System.Text.RegularExpressions;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>What regexp_replace puts in a match's place, by the rules of Java's Matcher.appendReplacement: <c>$1</c>, <c>${name}</c> and a backslash before what stands for itself.</summary>
internal static class RegexReplacement
{
    /// <summary>Whether it is the same text for every match.</summary>
    public static bool IsConstant(ReadOnlySpan<byte> replacement) => replacement.IndexOfAny((byte)'$', (byte)'\\') < 0;

    public static void Append(StringBuilder to, string replacement, Match match, JavaRegex regex)
    {
        for (var i = 0; i < replacement.Length; i++)
        {
            switch (replacement[i])
            {
                case '\\':
                    if (++i == replacement.Length) throw Invalid(replacement, "a backslash must stand before a character");
                    to.Append(replacement[i]);
                    break;
                case '$':
                    to.Append(match.Groups[Group(replacement, ref i, regex)].ValueSpan);
                    break;
                default:
                    to.Append(replacement[i]);
                    break;
            }
        }
    }

    // Takes as many digits as there are groups for.
    private static int Group(string replacement, ref int i, JavaRegex regex)
    {
        var next = i + 1 < replacement.Length ? replacement[i + 1] : '\0';
        if (next == '{')
        {
            var end = replacement.IndexOf('}', i);
            var name = end < 0 ? throw Invalid(replacement, "a group's name has no closing brace") : replacement[(i + 2)..end];
            i = end;
            return regex.GroupOf(name) ?? throw Invalid(replacement, $"there is no group {name}");
        }
        if (!char.IsAsciiDigit(next)) throw Invalid(replacement, "a $ must stand before a group's number");
        var group = next - '0';
        i++;
        if (group > regex.Groups) throw Invalid(replacement, $"there is no group {group}");
        while (i + 1 < replacement.Length && char.IsAsciiDigit(replacement[i + 1]) && group * 10 + replacement[i + 1] - '0' <= regex.Groups) group = group * 10 + replacement[++i] - '0';
        return group;
    }

    private static SparkException Invalid(string replacement, string why) => new("INVALID_REGEXP_REPLACE", $"Could not perform regexp_replace: the replacement '{replacement}' is invalid: {why}.");
}
