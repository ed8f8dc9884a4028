using System.Runtime.InteropServices;

namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>The signals of the current thread, by which the runtime outside Windows halts it: to abort it, and to collect garbage.</summary>
internal static partial class ThreadSignals
{
    private const int SetMaskOnLinux = 2;
    private const int SetMaskOnMacOS = 3;

    /// <summary>Lets all signals reach this thread again. An abort leaves the signal that carried it blocked, and threads started from here
    /// would inherit that: a loop on such a thread cannot be halted, and with it the whole process.</summary>
    public static void Unblock()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        Span<byte> none = stackalloc byte[128]; // sigset_t has 128 bytes in glibc and musl, 4 in macOS
        none.Clear();
        _ = SetMask(OperatingSystem.IsMacOS() ? SetMaskOnMacOS : SetMaskOnLinux, none, 0);
    }

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int SetMask(int how, ReadOnlySpan<byte> set, nint before);
}
