using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Parsing;

internal enum TokenKind
{
    /// <summary>A bare word; keywords are words too, since nearly every keyword may be a name.</summary>
    Word,
    QuotedName,
    String,
    Integer, Exponent, Decimal, Long, Short, Byte, Float, Double, BigDecimal,
    Symbol,
    /// <summary>A character that starts nothing, such as an unclosed quote.</summary>
    Unknown,
    End,
}

/// <summary>A piece of SQL text. <paramref name="Key"/> is what the grammar compares: a bare word in upper case, or a symbol; else empty.
/// <paramref name="Text"/> is the meaning: a name or string without its quotes and escapes, a number as written.</summary>
internal readonly record struct Token(TokenKind Kind, string Key, string Text, SourceSpan Span)
{
    public bool IsNumber => Kind is >= TokenKind.Integer and <= TokenKind.BigDecimal;
    public bool IsName => Kind is TokenKind.Word or TokenKind.QuotedName;
}
