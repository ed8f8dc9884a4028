using System.Text;

namespace CreditNotebooks.Display;

/// <summary>Finds secrets in texts: all patterns are one trie, which a text is followed through from each place where a pattern can begin.
/// Each character may be escaped. Immutable.</summary>
internal sealed partial class SecretMatcher
{
    private const int Root = 0;
    private const int Letters = 128;

    private readonly Dictionary<long, int> _next = [];
    private readonly List<Node> _nodes = [default];
    // Whether a pattern can begin with these two characters. It is asked for each place of a text, and most often says no.
    private readonly bool[] _beginnings = new bool[Letters * Letters];

    private readonly record struct Node(int Depth, bool IsEnd, bool HasNext, Between Between);

    public SecretMatcher(IEnumerable<SecretPattern> patterns)
    {
        foreach (var pattern in patterns)
        {
            AddNodes(pattern);
            AddBeginnings(pattern);
        }
        // An escape can stand for any first character.
        const string Hexadecimal = "0123456789abcdefABCDEF";
        AddPairs("%", Hexadecimal + EscapedCharacter.Starters);
        AddPairs("\\", "unrtbf/" + EscapedCharacter.Starters);
        AddPairs("&", "#" + EscapedCharacter.Starters + string.Concat(Enumerable.Range('a', 26).Select(c => $"{(char)c}{char.ToUpperInvariant((char)c)}")));
    }

    /// <summary>The text up to <paramref name="end"/> with the mark for each secret; the same string when that is all of it without a secret.
    /// Of a text that is not whole, it ends before a place from which the text could go on as a secret.</summary>
    public string Redact(string text, bool isWhole, out int end)
    {
        StringBuilder? output = null;
        Walk? walk = null;
        var (copied, from, covered) = (0, 0, 0);
        end = text.Length;
        for (var at = Candidate(text, 0, isWhole); at < text.Length; at = Candidate(text, at + 1, isWhole))
        {
            walk ??= new Walk(this, text);
            var found = walk.From(at, out var isOpen);
            if (isOpen && !isWhole)
            {
                // What overlaps a match is decided with it.
                (end, covered) = at < covered ? (from, from) : (at, covered);
                break;
            }
            if (found < 0)
            {
                continue;
            }
            if (at >= covered)
            {
                Emit(from, covered);
                from = at;
            }
            covered = Math.Max(covered, found);
        }
        Emit(from, covered);
        return output is not null ? output.Append(text, copied, end - copied).ToString() : end == text.Length ? text : text[..end];

        void Emit(int start, int stop)
        {
            if (stop > start)
            {
                (output ??= new StringBuilder(text.Length)).Append(text, copied, start - copied).Append(Redaction.Mark);
                copied = stop;
            }
        }
    }

    private int Candidate(string text, int at, bool isWhole)
    {
        ref var beginnings = ref _beginnings[0];
        for (; at + 1 < text.Length; at++)
        {
            if (System.Runtime.CompilerServices.Unsafe.Add(ref beginnings, (Letter(text[at]) * Letters) + Letter(text[at + 1])))
            {
                return at;
            }
        }
        // A last character alone can only be the beginning of what comes.
        return isWhole ? text.Length : at;
    }

    // All letters beyond ASCII count as one.
    private static int Letter(char c) => Math.Min((int)c, Letters - 1);

    private int Next(int node, char c) => _next.GetValueOrDefault(((long)node << 16) | c);

    private void AddNodes(SecretPattern pattern)
    {
        var node = Root;
        foreach (var c in pattern.Text)
        {
            var next = Next(node, c);
            if (next == 0)
            {
                next = _nodes.Count;
                _next.Add(((long)node << 16) | c, next);
                _nodes.Add(new Node(_nodes[node].Depth + 1, false, false, pattern.Between));
                _nodes[node] = _nodes[node] with { HasNext = true };
            }
            else
            {
                _nodes[next] = _nodes[next] with { Between = _nodes[next].Between | pattern.Between };
            }
            node = next;
        }
        _nodes[node] = _nodes[node] with { IsEnd = true };
    }

    private void AddBeginnings(SecretPattern pattern)
    {
        var first = pattern.Text[..1];
        AddPairs(first, pattern.Text[1] + EscapedCharacter.Starters + "\r\n -:");
        if (first == " ")
        {
            AddPairs("+", pattern.Text[1] + EscapedCharacter.Starters);
        }
    }

    private void AddPairs(string first, string seconds)
    {
        foreach (var second in seconds)
        {
            _beginnings[(Letter(first[0]) * Letters) + Letter(second)] = true;
        }
    }
}
