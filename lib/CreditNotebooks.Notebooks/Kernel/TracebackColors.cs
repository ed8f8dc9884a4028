using System.Text.RegularExpressions;
using CreditNotebooks.Notebooks.Evaluation;

namespace CreditNotebooks.Notebooks.Kernel;

/// <summary>An error's lines in a terminal's colours, which front ends draw: the error's type and carets red, places in the cells green, the
/// code where it happened bold. Without the colours it is the text that <c>credit run</c> prints.</summary>
internal static partial class TracebackColors
{
    private const string Red = "\e[1;31m";
    private const string Green = "\e[32m";
    private const string Cyan = "\e[36m";
    private const string Bold = "\e[1m";
    private const string Reset = "\e[0m";

    public static IEnumerable<string> Paint(CellError error)
    {
        // The first place is where it happened; those behind it only led there.
        var isFirst = true;
        foreach (var line in error.Traceback)
        {
            if (Frame().Match(line) is { Success: true } frame)
            {
                var source = frame.Groups["source"].Value;
                yield return frame.Groups["at"].Value + In(Cyan, frame.Groups["function"].Value) + frame.Groups["in"].Value
                    + In(Green, frame.Groups["place"].Value) + frame.Groups["colon"].Value + (isFirst ? In(Bold, source) : source);
                isFirst = false;
            }
            else if (Diagnostic().Match(line) is { Success: true } diagnostic)
            {
                yield return $"{In(Green, diagnostic.Groups["place"].Value)}: {In(Red, diagnostic.Groups["id"].Value)}: {diagnostic.Groups["message"].Value}";
            }
            else if (Headline().Match(line) is { Success: true } headline)
            {
                yield return headline.Groups["caused"].Value + In(Red, headline.Groups["name"].Value) + ": " + Carets(headline.Groups["message"].Value);
            }
            else
            {
                yield return error.Traceback.Count == 1 ? In(Red, line) : Carets(line);
            }
        }
    }

    private static string Carets(string text) => Caret().Replace(text, caret => In(Red, caret.Value));

    private static string In(string color, string text) => text.Length == 0 ? "" : color + text + Reset;

    [GeneratedRegex(@"^(?<at>   at )(?:(?<function>\S.*?)(?<in> in ))?(?<place>\S.*?, line \d+)(?:(?<colon>: )(?<source>.*))?$")]
    private static partial Regex Frame();

    [GeneratedRegex(@"^(?<place>\S.*?, line \d+, column \d+): (?<id>CS\d+): (?<message>.*)$", RegexOptions.Singleline)]
    private static partial Regex Diagnostic();

    // A type's name has no spaces, and so no sentence is taken for one.
    [GeneratedRegex(@"^(?<caused>caused by )?(?<name>[A-Za-z_][\w.+`]*): (?<message>.*)$", RegexOptions.Singleline)]
    private static partial Regex Headline();

    [GeneratedRegex(@"(?<=^\s*)\^+(?=\s*$)", RegexOptions.Multiline)]
    private static partial Regex Caret();
}
