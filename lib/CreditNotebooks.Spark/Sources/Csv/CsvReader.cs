using System.Text;
using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Sources.Files;

namespace CreditNotebooks.Spark.Sources.Csv;

/// <summary>Writes records into DuckDB's vectors: converts the cells that are asked for, and treats bad records as the mode says.</summary>
internal sealed class CsvRecordWriter(CsvScanPlan plan)
{
    private byte[] scratch = new byte[256];

    /// <summary>Writes the cells of a plain line; false when the record is dropped.</summary>
    public bool Write(CsvLines lines, ReadOnlySpan<byte> line, ReadOnlySpan<VectorWriter> targets, int row)
    {
        var count = lines.CellCount;
        var isBad = plan.CountsCells && count != plan.FileColumns;
        if (isBad && plan.Options.Mode != ParseMode.Permissive) return Refuse(line, null);
        // A row that is dropped must not leave nulls behind, so that it is checked first.
        for (var writes = plan.Options.Mode != ParseMode.DropMalformed; ; writes = true)
        {
            for (var i = 0; i < targets.Length; i++)
            {
                var cell = plan.Cells[i];
                if (cell < 0) continue;
                if (cell >= count || !lines.TryCell(cell, out var text))
                {
                    if (writes) targets[i].SetNull(row);
                    continue;
                }
                var converter = plan.Converters[i]!;
                if (writes ? converter.TryWrite(text, targets[i], row) : converter.IsValid(text)) continue;
                if (plan.Options.Mode != ParseMode.Permissive) return Refuse(line, (i, Encoding.UTF8.GetString(text)));
                targets[i].SetNull(row);
                isBad = true;
            }
            if (writes) break;
        }
        WriteCorrupt(isBad, line, targets, row);
        return true;
    }

    /// <summary>Writes the cells that the exact parser read; null is a line that holds no record.</summary>
    public bool Write(string?[]? cells, ReadOnlySpan<byte> line, ReadOnlySpan<VectorWriter> targets, int row)
    {
        var isBad = cells is null || plan.CountsCells && cells.Length != plan.FileColumns;
        if (isBad && plan.Options.Mode != ParseMode.Permissive) return Refuse(line, null);
        for (var writes = plan.Options.Mode != ParseMode.DropMalformed; ; writes = true)
        {
            for (var i = 0; i < targets.Length; i++)
            {
                var cell = plan.Cells[i];
                if (cell < 0) continue;
                var text = cells is not null && cell < cells.Length ? cells[cell] : null;
                if (text is null || text == plan.Options.NullValue)
                {
                    if (writes) targets[i].SetNull(row);
                    continue;
                }
                var utf8 = ToUtf8(text);
                if (writes ? plan.Converters[i]!.TryWrite(utf8, targets[i], row) : plan.Converters[i]!.IsValid(utf8)) continue;
                if (plan.Options.Mode != ParseMode.Permissive) return Refuse(line, (i, text));
                targets[i].SetNull(row);
                isBad = true;
            }
            if (writes) break;
        }
        WriteCorrupt(isBad, line, targets, row);
        return true;
    }

    private ReadOnlySpan<byte> ToUtf8(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (scratch.Length < most) scratch = new byte[most * 2];
        return scratch.AsSpan(0, Encoding.UTF8.GetBytes(text, scratch));
    }

    private void WriteCorrupt(bool isBad, ReadOnlySpan<byte> line, ReadOnlySpan<VectorWriter> targets, int row)
    {
        if (plan.CorruptTarget < 0) return;
        if (isBad) targets[plan.CorruptTarget].SetUtf8(row, line);
        else targets[plan.CorruptTarget].SetNull(row);
    }

    /// <summary>Drops the record, or fails.</summary>
    private bool Refuse(ReadOnlySpan<byte> line, (int Target, string Text)? cell)
    {
        if (plan.Options.Mode == ParseMode.DropMalformed) return false;
        var reason = cell is { } c
            ? $"'{c.Text}' is no {plan.Fields[c.Target].DataType.Sql} for the column {plan.Fields[c.Target].Name}"
            : $"its number of cells is not the {plan.FileColumns} of the schema";
        throw BadRecord.FailFast(Encoding.UTF8.GetString(line), reason);
    }
}

/// <summary>Reads CSV on one thread, a line a record.</summary>
internal sealed class CsvReader(CsvScanPlan plan) : IRangeReader
{
    private readonly CsvLines lines = new(plan);
    private readonly CsvRecordWriter writer = new(plan);
    private bool headerPending;
    private SourceFile? file;

    public void Open(FileRange range)
    {
        lines.Open(range);
        file = range.File;
        headerPending = range.IsStart && plan.Options.Header;
    }

    public int Read(ReadOnlySpan<VectorWriter> targets, int capacity)
    {
        var row = 0;
        while (row < capacity && lines.Next(out var line))
        {
            if (headerPending)
            {
                headerPending = false;
                if (!plan.Options.EnforceSchema) CsvHeader.Check(lines.ParseExact(line) ?? [], plan, file!);
            }
            else if (plan.CountsLinesOnly) row++;
            else if (lines.IsPlain ? writer.Write(lines, line, targets, row) : writer.Write(lines.ParseExact(line), line, targets, row)) row++;
        }
        return row;
    }

    public void Dispose() => lines.Dispose();
}

/// <summary>Reads CSV whose records may go over several lines, a whole file at a time.</summary>
internal sealed class CsvMultiLineReader(CsvScanPlan plan) : IRangeReader
{
    private readonly CsvRecordParser parser = new(plan.Options);
    private readonly CsvRecordWriter writer = new(plan);
    private SourceFile? file;

    public void Open(FileRange range)
    {
        file = range.File;
        parser.Start(CsvText.Read(file, plan.Encoding));
        if (!plan.Options.Header) return;
        var header = parser.Next();
        if (header is not null && !plan.Options.EnforceSchema) CsvHeader.Check(header, plan, file!);
    }

    public int Read(ReadOnlySpan<VectorWriter> targets, int capacity)
    {
        var row = 0;
        while (row < capacity && parser.Next() is { } record)
            if (writer.Write(record, Encoding.UTF8.GetBytes(parser.CurrentRecord), targets, row)) row++;
        return row;
    }

    public void Dispose() { }
}
