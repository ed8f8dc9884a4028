using System.Runtime.InteropServices;

namespace CreditNotebooks.Cli.Kernels;

/// <summary>The Jupyter client that started this kernel. It names itself in <c>JPY_PARENT_PID</c>, and a kernel whose client has died
/// computes for nobody. Without that variable, as in a script or under <c>nohup</c>, the kernel outlives whoever started it.</summary>
internal static partial class ParentProcess
{
    /// <summary>The variable that holds the client's process id; on Windows, a handle of its process.</summary>
    public const string Variable = "JPY_PARENT_PID";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Ends when the client has died; never when none is named.</summary>
    public static async Task WaitForEndAsync(string? named, CancellationToken stop)
    {
        if (!long.TryParse(named, out var client))
        {
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(false);
        }
        // Outside Windows an orphan gets another parent at once, which also shows where the client is seen only as an unreaped process.
        var first = OperatingSystem.IsWindows() ? 0 : ParentId();
        while (OperatingSystem.IsWindows() ? WaitForSingleObject((nint)client, 0) != 0 : ParentId() == first && (first != 1 || client == 1))
        {
            await Task.Delay(Interval, stop).ConfigureAwait(false);
        }
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int ParentId();

    [LibraryImport("kernel32")]
    private static partial uint WaitForSingleObject(nint handle, uint milliseconds);
}
