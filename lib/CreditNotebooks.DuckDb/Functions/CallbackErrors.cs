using System.Globalization;

namespace CreditNotebooks.DuckDb;

/// <summary>
/// Keeps the exceptions of C# functions on their way through DuckDB, which carries only a text. The text ends in a token; whoever reads the
/// query's error takes the exception back by it. Only the last ones are kept, since an error that TRY swallows is never read.
/// </summary>
internal static class CallbackErrors
{
    private const int Kept = 256;
    private const char Mark = '\u001F';
    private static readonly Lock Gate = new();
    private static readonly (long Token, Exception? Error)[] Slots = new (long, Exception?)[Kept];
    private static long _last;

    /// <summary>The text to hand to DuckDB.</summary>
    internal static string Keep(Exception error)
    {
        lock (Gate)
        {
            var token = ++_last;
            Slots[token % Kept] = (token, error);
            return string.Create(CultureInfo.InvariantCulture, $"{error.Message.Replace('\0', ' ')}{Mark}{token}{Mark}");
        }
    }

    /// <summary>The text without its token, and the exception if it is still known.</summary>
    internal static string Take(string text, out Exception? error)
    {
        error = null;
        var start = text.IndexOf(Mark);
        var end = start < 0 ? -1 : text.IndexOf(Mark, start + 1);
        if (end < 0 || !long.TryParse(text.AsSpan(start + 1, end - start - 1), CultureInfo.InvariantCulture, out var token))
        {
            return text;
        }

        lock (Gate)
        {
            ref var slot = ref Slots[token % Kept];
            if (slot.Token == token)
            {
                error = slot.Error;
                slot = default;
            }
        }

        return text.Remove(start, end - start + 1);
    }
}
