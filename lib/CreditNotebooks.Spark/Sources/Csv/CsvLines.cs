using System.Text;
using CreditNotebooks.Spark.Sources.Files;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources.Csv;

/// <summary>The records of a part of a file, a line each, and their cells. Blank lines and comments are passed over.</summary>
internal sealed class CsvLines : IDisposable
{
    private readonly CsvScanPlan plan;
    private readonly LineSource source;
    private readonly CsvLineSplitter splitter;
    private readonly CsvRecordParser exact;
    private readonly bool trims;
    private readonly byte comment;
    private readonly byte quote;

    public CsvLines(CsvScanPlan plan)
    {
        this.plan = plan;
        var options = plan.Options;
        source = new LineSource(plan.Encoding, LineEnd.Of(options.LineSeparator));
        splitter = new CsvLineSplitter((byte)options.Delimiter[0], (byte)options.Quote, (byte)options.Escape, (byte)options.EscapeEscape);
        exact = new CsvRecordParser(options);
        trims = options.IgnoreLeading || options.IgnoreTrailing;
        comment = (byte)options.Comment;
        quote = (byte)options.Quote;
    }

    public void Open(FileRange range)
    {
        source.Open(range);
        splitter.Reset();
    }

    /// <summary>Whether the line's cells are those of <see cref="TryCell"/>; else it is for <see cref="ParseExact"/>.</summary>
    public bool IsPlain { get; private set; }

    public int CellCount => splitter.Count;

    public bool Next(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            line = default;
            var begin = source.Position;
            if (source.IsPastRange) return false;
            var bytes = source.Bytes;
            if (begin >= bytes.Length && source.AtEnd) return false;
            var end = plan.HasPlainSyntax ? splitter.Split(bytes, begin, source.AtEnd) : source.FindLineEnd();
            if (end < 0)
            {
                source.More();
                splitter.Reset();
                continue;
            }
            source.Position = end + source.LineEndLength;
            line = bytes[begin..end];
            if (line.IsEmpty || line[0] <= ' ' && TextConversion.TrimJava(line).IsEmpty) continue;
            if (comment != 0 && line[0] == comment) continue;
            IsPlain = plan.HasPlainSyntax && !splitter.IsComplex && splitter.Count <= plan.Options.MaxColumns && !HasQuoteBehindBlanks(bytes);
            return true;
        }
    }

    public string?[]? ParseExact(ReadOnlySpan<byte> line) => exact.ParseLine(Encoding.UTF8.GetString(line));

    /// <summary>The text of a cell; false for a null.</summary>
    public bool TryCell(int cell, out ReadOnlySpan<byte> text)
    {
        var begin = splitter.Starts[cell];
        var end = splitter.Ends[cell];
        if (end < 0)
        {
            text = source.Bytes[begin..~end];
            if (text.IsEmpty) text = plan.EmptyValue;
        }
        else
        {
            text = source.Bytes[begin..end];
            if (text.IsEmpty || trims && !TryTrim(ref text, cell == splitter.Count - 1)) return false;
        }
        return text.Length != plan.NullValue.Length || !text.SequenceEqual(plan.NullValue);
    }

    private bool TryTrim(ref ReadOnlySpan<byte> text, bool last)
    {
        if (plan.Options.IgnoreLeading)
            while (!text.IsEmpty && text[0] <= ' ') text = text[1..];
        if (text.IsEmpty) return false;
        if (plan.Options.IgnoreTrailing)
            while (!text.IsEmpty && text[^1] <= ' ') text = text[..^1];
        if (!text.IsEmpty) return true;
        // The parser knows the last cell's blanks only at the line's end, and then they leave an empty text.
        if (!last) return false;
        text = plan.EmptyValue;
        return true;
    }

    private bool HasQuoteBehindBlanks(ReadOnlySpan<byte> bytes)
    {
        if (!plan.Options.IgnoreLeading) return false;
        for (var i = 0; i < splitter.Count; i++)
        {
            var at = splitter.Starts[i];
            var end = splitter.Ends[i];
            if (end < 0 || at >= end || bytes[at] > ' ') continue;
            while (at < end && bytes[at] <= ' ') at++;
            if (at < end && bytes[at] == quote) return true;
        }
        return false;
    }

    public void Dispose() => source.Dispose();
}
