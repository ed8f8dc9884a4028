namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>A line that speaks to the notebook and not to C#.</summary>
/// <param name="Name">With its prefix: <c>#!time</c>.</param>
/// <param name="Arguments">What may follow, as the help shows it.</param>
/// <param name="Summary">What it does, in a sentence.</param>
internal sealed record Magic(string Name, string Arguments, string Summary)
{
    /// <summary>Every magic there is; another one is refused by name.</summary>
    public static readonly IReadOnlyList<Magic> All =
    [
        new("#!csharp", "", "The lines below are C#."),
        new("#!c#", "", "The same as #!csharp."),
        new("#!sql", "[-o NAME]", "The lines below are SQL for the open Spark session; the result is shown, or kept as the C# variable NAME."),
        new("%%sql", "[-o NAME]", "The same as #!sql; on the first line of a cell."),
        new("#!markdown", "", "The lines below are shown as Markdown."),
        new("#!html", "", "The lines below are shown as HTML."),
        new("#!import", "PATH", "Runs the C# of a .cs, .csx or .ipynb file here; the path is relative to the notebook."),
        new("#!time", "", "Shows how long the cell took."),
        new("#!who", "", "Lists the variables with their types and values or sizes."),
        new("#!whos", "", "The same as #!who."),
        new("#!lsmagic", "", "Lists the magics."),
        new("#!help", "", "Shows what a notebook can do."),
    ];

    /// <summary>Names that users of .NET Interactive know; no typing slip is suggested for them.</summary>
    public static Magic? Find(string name) => All.FirstOrDefault(m => m.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
