using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Parsing;

/// <summary>Cuts SQL text into tokens by the rules of Spark's lexer: the longest match wins, and words may begin with digits.</summary>
internal sealed class Lexer(string sql)
{
    private static readonly string[] Symbols =
    [
        "<=>", ">>>", "/*+", "<=", ">=", "<>", "!=", "!>", "!<", "==", "<<", ">>", "||", "|>", "::", "->", "=>", "*/",
        ";", "(", ")", ",", ".", "[", "]", "!", "=", "<", ">", "+", "-", "*", "/", "%", "~", "&", "|", "^", ":", "?",
    ];

    private readonly List<Token> tokens = [];
    private int position;
    private int line = 1;
    private int lineStart;

    // Inside ARRAY<…>, MAP<…> and STRUCT<…> two closing brackets are no shift operator. Spark counts the words ARRAY, MAP and STRUCT, wherever they stand.
    private int openTypes;

    public static List<Token> Tokenize(string sql) => new Lexer(sql).Run();

    private List<Token> Run()
    {
        while (true)
        {
            SkipBlanksAndComments();
            if (position >= sql.Length) break;
            Next();
        }
        Add(TokenKind.End, position, position, "", "");
        return tokens;
    }

    private void SkipBlanksAndComments()
    {
        while (position < sql.Length)
        {
            if (IsBlank(sql[position])) Advance(position + 1);
            else if (At("--")) Advance(EndOfLineComment());
            else if (At("/*") && !At("/*+")) Advance(EndOfBracketedComment());
            else return;
        }
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\n' or '\f' or '\r' or '\v' or '\u00A0' || c > '\u1000' && char.IsWhiteSpace(c);

    private int EndOfLineComment()
    {
        var end = position;
        // A backslash before the line's end carries the comment on, as in Spark.
        while (end < sql.Length && sql[end] is not '\r' and not '\n') end += sql[end] == '\\' && end + 1 < sql.Length && sql[end + 1] == '\n' ? 2 : 1;
        return end;
    }

    private int EndOfBracketedComment()
    {
        var depth = 0;
        for (var i = position; i < sql.Length - 1; i++)
        {
            if (sql[i] == '/' && sql[i + 1] == '*' && (i + 2 >= sql.Length || sql[i + 2] != '+')) { depth++; i++; }
            else if (sql[i] == '*' && sql[i + 1] == '/')
            {
                i++;
                if (--depth == 0) return i + 1;
            }
        }
        throw new SparkException("UNCLOSED_BRACKETED_COMMENT", "Found an unclosed bracketed comment. Please, append */ at the end of the comment.", Span(position, position + 2));
    }

    private void Next()
    {
        var c = sql[position];
        if (c is '\'' or '"') AddString(position, raw: false);
        else if (c is 'r' or 'R' && position + 1 < sql.Length && sql[position + 1] is '\'' or '"' && c is 'r' or 'R' && EndOfString(position + 1, raw: true) > 0) AddString(position + 1, raw: true);
        else if (c == '`') AddQuotedName();
        else if (char.IsAsciiDigit(c) || c == '.' && position + 1 < sql.Length && char.IsAsciiDigit(sql[position + 1])) AddNumberOrWord();
        else if (c == '_' || char.IsLetter(c)) AddWord();
        else AddSymbol();
    }

    private void AddString(int quote, bool raw)
    {
        var end = EndOfString(quote, raw);
        if (end < 0)
        {
            Add(TokenKind.Unknown, position, position + 1, "", sql[position].ToString());
            return;
        }
        var content = sql[(quote + 1)..(end - 1)];
        Add(TokenKind.String, position, end, "", raw ? content : StringEscapes.Unescape(content, sql[quote]));
    }

    /// <summary>The offset behind the closing quote, or -1 when there is none.</summary>
    private int EndOfString(int quote, bool raw)
    {
        for (var i = quote + 1; i < sql.Length; i++)
        {
            if (sql[i] == '\\' && !raw) i++;
            else if (sql[i] == sql[quote])
            {
                if (raw || i + 1 >= sql.Length || sql[i + 1] != sql[quote]) return i + 1;
                i++;
            }
        }
        return -1;
    }

    private void AddQuotedName()
    {
        for (var i = position + 1; i < sql.Length; i++)
        {
            if (sql[i] != '`') continue;
            if (i + 1 < sql.Length && sql[i + 1] == '`') { i++; continue; }
            Add(TokenKind.QuotedName, position, i + 1, "", sql[(position + 1)..i].Replace("``", "`"));
            return;
        }
        Add(TokenKind.Unknown, position, position + 1, "", "`");
    }

    private void AddNumberOrWord()
    {
        var (kind, end) = Numbers.Longest(sql, position);
        var word = EndOfWord(position);
        if (word > position && word > end) AddWord();
        else if (end < 0) AddSymbol();
        else Add(kind, position, end, "", sql[position..end]);
    }

    private int EndOfWord(int start)
    {
        while (start < sql.Length && (sql[start] == '_' || char.IsAsciiDigit(sql[start]) || char.IsLetter(sql[start]))) start++;
        return start;
    }

    private void AddWord()
    {
        var end = EndOfWord(position);
        if (end + 2 < sql.Length && sql.AsSpan(end).StartsWith("://") && !sql.AsSpan(position, end - position).ContainsAnyInRange('0', '9')) end = EndOfAddress(end);
        var text = sql[position..end];
        var key = text.ToUpperInvariant();
        if (key is "ARRAY" or "MAP" or "STRUCT") openTypes++;
        Add(TokenKind.Word, position, end, key, text);
    }

    private int EndOfAddress(int end)
    {
        while (end < sql.Length && (char.IsLetterOrDigit(sql[end]) || "_/-.?=&#%:".Contains(sql[end], StringComparison.Ordinal))) end++;
        return end;
    }

    private void AddSymbol()
    {
        foreach (var symbol in Symbols)
        {
            if (!At(symbol) || symbol is ">>" or ">>>" && openTypes > 0) continue;
            if (symbol == ">" && openTypes > 0) openTypes--;
            Add(TokenKind.Symbol, position, position + symbol.Length, symbol, symbol);
            return;
        }
        var width = char.IsSurrogatePair(sql, position) ? 2 : 1;
        Add(TokenKind.Unknown, position, position + width, "", sql.Substring(position, width));
    }

    private bool At(string text) => string.CompareOrdinal(sql, position, text, 0, text.Length) == 0;

    private void Add(TokenKind kind, int start, int end, string key, string text)
    {
        tokens.Add(new Token(kind, key, text, Span(start, end)));
        Advance(end);
    }

    private SourceSpan Span(int start, int end) => new(start, end, line, start - lineStart);

    private void Advance(int end)
    {
        for (; position < end && position < sql.Length; position++)
        {
            if (sql[position] != '\n') continue;
            line++;
            lineStart = position + 1;
        }
        position = end;
    }
}
