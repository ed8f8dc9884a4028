using System.Runtime.CompilerServices;
using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Parsing;

/// <summary>A recursive-descent parser; this file holds the cursor over the tokens, the others one part of the grammar each.</summary>
internal sealed partial class Parser
{
    private readonly string sql;
    private readonly List<Token> tokens;
    private readonly int[] closing;
    private int position;

    public Parser(string sql)
    {
        this.sql = sql;
        tokens = Lexer.Tokenize(sql);
        closing = MatchParentheses(tokens);
    }

    private Token Current => tokens[position];

    private Token Peek(int ahead = 1) => tokens[Math.Min(position + ahead, tokens.Count - 1)];

    private bool At(string key) => Current.Key == key;

    private bool At(string first, string second) => Current.Key == first && Peek().Key == second;

    private bool AtAny(string a, string b) => Current.Key == a || Current.Key == b;

    private Token Take()
    {
        var token = Current;
        if (token.Kind != TokenKind.End) position++;
        return token;
    }

    private bool Accept(string key)
    {
        if (!At(key)) return false;
        position++;
        return true;
    }

    private bool Accept(string first, string second)
    {
        if (!At(first, second)) return false;
        position += 2;
        return true;
    }

    private void Expect(string key)
    {
        if (!Accept(key)) throw SyntaxError();
    }

    /// <summary>The end of the text, behind any semicolons.</summary>
    public void ExpectEnd()
    {
        while (Accept(";")) { }
        if (Current.Kind != TokenKind.End) throw SyntaxError();
    }

    private SourceSpan SpanFrom(int start) => position > start ? tokens[start].Span.To(tokens[position - 1].Span) : tokens[start].Span;

    private static void EnterLevel() => RuntimeHelpers.EnsureSufficientExecutionStack();

    private SparkException SyntaxError() => SyntaxErrors.At(sql, tokens, position);

    private SparkException Unsupported(string what, int start) => SparkException.Unsupported(what, SpanFrom(start));

    private List<T> ListOf<T>(Func<T> item)
    {
        var items = new List<T> { item() };
        while (Accept(",")) items.Add(item());
        return items;
    }

    private Seq<T> InParentheses<T>(Func<T> item)
    {
        Expect("(");
        var items = ListOf(item);
        Expect(")");
        return items.ToSeq();
    }

    /// <summary>For each opening parenthesis the index of its closing one; else -1.</summary>
    private static int[] MatchParentheses(List<Token> tokens)
    {
        var closing = new int[tokens.Count];
        Array.Fill(closing, -1);
        var open = new Stack<int>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Key == "(") open.Push(i);
            else if (tokens[i].Key == ")" && open.Count > 0) closing[open.Pop()] = i;
        }
        return closing;
    }
}
