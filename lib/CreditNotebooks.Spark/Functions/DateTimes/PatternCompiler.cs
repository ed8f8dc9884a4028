namespace CreditNotebooks.Spark.Catalogue.DateTimes;

/// <summary>Reads the letters of a pattern, as Java's DateTimeFormatterBuilder.appendPattern does.</summary>
internal sealed class PatternCompiler
{
    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    private static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    private static readonly string[] OffsetForms = ["+HHmm", "+HHMM", "+HH:MM", "+HHMMss", "+HH:MM:ss"];

    private readonly Stack<List<PatternElement>> open = new([[]]);

    /// <summary>The last number that directly follows nothing but numbers: it takes part in adjacent numbers.</summary>
    private NumberElement? active;

    /// <summary>The pattern is not one; the message says why.</summary>
    internal sealed class InvalidPatternException(string message) : Exception(message);

    /// <summary>The elements of a pattern; with <paramref name="variableFraction"/> S reads any number of digits up to its count, as Spark parses.</summary>
    public static PatternElement[] Compile(string pattern, bool variableFraction)
    {
        var compiler = new PatternCompiler();
        if (!variableFraction) compiler.Append(pattern);
        else compiler.AppendWithVariableFraction(pattern);
        while (compiler.open.Count > 1) compiler.CloseOptional();
        return [.. compiler.open.Pop()];
    }

    private void AppendWithVariableFraction(string pattern)
    {
        var parts = pattern.Split('\'').ToList();
        while (parts.Count > 0 && parts[^1].Length == 0) parts.RemoveAt(parts.Count - 1);
        for (var i = 0; i < parts.Count; i++)
        {
            if (i % 2 == 1 || parts[i].Length == 0 && i > 0)
            {
                Add(new LiteralElement(parts[i].Length == 0 ? "'" : parts[i]));
                continue;
            }
            for (var at = 0; at < parts[i].Length;)
            {
                var seconds = parts[i].IndexOf('S', at);
                if (seconds < 0) seconds = parts[i].Length;
                Append(parts[i][at..seconds]);
                at = seconds;
                while (at < parts[i].Length && parts[i][at] == 'S') at++;
                if (at - seconds > 9) throw new InvalidPatternException("more than nine digits of a second");
                if (at > seconds) Add(new FractionElement(1, at - seconds));
            }
        }
    }

    private void Append(string pattern)
    {
        for (var at = 0; at < pattern.Length; at++)
        {
            var c = pattern[at];
            if (char.IsAsciiLetter(c))
            {
                var count = 1;
                while (at + count < pattern.Length && pattern[at + count] == c) count++;
                AppendLetter(c, count);
                at += count - 1;
            }
            else if (c == '\'') AppendQuoted(pattern, ref at);
            else if (c == '[')
            {
                active = null;
                open.Push([]);
            }
            else if (c == ']') CloseOptional();
            else if (c is '{' or '}' or '#') throw new InvalidPatternException($"the reserved character {c}");
            else Add(new LiteralElement(c.ToString()));
        }
    }

    private void AppendQuoted(string pattern, ref int at)
    {
        var text = "";
        for (at++; at < pattern.Length; at++)
        {
            if (pattern[at] != '\'') text += pattern[at];
            else if (at + 1 < pattern.Length && pattern[at + 1] == '\'') text += pattern[at++];
            else break;
        }
        if (at >= pattern.Length) throw new InvalidPatternException("a quoted text without its end");
        Add(new LiteralElement(text.Length == 0 ? "'" : text));
    }

    private void CloseOptional()
    {
        if (open.Count == 1) throw new InvalidPatternException("a ] without [");
        var elements = open.Pop();
        if (elements.Count > 0) Add(new OptionalElement([.. elements]));
        active = null;
    }

    private void AppendLetter(char letter, int count)
    {
        switch (letter)
        {
            case 'u': AddYear(DateTimeField.Year, count); break;
            case 'y': AddYear(DateTimeField.YearOfEra, count); break;
            case 'M' or 'L': AddNamed(DateTimeField.Month, count, Short(Months), Months, letter); break;
            case 'Q' or 'q': AddNamed(DateTimeField.Quarter, count, ["Q1", "Q2", "Q3", "Q4"], ["1st quarter", "2nd quarter", "3rd quarter", "4th quarter"], letter); break;
            case 'E': AddNamed(DateTimeField.DayOfWeek, Math.Max(3, count), Short(Days), Days, letter); break;
            case 'a':
                Limit(letter, count, 1);
                Add(new NameElement(DateTimeField.HalfDay, ["AM", "PM"], 0));
                break;
            case 'G':
                Limit(letter, count, 4);
                Add(new NameElement(DateTimeField.Era, count == 4 ? ["Before Christ", "Anno Domini"] : ["BC", "AD"], 0));
                break;
            case 'S':
                Limit(letter, count, 9);
                AddNumber(new FractionElement(count, count));
                break;
            case 'F':
                Limit(letter, count, 1);
                AddNumber(DateTimeField.AlignedDay, count);
                break;
            case 'd': AddUpToTwo(letter, DateTimeField.Day, count); break;
            case 'h': AddUpToTwo(letter, DateTimeField.ClockHourOfHalfDay, count); break;
            case 'H': AddUpToTwo(letter, DateTimeField.Hour, count); break;
            case 'k': AddUpToTwo(letter, DateTimeField.ClockHour, count); break;
            case 'K': AddUpToTwo(letter, DateTimeField.HourOfHalfDay, count); break;
            case 'm': AddUpToTwo(letter, DateTimeField.Minute, count); break;
            case 's': AddUpToTwo(letter, DateTimeField.Second, count); break;
            case 'D':
                Limit(letter, count, 3);
                if (count == 1) AddNumber(DateTimeField.DayOfYear, 1);
                else AddNumber(new NumberElement(DateTimeField.DayOfYear, count, 3, SignStyle.NotNegative));
                break;
            case 'g': AddNumber(new NumberElement(DateTimeField.ModifiedJulianDay, count, 19, SignStyle.Normal)); break;
            default: AppendZoneLetter(letter, count); break;
        }
    }

    private void AppendZoneLetter(char letter, int count)
    {
        switch (letter)
        {
            case 'z':
                Limit(letter, count, 4);
                Add(new ZoneNameElement(count == 4, false));
                break;
            case 'v' when count is 1 or 4: Add(new ZoneNameElement(count == 4, true)); break;
            case 'V' when count == 2: Add(new ZoneIdElement()); break;
            case 'O' when count is 1 or 4: Add(new LocalizedOffsetElement(count == 4)); break;
            case 'Z':
                Limit(letter, count, 5);
                Add(count < 4 ? new OffsetElement("+HHMM", "+0000") : count == 4 ? new LocalizedOffsetElement(true) : new OffsetElement("+HH:MM:ss", "Z"));
                break;
            case 'X':
                Limit(letter, count, 5);
                Add(new OffsetElement(OffsetForms[count - 1], "Z"));
                break;
            case 'x':
                Limit(letter, count, 5);
                Add(new OffsetElement(OffsetForms[count - 1], count == 1 ? "+00" : count % 2 == 0 ? "+0000" : "+00:00"));
                break;
            default: throw new InvalidPatternException($"{count} × {letter}");
        }
    }

    private static void Limit(char letter, int count, int most)
    {
        if (count > most) throw new InvalidPatternException($"too many letters {letter}");
    }

    private static string[] Short(string[] names) => [.. names.Select(n => n[..3])];

    private void AddYear(DateTimeField field, int count)
    {
        if (count == 2) AddNumber(new ShortYearElement(field));
        else AddNumber(new NumberElement(field, count, 19, count < 4 ? SignStyle.Normal : SignStyle.ExceedsPad));
    }

    private void AddNamed(DateTimeField field, int count, string[] shortNames, string[] names, char letter)
    {
        Limit(letter, count, 4);
        if (count <= 2) AddNumber(field, count);
        else Add(new NameElement(field, count == 3 ? shortNames : names, 1));
    }

    private void AddUpToTwo(char letter, DateTimeField field, int count)
    {
        Limit(letter, count, 2);
        AddNumber(field, count);
    }

    private void AddNumber(DateTimeField field, int count) =>
        AddNumber(count == 1 ? new NumberElement(field, 1, 19, SignStyle.Normal) : new NumberElement(field, count, count, SignStyle.NotNegative));

    private void AddNumber(NumberElement number)
    {
        open.Peek().Add(number);
        if (active is null) active = number;
        else if (number.IsFixedWidthNumber)
        {
            active.LeaveDigits(number.MaxWidth);
            number.FixWidth();
        }
        else
        {
            active.FixWidth();
            active = number;
        }
    }

    private void Add(PatternElement element)
    {
        active = null;
        open.Peek().Add(element);
    }
}
