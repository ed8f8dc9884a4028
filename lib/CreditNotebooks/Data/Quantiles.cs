namespace CreditNotebooks.Data;

/// <summary>A distribution as a few of its quantiles, with straight lines between them; whole numbers throughout.</summary>
internal sealed class Quantiles
{
    private readonly long[] _ranks;
    private readonly long[] _values;

    /// <param name="points">Pairs of a share in a thousand (rising from 0 to 1000) and the value that this share lies below.</param>
    public Quantiles(params (int PerMille, long Value)[] points)
    {
        _ranks = [.. points.Select(p => (p.PerMille << 16) / 1000L << 16)];
        _values = [.. points.Select(p => p.Value)];
    }

    public long At(uint rank)
    {
        var i = 1;
        while (i < _ranks.Length - 1 && rank >= _ranks[i]) i++;
        return _values[i - 1] + (_values[i] - _values[i - 1]) * (rank - _ranks[i - 1]) / (_ranks[i] - _ranks[i - 1]);
    }
}
