using System.Collections.ObjectModel;
using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark;

/// <summary>An error with Spark's own condition name, the same on both engines.</summary>
public sealed class SparkException : Exception
{
    /// <summary>An error of the given condition.</summary>
    /// <param name="condition">Spark's condition name, with its subclass behind a point: <c>UNRESOLVED_COLUMN.WITH_SUGGESTION</c>.</param>
    /// <param name="description">One sentence: what is wrong and what to do; without the condition's name.</param>
    /// <param name="inner">What caused it.</param>
    public SparkException(string condition, string description, Exception? inner = null) : base(description, inner)
    {
        Condition = condition;
        Description = description;
    }

    internal SparkException(string condition, string description, SourceSpan span, Exception? inner = null) : this(condition, description, inner) => Span = span;

    /// <summary>Spark's name for what is wrong, such as <c>DIVIDE_BY_ZERO</c>.</summary>
    public string Condition { get; }

    /// <summary>The five characters by which the SQL standard classes the error, such as <c>22012</c>; null where the engine gives none.</summary>
    public string? SqlState { get; init; }

    /// <summary>What the sentence was filled with, by Spark's names (<c>objectName</c>, <c>proposal</c>); empty where the engine gives none.</summary>
    public IReadOnlyDictionary<string, string> MessageParameters { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The sentence without the condition's name and the position.</summary>
    public string Description { get; }

    /// <summary>The 1-based line in the SQL text; 0 where there is no text.</summary>
    public int Line => Span.Line;

    /// <summary>The 0-based column in that line, as Spark counts.</summary>
    public int Column => Span.Column;

    internal SourceSpan Span { get; init; }

    /// <summary>The SQL text that the position is in, when there is one.</summary>
    internal string? SqlText { get; init; }

    /// <summary>The condition, the sentence, and where the SQL text is known the line with a caret under the spot.</summary>
    public override string Message
    {
        get
        {
            var message = $"[{Condition}] {Description}";
            if (!Span.IsKnown) return message;
            message += $" (line {Line}, pos {Column})";
            if (SqlText is null) return message;
            var lines = SqlText.Split('\n');
            if (Line > lines.Length) return message;
            var line = lines[Line - 1].TrimEnd('\r');
            var column = Math.Min(Column, line.Length);
            var width = Math.Clamp(Span.End - Span.Start, 1, Math.Max(1, line.Length - column));
            return $"{message}\n\n{line}\n{new string(' ', column)}{new string('^', width)}";
        }
    }

    /// <summary>The same error with a position, where it has none yet.</summary>
    internal SparkException At(SourceSpan span) => Span.IsKnown || !span.IsKnown ? this : With(span, SqlText);

    /// <summary>The same error with the text that its position is in.</summary>
    internal SparkException In(string sqlText) => SqlText is not null ? this : With(Span, sqlText);

    /// <summary>Something that Spark can and this engine cannot: <c>UNSUPPORTED_FEATURE</c>.</summary>
    internal static SparkException Unsupported(string what, SourceSpan span = default) =>
        new("UNSUPPORTED_FEATURE", $"{what} is not supported by the embedded engine; set SPARK_REMOTE to run it on Spark.", span);

    private SparkException With(SourceSpan span, string? sqlText) =>
        new(Condition, Description, span, InnerException) { SqlText = sqlText, SqlState = SqlState, MessageParameters = MessageParameters };
}
