using System.Text;

namespace CreditNotebooks.Display;

internal sealed partial class SecretMatcher
{
    /// <summary>Follows a text through the trie, along every way in which it can be read.</summary>
    private sealed class Walk(SecretMatcher matcher, string text)
    {
        // A shorter beginning before a line break is no reason to hold a text back: nearly every line would be.
        private const int LongBeginning = 8;

        private readonly Stack<Place> _ways = new();
        private readonly HashSet<Place> _seen = [];

        private readonly record struct Place(int Node, int At, bool AfterBreak);

        /// <summary>Where the longest secret that begins at a place ends, or -1. <paramref name="isOpen"/> when the text ends on a way that goes on.</summary>
        public int From(int start, out bool isOpen)
        {
            var end = -1;
            isOpen = false;
            if (_seen.Count > 0)
            {
                _seen.Clear();
            }
            _ways.Push(new Place(Root, start, false));
            while (_ways.TryPop(out var place))
            {
                var node = matcher._nodes[place.Node];
                if (node.IsEnd && !place.AfterBreak)
                {
                    end = Math.Max(end, place.At);
                }
                if (place.At == text.Length)
                {
                    isOpen |= node.HasNext && !(place.AfterBreak && node.Depth < LongBeginning);
                    continue;
                }
                if (IsCutOff(node, place.At))
                {
                    end = Math.Max(end, place.At);
                }
                var c = text[place.At];
                Follow(place, node, c, place.At + 1);
                if (EscapedCharacter.IsStarter(c))
                {
                    isOpen |= FollowEscapes(place, node, ref end);
                }
            }
            return end;
        }

        private bool FollowEscapes(Place place, Node node, ref int end)
        {
            var isOpen = false;
            var last = EscapedCharacter.None;
            for (var depth = 1; depth <= EscapedCharacter.MaxDepth; depth++)
            {
                var escape = EscapedCharacter.Read(text, place.At, depth);
                if (escape == EscapedCharacter.Cut)
                {
                    isOpen = true;
                }
                else if (escape.Value >= 0 && escape != last)
                {
                    last = escape;
                    Follow(place, node, escape.Value, escape.Next);
                    if (escape.Value == '…' && node.Depth >= Redaction.ShortestSecret)
                    {
                        end = Math.Max(end, place.At);
                    }
                }
            }
            return isOpen;
        }

        private void Follow(Place place, Node node, int value, int after)
        {
            var next = value <= char.MaxValue ? matcher.Next(place.Node, (char)value) : NextOfPair(place.Node, value);
            if (next != 0)
            {
                Push(new Place(next, after, false));
            }
            if (node.Depth > 0 && value is '\r' or '\n' && node.Between.HasFlag(Between.LineBreaks))
            {
                Push(new Place(place.Node, after, true));
            }
            else if (node.Depth > 0 && value is ' ' or '-' or ':' && node.Between.HasFlag(Between.Separators))
            {
                Push(new Place(place.Node, after, false));
            }
        }

        private int NextOfPair(int node, int value)
        {
            var pair = Rune.IsValid(value) ? new Rune(value).ToString() : "\0\0";
            var first = matcher.Next(node, pair[0]);
            return first == 0 ? 0 : matcher.Next(first, pair[1]);
        }

        // Where a text can be read in several ways, they may meet again.
        private void Push(Place place)
        {
            if (_ways.Count == 0 || _seen.Add(place))
            {
                _ways.Push(place);
            }
        }

        /// <summary>Whether a secret's beginning was shortened by whoever wrote the text: <c>AKIAIOSF...</c>.</summary>
        private bool IsCutOff(Node node, int at) => node.Depth >= Redaction.ShortestSecret
            && (text[at] == '…' || (text[at] == '.' && text.AsSpan(at).StartsWith("...", StringComparison.Ordinal)));
    }
}
