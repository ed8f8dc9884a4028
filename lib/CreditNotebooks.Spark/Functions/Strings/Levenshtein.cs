using System.Text;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>How many single-character edits part two texts.</summary>
internal static class Levenshtein
{
    public static int Distance(Utf8 a, Utf8 b)
    {
        var (left, right) = (Points(a), Points(b));
        if (left.Length < right.Length) (left, right) = (right, left);
        var row = new int[right.Length + 1];
        for (var j = 0; j < row.Length; j++) row[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j < row.Length; j++)
            {
                var substituted = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j - 1], diagonal) + 1);
            }
        }
        return row[^1];
    }

    /// <summary>-1 where the distance is past the threshold.</summary>
    public static int Distance(Utf8 a, Utf8 b, int threshold) => Distance(a, b) is var distance && distance <= threshold ? distance : -1;

    private static int[] Points(Utf8 text) => text.ToString().EnumerateRunes().Select(r => r.Value).ToArray();
}
