using System.Text;

namespace CreditNotebooks.Spark.Sources.Csv;

/// <summary>Reads records character by character, in every corner as the parser that Spark uses (univocity): escapes, unescaped quotes, blanks around quotes.</summary>
/// <remarks>The fast path for plain records is <see cref="CsvLineSplitter"/>; this class is the judge of all the others, and reads records of several lines.</remarks>
internal sealed class CsvRecordParser
{
    private const char NewLine = '\n';

    private readonly CsvOptions options;
    private readonly string? longDelimiter;
    private readonly char delimiter;
    private readonly char quote;
    private readonly char escape;
    private readonly char escapeEscape;
    private readonly bool untilDelimiter;
    private readonly bool parseUnescaped;
    private readonly StringBuilder cell = new();
    private readonly StringBuilder blanks = new();
    private readonly Queue<string?[]> pending = new();
    private readonly List<string?> row = [];
    private readonly bool normalizeInQuotes;

    private string text = "";
    private int at;
    private char separator1 = '\n';
    private char separator2;
    private bool normalize = true;
    private int recordStart;
    private char ch;
    private char previous;
    private bool unescaped;
    private bool trim;
    private bool skipping;
    private int match;

    public CsvRecordParser(CsvOptions options)
    {
        this.options = options;
        delimiter = options.Delimiter[0];
        longDelimiter = options.Delimiter.Length > 1 ? options.Delimiter : null;
        quote = options.Quote;
        escape = options.Escape;
        escapeEscape = options.EscapeEscape;
        untilDelimiter = options.UnescapedQuotes is UnescapedQuotes.StopAtDelimiter or UnescapedQuotes.SkipValue or UnescapedQuotes.BackToDelimiter;
        parseUnescaped = options.UnescapedQuotes != UnescapedQuotes.RaiseError;
        normalizeInQuotes = options.LineSeparator is null || !options.MultiLine;
    }

    /// <summary>The cells of one line, without its end; null for a line that holds no record.</summary>
    public string?[]? ParseLine(string line)
    {
        if (line.Length == 0) return null;
        SetSeparator(options.LineSeparator ?? "\n");
        Begin(line);
        return Next();
    }

    /// <summary>Starts a text of many records that may hold line ends in quotes. The line end is the given one, or the first that is found.</summary>
    public void Start(string content)
    {
        SetSeparator(options.LineSeparator ?? DetectSeparator(content));
        Begin(content);
    }

    /// <summary>The next record's cells, or null at the end.</summary>
    public string?[]? Next()
    {
        while (true)
        {
            if (pending.TryDequeue(out var waiting)) return waiting;
            recordStart = at;
            row.Clear();
            if (!Read()) return AtEnd();
            if (options.Comment != '\0' && ch == options.Comment)
            {
                while (ch != NewLine)
                    if (!Read()) return null;
                continue;
            }
            var whole = longDelimiter is null ? ParseRecord() : ParseLongDelimiterRecord();
            if (!whole) return AtEnd();
            if (pending.Count > 0) pending.Enqueue([.. row]);
            else if (row.Count > 0) return [.. row];
        }
    }

    /// <summary>The text of the record that was read last, as the corrupt-record column shows it.</summary>
    public string CurrentRecord
    {
        get
        {
            var record = text.AsSpan(recordStart, at - recordStart);
            if (record.EndsWith("\n")) record = record[..^1];
            if (record.EndsWith("\r")) record = record[..^1];
            return record.ToString();
        }
    }

    private static string DetectSeparator(string content)
    {
        var first = content.AsSpan().IndexOfAny('\r', '\n');
        if (first < 0 || content[first] == '\n') return "\n";
        return first + 1 < content.Length && content[first + 1] == '\n' ? "\r\n" : "\r";
    }

    private void SetSeparator(string separator)
    {
        separator1 = separator[0];
        separator2 = separator.Length > 1 ? separator[1] : '\0';
    }

    private void Begin(string content)
    {
        text = content;
        at = 0;
        normalize = true;
        ch = previous = '\0';
        match = 0;
        cell.Clear();
        row.Clear();
        pending.Clear();
        skipping = false;
    }

    /// <summary>Reads a character; false at the end, which leaves the last one in place.</summary>
    private bool Read()
    {
        if (at >= text.Length) return false;
        var c = text[at++];
        if (normalize && c == separator1 && (separator2 == '\0' || at < text.Length && text[at] == separator2))
        {
            c = NewLine;
            if (separator2 != '\0') at++;
        }
        ch = c;
        return true;
    }

    private static bool IsBlank(char c) => c <= ' ';

    private void AddEmpty() => Add(options.NullValue);

    private void Add(string? value)
    {
        if (row.Count >= options.MaxColumns)
            throw new SparkException("MALFORMED_CSV_RECORD", $"A record has more columns than the {options.MaxColumns} that the option maxColumns allows.");
        row.Add(value);
        skipping = false;
    }

    private void AddCell()
    {
        var length = cell.Length;
        if (options.MaxCharsPerColumn >= 0 && length > options.MaxCharsPerColumn)
            throw new SparkException("MALFORMED_CSV_RECORD", $"A value has more characters than the {options.MaxCharsPerColumn} that the option maxCharsPerColumn allows.");
        if (trim)
            while (length > 0 && IsBlank(cell[length - 1])) length--;
        Add(skipping ? null : length > 0 ? cell.ToString(0, length) : options.EmptyValue ?? "");
        cell.Clear();
    }

    private void Append(char c)
    {
        if (!skipping) cell.Append(c);
    }

    private bool SkipBlanks()
    {
        while (IsBlank(ch) && ch != delimiter && ch != NewLine && ch != quote)
            if (!Read()) return false;
        return true;
    }

    /// <summary>False when the text ended before the line.</summary>
    private bool ParseRecord()
    {
        if (options.IgnoreLeading && IsBlank(ch) && !SkipBlanks()) return false;
        while (ch != NewLine)
        {
            if (options.IgnoreLeading && IsBlank(ch) && !SkipBlanks()) return false;
            if (ch == delimiter || ch == NewLine) AddEmpty();
            else
            {
                unescaped = false;
                previous = '\0';
                if (ch == quote)
                {
                    normalize = normalizeInQuotes;
                    if (cell.Length == 0 && TryWholeQuoted(out var value))
                    {
                        Add(value.Length == 0 ? options.EmptyValue ?? "" : value);
                        normalize = true;
                        if (!Read()) return FinishAfterQuoted();
                        if (ch == delimiter)
                        {
                            if (!Read())
                            {
                                AddEmpty();
                                return FinishAfterQuoted();
                            }
                            if (ch == NewLine) AddEmpty();
                        }
                        continue;
                    }
                    trim = false;
                    if (!ParseQuoted()) return false;
                    normalize = true;
                    if (!(unescaped && options.UnescapedQuotes == UnescapedQuotes.BackToDelimiter && cell.Length == 0)) AddCell();
                }
                else if (!ParseUnquoted()) return false;
            }
            if (ch != NewLine)
            {
                if (!Read()) return false;
                if (ch == NewLine) AddEmpty();
            }
        }
        return true;
    }

    /// <summary>A record whose last cell was quoted is whole at the end of the text.</summary>
    private static bool FinishAfterQuoted() => true;

    private bool ParseUnquoted()
    {
        if (cell.Length == 0 && TryWholeUnquoted(out var value))
        {
            Add(value);
            return true;
        }
        trim = options.IgnoreTrailing;
        if (!AppendUntilDelimiter()) return false;
        AddCell();
        return true;
    }

    private bool AppendUntilDelimiter()
    {
        while (ch != delimiter && ch != NewLine)
        {
            Append(ch);
            if (!Read()) return false;
        }
        return true;
    }

    /// <summary>An unquoted cell that ends before the text does: its blanks at the end may make it null, not empty.</summary>
    private bool TryWholeUnquoted(out string? value)
    {
        value = null;
        var begin = at - 1;
        var end = begin;
        while (end < text.Length && text[end] != delimiter && !IsSeparatorAt(end)) end++;
        if (end >= text.Length) return false;
        if (options.MaxCharsPerColumn >= 0 && end - begin > options.MaxCharsPerColumn) return false;
        var length = end - begin;
        if (options.IgnoreTrailing)
            while (length > 0 && IsBlank(text[begin + length - 1])) length--;
        value = length == 0 ? options.NullValue : text.Substring(begin, length);
        at = end;
        Read();
        return true;
    }

    private bool IsSeparatorAt(int index) =>
        text[index] == separator1 && (separator2 == '\0' || index + 1 < text.Length && text[index + 1] == separator2);

    /// <summary>A quoted cell without escapes that a delimiter or a line end directly follows.</summary>
    private bool TryWholeQuoted(out string value)
    {
        value = "";
        var end = at;
        for (; ; end++)
        {
            if (end >= text.Length) return false;
            var c = text[end];
            if (c == quote)
            {
                if (text[end - 1] == escape || end + 1 >= text.Length) return false;
                if (text[end + 1] != delimiter && text[end + 1] != NewLine) return false;
                break;
            }
            if (c == escape && end + 1 < text.Length && (text[end + 1] == quote || text[end + 1] == escapeEscape)) return false;
            if (normalize && IsSeparatorAt(end)) return false;
        }
        if (options.MaxCharsPerColumn >= 0 && end - at > options.MaxCharsPerColumn) return false;
        value = text[at..end];
        at = end + 1;
        return true;
    }

    private bool SkipValue()
    {
        cell.Clear();
        skipping = true;
        if (longDelimiter is null) return AppendUntilDelimiter();
        for (; match < longDelimiter.Length && ch != NewLine;)
        {
            match = longDelimiter[match] == ch ? match + 1 : 0;
            if (!Read()) return false;
        }
        return true;
    }

    private SparkException UnescapedError(bool quoted) => new("MALFORMED_CSV_RECORD",
        $"Unescaped quote character '{quote}' inside {(quoted ? "a quoted" : "a")} value: {CurrentRecord}. Set unescapedQuoteHandling to another value than RAISE_ERROR to read it.");

    private bool HandleUnescapedInValue()
    {
        switch (options.UnescapedQuotes)
        {
            case UnescapedQuotes.SkipValue: return SkipValue();
            case UnescapedQuotes.RaiseError: throw UnescapedError(false);
            default:
                Append(quote);
                previous = ch;
                return ParseProcessingEscape();
        }
    }

    private bool ParseProcessingEscape()
    {
        while (ch != delimiter && ch != NewLine)
        {
            if (ch != quote && ch != escape)
            {
                if (previous == quote) return HandleUnescapedInValue();
                Append(ch);
            }
            else if (!ProcessEscape()) return false;
            previous = ch;
            if (!Read()) return false;
        }
        return true;
    }

    private bool ProcessEscape()
    {
        if (ch == escape && previous == escapeEscape && escapeEscape != '\0')
        {
            Append(escape);
            ch = '\0';
        }
        else if (previous == escape)
        {
            if (ch == quote)
            {
                Append(quote);
                ch = '\0';
            }
            else Append(previous);
        }
        else if (ch == quote && previous == quote) Append(quote);
        else if (previous == quote) return HandleUnescapedInValue();
        return true;
    }

    /// <summary>What follows a quote that neither ends the value nor is escaped.</summary>
    private bool HandleUnescapedQuote()
    {
        unescaped = true;
        switch (options.UnescapedQuotes)
        {
            case UnescapedQuotes.BackToDelimiter:
                SplitCell();
                Append(ch);
                previous = '\0';
                return longDelimiter is null ? ParseQuoted() : ParseLongQuoted();
            case UnescapedQuotes.StopAtClosingQuote or UnescapedQuotes.StopAtDelimiter:
                Append(quote);
                Append(ch);
                previous = ch;
                return longDelimiter is null ? ParseQuoted() : ParseLongQuoted();
            case UnescapedQuotes.SkipValue: return SkipValue();
            default: throw UnescapedError(true);
        }
    }

    /// <summary>BACK_TO_DELIMITER: what has been read so far was no quoted value, so that its delimiters and line ends count after all.</summary>
    private void SplitCell()
    {
        while (true)
        {
            var content = cell.ToString();
            var separator = longDelimiter ?? delimiter.ToString();
            var end = content.IndexOf(separator, StringComparison.Ordinal);
            var line = content.IndexOf(NewLine);
            var isLine = line >= 0 && (longDelimiter is null ? end < 0 || line < end : line < end);
            if (isLine) end = line;
            if (end < 0) return;
            Add(content[..end]);
            if (isLine)
            {
                pending.Enqueue([.. row]);
                row.Clear();
            }
            cell.Remove(0, end + (isLine || longDelimiter is null ? 1 : longDelimiter.Length));
        }
    }

    private bool AppendUntilQuote()
    {
        while (ch != quote && ch != escape && ch != escapeEscape)
        {
            Append(ch);
            if (!Read()) return false;
        }
        return true;
    }

    private bool ParseQuoted()
    {
        if (previous != '\0' && untilDelimiter)
        {
            if (options.UnescapedQuotes == UnescapedQuotes.SkipValue) return SkipValue();
            if (!skipping) cell.Insert(0, quote);
            if (!Read()) return false;
            trim = options.IgnoreTrailing;
            return AppendUntilDelimiter();
        }
        if (!Read()) return false;
        while (!(previous == quote && (IsBlank(ch) || ch == delimiter || ch == NewLine)))
        {
            if (ch != quote && ch != escape)
            {
                if (previous == quote)
                {
                    if (!HandleUnescapedQuote()) return false;
                    return true;
                }
                if (previous == escape && escape != '\0') Append(escape);
                if (!AppendUntilQuote()) return false;
                previous = ch;
                if (!Read()) return false;
            }
            else
            {
                if (!ProcessEscape()) return false;
                previous = ch;
                if (!Read()) return false;
                if (unescaped && (ch == delimiter || ch == NewLine)) return true;
            }
        }
        if (ch != delimiter && ch != NewLine && IsBlank(ch))
        {
            blanks.Clear();
            do
            {
                blanks.Append(ch);
                if (!Read()) return false;
                if (ch == NewLine) return true;
            }
            while (IsBlank(ch) && ch != delimiter);
            if (ch != delimiter && parseUnescaped) return ContinueAfterBlanks();
        }
        if (ch != delimiter && ch != NewLine)
            throw new SparkException("MALFORMED_CSV_RECORD", $"Unexpected character '{ch}' behind a quoted value: {CurrentRecord}.");
        return true;
    }

    /// <summary>There is more behind a quoted value than blanks: the quote did not end it.</summary>
    private bool ContinueAfterBlanks()
    {
        Append(quote);
        if (!skipping) cell.Append(blanks);
        if (untilDelimiter || ch != quote && ch != escape) Append(ch);
        previous = ch;
        return ParseQuoted();
    }

    private bool ParseLongDelimiterRecord()
    {
        if (options.IgnoreLeading && IsBlank(ch) && !SkipLongBlanks()) return false;
        while (ch != NewLine)
        {
            if (options.IgnoreLeading && IsBlank(ch) && !SkipLongBlanks()) return false;
            var ended = ch == NewLine;
            if (!ended && !MatchDelimiter(true, out ended)) return false;
            if (ended) AddEmpty();
            else
            {
                unescaped = false;
                previous = '\0';
                if (ch == quote && cell.Length == 0)
                {
                    normalize = normalizeInQuotes;
                    trim = false;
                    if (!ParseLongQuoted()) return false;
                    normalize = true;
                    if (!(unescaped && options.UnescapedQuotes == UnescapedQuotes.BackToDelimiter && cell.Length == 0)) AddCell();
                }
                else
                {
                    if (!AppendUntilLongDelimiter()) return false;
                    trim = options.IgnoreTrailing;
                    AddCell();
                }
            }
            if (ch != NewLine)
            {
                if (!Read()) return false;
                if (ch == NewLine) AddEmpty();
            }
        }
        return true;
    }

    private bool SkipLongBlanks()
    {
        while (IsBlank(ch) && match < longDelimiter!.Length && ch != NewLine && ch != quote)
        {
            if (!Read()) return false;
            if (longDelimiter[match] != ch) continue;
            if (!MatchDelimiter(true, out var matched)) return false;
            if (!matched) continue;
            AddEmpty();
            if (!Read()) return false;
        }
        SaveMatched();
        return true;
    }

    private void SaveMatched()
    {
        if (match > 0 && match < longDelimiter!.Length && !skipping) cell.Append(longDelimiter, 0, match);
        match = 0;
    }

    /// <summary>Reads the delimiter as far as it is there; what was only its beginning belongs to the cell. False at the end of the text.</summary>
    private bool MatchDelimiter(bool save, out bool matched)
    {
        matched = false;
        while (ch == longDelimiter![match])
        {
            match++;
            if (match == longDelimiter.Length)
            {
                match = 0;
                return matched = true;
            }
            if (!Read()) return false;
        }
        if (save && match > 0) SaveMatched();
        return true;
    }

    private bool AppendUntilLongDelimiter()
    {
        while (ch != NewLine)
        {
            if (longDelimiter![match] == ch)
            {
                match++;
                if (match == longDelimiter.Length) break;
            }
            else
            {
                if (match > 0)
                {
                    SaveMatched();
                    continue;
                }
                Append(ch);
            }
            if (!Read()) return false;
        }
        SaveMatched();
        return true;
    }

    private bool ParseLongQuoted()
    {
        if (previous != '\0' && untilDelimiter)
        {
            if (options.UnescapedQuotes == UnescapedQuotes.SkipValue) return SkipValue();
            if (!skipping) cell.Insert(0, quote);
            if (!Read()) return false;
            trim = options.IgnoreTrailing;
            if (!AppendUntilLongDelimiter()) return false;
        }
        else
        {
            if (!Read()) return false;
            while (!(previous == quote && (IsBlank(ch) || ch == NewLine)))
            {
                if (previous == quote)
                {
                    if (!MatchDelimiter(true, out var matched)) return false;
                    if (matched) return true;
                }
                if (ch != quote && ch != escape)
                {
                    if (previous == quote) return HandleUnescapedQuote();
                    if (previous == escape && escape != '\0') Append(escape);
                    if (!AppendUntilQuote()) return false;
                    previous = ch;
                    if (!Read()) return false;
                }
                else
                {
                    if (!ProcessEscape()) return false;
                    previous = ch;
                    if (!Read()) return false;
                    if (!unescaped) continue;
                    if (ch == NewLine) return true;
                    if (!MatchDelimiter(true, out var matched)) return false;
                    if (matched) return true;
                }
            }
        }
        if (ch == NewLine || !IsBlank(ch)) return true;
        if (!MatchDelimiter(false, out var delimited)) return false;
        if (delimited) return true;
        blanks.Clear();
        do
        {
            blanks.Append(ch);
            if (!Read()) return false;
            if (ch == NewLine) return true;
            if (!MatchDelimiter(false, out delimited)) return false;
            if (delimited) return true;
        }
        while (IsBlank(ch));
        return !parseUnescaped || ContinueAfterBlanks();
    }

    /// <summary>The record that the end of the text cuts off.</summary>
    private string?[]? AtEnd()
    {
        var inValue = ConsumeAtEnd();
        if (row.Count != 0 || inValue)
        {
            if (cell.Length > 0 || inValue) AddCell();
            else if (at > recordStart) AddEmpty();
        }
        else if (cell.Length > 0) AddCell();
        else if (at > recordStart) AddEmpty();
        else return null;
        string?[] last = [.. row];
        row.Clear();
        if (pending.Count == 0) return last;
        pending.Enqueue(last);
        return pending.Dequeue();
    }

    private bool ConsumeAtEnd()
    {
        if (ch == quote)
        {
            if (previous == quote) return true;
            if (!unescaped) Append(quote);
        }
        var inValue = previous != '\0' && ch != delimiter && ch != NewLine && ch != options.Comment;
        ch = previous = '\0';
        if (match > 0)
        {
            SaveMatched();
            return true;
        }
        return inValue;
    }
}
