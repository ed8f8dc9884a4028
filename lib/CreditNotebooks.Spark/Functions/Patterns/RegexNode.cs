using System.Globalization;
using System.Text;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>A part of a regular expression of Java, which writes itself as .NET's: plain for texts of ASCII without line ends, wide for all.</summary>
internal abstract record RegexNode
{
    /// <summary>Whether it may match without taking a character.</summary>
    public abstract bool CanBeEmpty { get; }

    /// <summary>Whether there is a longest match.</summary>
    public virtual bool IsBounded => true;

    public abstract void Write(StringBuilder to, bool wide);
}

/// <summary>One character of a set.</summary>
internal sealed record RegexCharacter(CodePointSet Set, int Single = -1) : RegexNode
{
    public override bool CanBeEmpty => false;

    public override void Write(StringBuilder to, bool wide)
    {
        if (Single is >= 0 and < 0x80 and not '\n' and not '\r')
        {
            if (char.IsAsciiLetterOrDigit((char)Single) || Single == '_') to.Append((char)Single);
            else to.Append(CultureInfo.InvariantCulture, $"\\u{Single:X4}");
        }
        else to.Append(wide ? Set.ToWideClass() : Set.ToPlainClass());
    }
}

/// <summary>A place rather than a character.</summary>
internal sealed record RegexAssertion(string Plain, string Wide) : RegexNode
{
    private const string Word = @"[\p{L}\p{Nd}_]";

    public static readonly RegexAssertion Start = new(@"\A", @"\A");
    public static readonly RegexAssertion End = new(@"\z", @"\z");
    public static readonly RegexAssertion EndOrLastLine = new(@"\z", @"(?:\z|(?=(?:\r\n|[\r\u0085\u2028\u2029]|(?<!\r)\n)\z))");
    public static readonly RegexAssertion LineStart = new(@"\A(?!\z)", @"(?!\z)(?:\A|(?<=[\n\u0085\u2028\u2029])|(?<=\r)(?!\n))");
    public static readonly RegexAssertion LineEnd = new(@"\z", @"(?:\z|(?=[\r\u0085\u2028\u2029])|(?<!\r)(?=\n))");
    public static readonly RegexAssertion Boundary = new(@"\b", $"(?:(?<={Word})(?!{Word})|(?<!{Word})(?={Word}))");
    public static readonly RegexAssertion NoBoundary = new(@"\B", $"(?:(?<={Word})(?={Word})|(?<!{Word})(?!{Word}))");

    public override bool CanBeEmpty => true;
    public override void Write(StringBuilder to, bool wide) => to.Append(wide ? Wide : Plain);
}

/// <summary>\R: a line end, \r\n as one.</summary>
internal sealed record RegexLineEnd : RegexNode
{
    public override bool CanBeEmpty => false;
    public override void Write(StringBuilder to, bool wide) => to.Append(wide ? @"(?:\r\n|[\n\v\f\r\u0085\u2028\u2029])" : @"[\v\f]");
}

internal sealed record RegexSequence(IReadOnlyList<RegexNode> Parts) : RegexNode
{
    public override bool CanBeEmpty => Parts.All(p => p.CanBeEmpty);
    public override bool IsBounded => Parts.All(p => p.IsBounded);
    public override void Write(StringBuilder to, bool wide)
    {
        foreach (var part in Parts) part.Write(to, wide);
    }
}

internal sealed record RegexChoice(IReadOnlyList<RegexNode> Branches) : RegexNode
{
    public override bool CanBeEmpty => Branches.Any(p => p.CanBeEmpty);
    public override bool IsBounded => Branches.All(p => p.IsBounded);
    public override void Write(StringBuilder to, bool wide)
    {
        for (var i = 0; i < Branches.Count; i++)
        {
            if (i > 0) to.Append('|');
            Branches[i].Write(to, wide);
        }
    }
}

/// <summary>A group; <paramref name="Opening"/> is what stands behind its parenthesis.</summary>
internal sealed record RegexGroup(string Opening, RegexNode Body) : RegexNode
{
    public bool IsLookaround => Opening is "?=" or "?!" or "?<=" or "?<!";
    public override bool CanBeEmpty => IsLookaround || Body.CanBeEmpty;
    public override bool IsBounded => IsLookaround || Body.IsBounded;
    public override void Write(StringBuilder to, bool wide)
    {
        to.Append('(').Append(Opening);
        Body.Write(to, wide);
        to.Append(')');
    }
}

/// <summary>A repetition; <paramref name="Mode"/> is empty, <c>?</c> (as few as possible) or <c>+</c> (and never fewer than first taken).</summary>
internal sealed record RegexRepetition(RegexNode Body, int Least, int? Most, string Mode) : RegexNode
{
    public override bool CanBeEmpty => Least == 0 || Body.CanBeEmpty;
    public override bool IsBounded => Most is not null && Body.IsBounded;
    public override void Write(StringBuilder to, bool wide)
    {
        if (Mode == "+") to.Append("(?>");
        to.Append("(?:");
        Body.Write(to, wide);
        to.Append(')');
        to.Append((Least, Most) switch
        {
            (0, null) => "*", (1, null) => "+", (0, 1) => "?",
            (_, null) => string.Create(CultureInfo.InvariantCulture, $"{{{Least},}}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{{{Least},{Most}}}"),
        });
        to.Append(Mode == "+" ? ")" : Mode);
    }
}

internal sealed record RegexBackReference(int Group) : RegexNode
{
    public override bool CanBeEmpty => true;
    public override bool IsBounded => false;
    public override void Write(StringBuilder to, bool wide) => to.Append(CultureInfo.InvariantCulture, $"(?:\\{Group})");
}
