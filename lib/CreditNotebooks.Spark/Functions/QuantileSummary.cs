namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Approximate quantiles by Greenwald and Khanna (Space-efficient online computation of quantile summaries, 2001), with the buffer sizes and the compression of
/// Spark, so that over rows in one partition the answer is the same element.</summary>
internal sealed class QuantileSummary
{
    private const int HeadSize = 50_000;
    private const int CompressAt = 10_000;

    /// <summary>A sample: the smallest possible distance of its rank from the one before, and how uncertain that is.</summary>
    private readonly record struct Sample(double Value, long Gap, long Delta);

    private readonly double error;
    private readonly List<double> head = [];
    private List<Sample> samples = [];
    private long count;

    private QuantileSummary(double error) => this.error = error;

    public static QuantileSummary Of(IEnumerable<double> values, double error)
    {
        var summary = new QuantileSummary(error);
        var largest = (int)(1 / error) * 4L;
        foreach (var value in values)
        {
            summary.head.Add(value);
            if (summary.head.Count < HeadSize) continue;
            summary.InsertHead();
            if (summary.samples.Count >= CompressAt || summary.samples.Count >= largest) summary.Compress();
        }
        summary.InsertHead();
        summary.Compress();
        return summary;
    }

    private void InsertHead()
    {
        if (head.Count == 0) return;
        // NaN is the largest; .NET would put it first.
        if (head.Exists(double.IsNaN)) head.Sort(static (a, b) => double.IsNaN(a) ? double.IsNaN(b) ? 0 : 1 : double.IsNaN(b) ? -1 : a.CompareTo(b));
        else head.Sort();
        var merged = new List<Sample>(samples.Count + head.Count);
        var next = 0;
        for (var i = 0; i < head.Count; i++)
        {
            while (next < samples.Count && samples[next].Value <= head[i]) merged.Add(samples[next++]);
            count++;
            var exact = merged.Count == 0 || next == samples.Count && i == head.Count - 1;
            merged.Add(new Sample(head[i], 1, exact ? 0 : (long)Math.Floor(2 * error * count)));
        }
        merged.AddRange(samples.Skip(next));
        samples = merged;
        head.Clear();
    }

    // From the last sample down; the first one always stays.
    private void Compress()
    {
        if (samples.Count == 0) return;
        var threshold = 2 * error * count;
        var kept = new List<Sample>();
        var current = samples[^1];
        for (var i = samples.Count - 2; i >= 1; i--)
        {
            var sample = samples[i];
            if (sample.Gap + current.Gap + current.Delta < threshold) current = current with { Gap = current.Gap + sample.Gap };
            else
            {
                kept.Add(current);
                current = sample;
            }
        }
        kept.Add(current);
        if (samples.Count > 1 && samples[0].Value <= current.Value) kept.Add(samples[0]);
        kept.Reverse();
        samples = kept;
    }

    public double Query(double quantile)
    {
        if (quantile <= error || samples.Count == 1) return samples[0].Value;
        if (quantile >= 1 - error) return samples[^1].Value;
        var rank = (long)Math.Ceiling(quantile * count);
        var tolerance = samples.Max(s => s.Delta + s.Gap) / 2;
        var least = 0L;
        for (var i = 0; i < samples.Count - 1; i++)
        {
            least += samples[i].Gap;
            if (least + samples[i].Delta - tolerance <= rank && rank <= least + tolerance) return samples[i].Value;
        }
        return samples[^1].Value;
    }
}
