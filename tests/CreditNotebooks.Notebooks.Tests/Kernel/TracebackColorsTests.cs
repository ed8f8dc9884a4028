using CreditNotebooks.Notebooks.Evaluation;
using CreditNotebooks.Notebooks.Kernel;

namespace CreditNotebooks.Notebooks.Tests.Kernel;

public class TracebackColorsTests
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["\e[1;31m"] = "<red>", ["\e[32m"] = "<green>", ["\e[36m"] = "<cyan>", ["\e[1m"] = "<bold>", ["\e[0m"] = "</>",
    };

    public static TheoryData<string[], string[]> Tracebacks => new()
    {
        {
            ["System.Exception: odd: very\nodd", "   at Half in cell 2, line 3: return 1 / x; // in cell 9, line 9", "   at cell 3, line 3: Half(3)"],
            [
                "<red>System.Exception</>: odd: very\nodd", "   at <cyan>Half</> in <green>cell 2, line 3</>: <bold>return 1 / x; // in cell 9, line 9</>",
                "   at <green>cell 3, line 3</>: Half(3)",
            ]
        },
        {
            ["Own: mine", "   at a lambda of Half in shared.csx, line 1", "   … the same 3 more times", "caused by System.ArgumentException: odd"],
            [
                "<red>Own</>: mine", "   at <cyan>a lambda of Half</> in <green>shared.csx, line 1</>", "   … the same 3 more times",
                "caused by <red>System.ArgumentException</>: odd",
            ]
        },
        {
            ["cell 1, line 2, column 10: CS0103: The name 'foo' does not exist", "    \tvar y = foo;", "    \t        ^^^"],
            ["<green>cell 1, line 2, column 10</>: <red>CS0103</>: The name 'foo' does not exist", "    \tvar y = foo;", "    \t        <red>^^^</>"]
        },
        {
            ["SparkException: [PARSE_SYNTAX_ERROR] Syntax error (line 1, pos 0)\n\nSELEC 1 ^ 2\n^^^^^", "   at cell 4, line 2: SELEC 1 ^ 2"],
            ["<red>SparkException</>: [PARSE_SYNTAX_ERROR] Syntax error (line 1, pos 0)\n\nSELEC 1 ^ 2\n<red>^^^^^</>", "   at <green>cell 4, line 2</>: <bold>SELEC 1 ^ 2</>"]
        },
        { ["The cell was stopped."], ["<red>The cell was stopped.</>"] },
    };

    [Theory]
    [MemberData(nameof(Tracebacks))]
    public void The_type_is_red_places_are_green_and_the_failing_code_is_bold(string[] plain, string[] expected)
    {
        var painted = TracebackColors.Paint(new CellError("n", "m", plain)).ToList();
        Assert.Equal(expected, painted.Select(line => Names.Aggregate(line, (text, name) => text.Replace(name.Key, name.Value, StringComparison.Ordinal))));
    }
}
