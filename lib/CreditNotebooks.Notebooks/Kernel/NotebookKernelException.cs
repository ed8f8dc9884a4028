namespace CreditNotebooks.Notebooks.Kernel;

/// <summary>The kernel cannot start, be installed or be asked; the message says why and what to do.</summary>
public sealed class NotebookKernelException : Exception
{
    /// <summary>An error without a cause of its own.</summary>
    public NotebookKernelException(string message) : base(message) { }

    /// <summary>An error and its cause.</summary>
    public NotebookKernelException(string message, Exception cause) : base(message, cause) { }
}
