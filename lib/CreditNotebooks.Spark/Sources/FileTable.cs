using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Sources.Files;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources;

/// <summary>Reads ranges of files on one thread.</summary>
internal interface IRangeReader : IDisposable
{
    void Open(FileRange range);

    /// <summary>Writes up to so many rows; 0 at the range's end.</summary>
    int Read(ReadOnlySpan<VectorWriter> targets, int capacity);
}

/// <summary>Files of a text format as a table for DuckDB. For each column <paramref name="partitions"/> has the place of its value among a file's partition values, or -1.</summary>
/// <param name="columns">All columns.</param>
/// <param name="partitions">Where partition columns are.</param>
/// <param name="ranges">What is to be read.</param>
/// <param name="open">For the columns that a query needs, what makes a reader for a thread.</param>
/// <param name="cardinality">About how many rows there are.</param>
internal sealed class FileTable(
    IReadOnlyList<DuckDbField> columns, int[] partitions, IReadOnlyList<FileRange> ranges, Func<IReadOnlyList<int>, Func<IRangeReader>> open, long? cardinality) : ITableSource
{
    private volatile Scan? last;

    public IReadOnlyList<DuckDbField> Columns => columns;

    public long? Cardinality => cardinality;

    /// <summary>How much of the files the last scan has taken, up to 1; null before there is one.</summary>
    public double? Fraction => last?.Fraction;

    public ITableScan Open(IReadOnlyList<int> needed)
    {
        // The format writes its columns into targets of their own; partition values are filled in behind it.
        return last = new Scan(ranges, open(needed.Where(c => partitions[c] < 0).ToList()), [.. needed.Select(c => partitions[c])]);
    }

    private sealed class Scan(IReadOnlyList<FileRange> ranges, Func<IRangeReader> open, int[] partitions) : ITableScan
    {
        private int next = -1;

        public int MaxThreads => Math.Max(1, ranges.Count);

        public double Fraction => ranges.Count == 0 ? 1 : Math.Clamp((double)Volatile.Read(ref next) / ranges.Count, 0, 1);

        public ITableReader OpenReader() => new Reader(this, open(), partitions);

        public bool TryTake(out FileRange range)
        {
            var index = Interlocked.Increment(ref next);
            range = index < ranges.Count ? ranges[index] : default;
            return index < ranges.Count;
        }

        public void Dispose() { }
    }

    private sealed class Reader(Scan scan, IRangeReader inner, int[] partitions) : ITableReader
    {
        private readonly VectorWriter[] targets = new VectorWriter[partitions.Count(p => p < 0)];
        private object?[]? values;
        private SourceFile? file;

        public bool Read(ChunkWriter output)
        {
            for (int i = 0, target = 0; i < partitions.Length; i++)
                if (partitions[i] < 0) targets[target++] = output[i];
            while (true)
            {
                if (values is null)
                {
                    if (!scan.TryTake(out var range)) return false;
                    values = range.File.PartitionValues;
                    file = range.File;
                    Guarded(() => { inner.Open(range); return 0; });
                }
                var count = Guarded(() => inner.Read(targets, ChunkWriter.Capacity));
                if (count > 0)
                {
                    for (var i = 0; i < partitions.Length; i++)
                        if (partitions[i] >= 0) FillPartition(output[i], values[partitions[i]], count);
                    output.Count = count;
                    return true;
                }
                values = null;
            }
        }

        /// <summary>Spark wraps what is wrong in a file into one error that names the file.</summary>
        private T Guarded<T>(Func<T> read)
        {
            try
            {
                return read();
            }
            catch (SparkException e) when (e.Condition is not ("UNSUPPORTED_FEATURE" or "FAILED_READ_FILE.NO_HINT"))
            {
                throw FileErrors.Unreadable(file!, e);
            }
        }

        private static void FillPartition(VectorWriter target, object? value, int count)
        {
            for (var row = 0; row < count; row++)
            {
                switch (value)
                {
                    case null: target.SetNull(row); break;
                    case string text: target.SetString(row, text); break;
                    case int number: target.Set(row, number); break;
                    case long number: target.Set(row, number); break;
                    case double number: target.Set(row, number); break;
                    case Int128 number: target.SetDecimal(row, number); break;
                    default: target.SetValue(row, value); break;
                }
            }
        }

        public void Dispose() => inner.Dispose();
    }
}
