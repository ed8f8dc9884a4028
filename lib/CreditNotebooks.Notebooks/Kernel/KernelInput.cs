namespace CreditNotebooks.Notebooks.Kernel;

/// <summary>The console's input of a kernel: each line is asked of the user.</summary>
internal sealed class KernelInput(Func<string, string> ask) : TextReader
{
    private string _rest = "";

    public override string? ReadLine()
    {
        if (_rest.Length == 0)
        {
            return ask("");
        }
        var line = _rest.TrimEnd('\n');
        _rest = "";
        return line;
    }

    public override int Peek() => _rest.Length > 0 ? _rest[0] : -1;

    public override int Read()
    {
        if (_rest.Length == 0)
        {
            _rest = ask("") + "\n";
        }
        var next = _rest[0];
        _rest = _rest[1..];
        return next;
    }
}
