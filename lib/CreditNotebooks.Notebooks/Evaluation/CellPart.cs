using CreditNotebooks.Notebooks.Packages;

namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>A run of a cell's lines in one language, or one magic that acts by itself.</summary>
internal abstract record CellPart(CellSource Cell, int Line)
{
    /// <summary>C#; the text has as many line feeds before it as the cell, so that positions are the cell's. The packages
    /// that it asks for are to be there before it is compiled; their directives are not in the text.</summary>
    internal sealed record CSharp(CellSource Cell, int Line, string Text, IReadOnlyList<PackageDirective> Packages) : CellPart(Cell, Line);

    /// <summary>SQL for the open session; the result is shown, or kept in the C# variable <paramref name="KeepAs"/>.</summary>
    internal sealed record Sql(CellSource Cell, int Line, string Text, string? KeepAs) : CellPart(Cell, Line);

    /// <summary>Text that is shown as it stands.</summary>
    internal sealed record Show(CellSource Cell, int Line, string Text, string MimeType) : CellPart(Cell, Line);

    /// <summary>Another file's code, run here.</summary>
    internal sealed record Import(CellSource Cell, int Line, string Path) : CellPart(Cell, Line);

    /// <summary>Shows the session's variables.</summary>
    internal sealed record Who(CellSource Cell, int Line) : CellPart(Cell, Line);

    /// <summary>Shows the help, or its list of magics alone.</summary>
    internal sealed record Help(CellSource Cell, int Line, bool MagicsAlone) : CellPart(Cell, Line);

    /// <summary>Asks for the time that the whole cell takes.</summary>
    internal sealed record Time(CellSource Cell, int Line) : CellPart(Cell, Line);
}
