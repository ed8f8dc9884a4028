using System.Text;
using CreditNotebooks.Display;

namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>Console text of a cell goes to the cell's sink, also from threads that the cell started; all other text goes where it went before.</summary>
internal sealed class ConsoleRouter(TextWriter elsewhere, bool isError) : TextWriter
{
    private static readonly Lock Gate = new();
    private static TextWriter? _out;
    private static TextWriter? _error;

    public override Encoding Encoding => elsewhere.Encoding;

    /// <summary>Puts the routers in place, again when somebody has redirected the console since.</summary>
    public static void Install()
    {
        lock (Gate)
        {
            if (!ReferenceEquals(Console.Out, _out))
            {
                Console.SetOut(new ConsoleRouter(Console.Out, isError: false));
                _out = Console.Out;
            }
            if (!ReferenceEquals(Console.Error, _error))
            {
                Console.SetError(new ConsoleRouter(Console.Error, isError: true));
                _error = Console.Error;
            }
        }
    }

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void WriteLine() => Write("\n");

    public override void WriteLine(string? value) => Write(value + "\n");

    public override void Write(string? value)
    {
        if (CellContext.Current.Sink is not { } sink)
        {
            elsewhere.Write(value is null ? null : Redaction.Apply(value));
        }
        else if (!string.IsNullOrEmpty(value))
        {
            sink.WriteText(value, isError);
        }
    }

    public override void Flush() => elsewhere.Flush();
}
