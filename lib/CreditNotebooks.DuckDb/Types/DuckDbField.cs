namespace CreditNotebooks.DuckDb;

/// <summary>A field of a struct, a member of a union, or a column: a name and what it holds.</summary>
/// <param name="Name">As DuckDB spells it; it compares names without regard to case.</param>
/// <param name="Type">What it holds.</param>
public sealed record DuckDbField(string Name, DuckDbType Type);
