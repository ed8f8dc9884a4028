namespace CreditNotebooks.Notebooks;

/// <summary>Which known name a mistyped one was meant to be.</summary>
internal static class Suggestion
{
    /// <summary>" Did you mean 'x'?", or nothing when no known name is near.</summary>
    public static string For(string word, IEnumerable<string> known)
    {
        var nearest = known.Select(name => (name, distance: Distance(word.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(n => n.distance <= Math.Max(2, word.Length / 3))
            .OrderBy(n => n.distance)
            .Select(n => n.name)
            .FirstOrDefault();
        return nearest is null ? "" : $" Did you mean '{nearest}'?";
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
