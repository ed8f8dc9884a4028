namespace CreditNotebooks;

/// <summary>What a notebook's check cells call: says whether an answer is there and right, and never fails a run.</summary>
public static class Exercise
{
    /// <summary>Prints how an exercise stands: not answered yet, right, or not quite, with a hint.</summary>
    /// <param name="name">As the notebook counts it, for example <c>Exercise 2</c>.</param>
    /// <param name="answer">The reader's answer; null as long as there is none.</param>
    /// <param name="isRight">Looks at the answer; asked only when there is one.</param>
    /// <param name="hint">A sentence for an answer that is not right: what to look at, not what to write.</param>
    /// <returns>Whether the answer is there and right.</returns>
    public static bool Check<T>(string name, T? answer, Func<T, bool> isRight, string hint)
    {
        if (answer is null)
        {
            Console.WriteLine($"{name}: not yet. Put your answer in place of null and run both cells again.");
            return false;
        }

        var right = false;
        try
        {
            right = isRight(answer);
            Console.WriteLine(right ? $"{name}: right, well done." : $"{name}: not quite. {hint}");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // An answer may be any code; its error is what the reader has to see, and the cells below it still run.
            Console.WriteLine($"{name}: your answer fails. {e.Message}");
        }

        return right;
    }
}
