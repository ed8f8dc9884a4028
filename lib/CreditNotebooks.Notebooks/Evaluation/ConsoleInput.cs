using CreditNotebooks.Display;

namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>The console's input: each line that a cell reads is asked of the user; all other code reads where it read before.</summary>
internal sealed class ConsoleInput(TextReader elsewhere) : TextReader
{
    private static readonly Lock Gate = new();
    private static TextReader? _in;
    private string _rest = "";

    /// <summary>Puts it in place, again when somebody has redirected the console since.</summary>
    public static void Install()
    {
        lock (Gate)
        {
            if (!ReferenceEquals(Console.In, _in))
            {
                Console.SetIn(new ConsoleInput(Console.In));
                _in = Console.In;
            }
        }
    }

    public override string? ReadLine()
    {
        if (CellContext.Current.Sink is null)
        {
            return elsewhere.ReadLine();
        }
        if (_rest.Length == 0)
        {
            return Displays.GetInput();
        }
        var line = _rest.TrimEnd('\n');
        _rest = "";
        return line;
    }

    public override int Peek() => CellContext.Current.Sink is null ? elsewhere.Peek() : _rest.Length > 0 ? _rest[0] : -1;

    public override int Read()
    {
        if (CellContext.Current.Sink is null)
        {
            return elsewhere.Read();
        }
        if (_rest.Length == 0)
        {
            _rest = Displays.GetInput() + "\n";
        }
        var next = _rest[0];
        _rest = _rest[1..];
        return next;
    }
}
