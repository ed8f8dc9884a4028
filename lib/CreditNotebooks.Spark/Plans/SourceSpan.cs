namespace CreditNotebooks.Spark.Plans;

/// <summary>Where something stood in the SQL text. It takes no part in equality: two expressions that mean the same are the same.</summary>
internal readonly struct SourceSpan : IEquatable<SourceSpan>
{
    public SourceSpan(int start, int end, int line, int column)
    {
        Start = start;
        End = end;
        Line = line;
        Column = column;
    }

    /// <summary>The 0-based offset of its first character.</summary>
    public int Start { get; }
    /// <summary>The 0-based offset behind its last character.</summary>
    public int End { get; }
    /// <summary>The 1-based line; 0 where there is no text, as for a plan built by the DataFrame API.</summary>
    public int Line { get; }
    /// <summary>The 0-based column in its line, as Spark counts.</summary>
    public int Column { get; }

    public bool IsKnown => Line > 0;

    public static SourceSpan None => default;

    public SourceSpan To(SourceSpan end) => new(Start, end.End, Line, Column);

    public bool Equals(SourceSpan other) => true;
    public override bool Equals(object? obj) => obj is SourceSpan;
    public override int GetHashCode() => 0;
}
