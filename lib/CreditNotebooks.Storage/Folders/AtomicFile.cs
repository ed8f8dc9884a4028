using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CreditNotebooks.Storage.Folders;

/// <summary>The steps of the operating system that make a file appear whole and stay: .NET has neither "give it this name unless there is
/// one" (<see cref="File.Move(string, string)"/> looks first and renames then) nor the flush of a folder.</summary>
internal static partial class AtomicFile
{
    private const int Enoent = 2;
    private const int Eexist = 17;
    private const int Exdev = 18;

    /// <summary>Gives a finished file its name, unless something has that name: then the answer is false and the file stays where it
    /// is.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder is gone.</exception>
    public static bool TryMoveWithoutReplacing(string path, string name)
    {
        if (OperatingSystem.IsWindows()) return TryMoveOnWindows(path, name);
        var error = Link(path, name);
        if (error == 0)
        {
            File.Delete(path);
            return true;
        }

        // A file system without hard links (some of FUSE, exFAT) may still rename without replacing.
        if (error is not (Eexist or Enoent or Exdev)) error = RenameWithoutReplacing(path, name);
        return error switch
        {
            0 => true,
            Eexist => false,
            Enoent => throw new DirectoryNotFoundException($"There is no folder for {name}."),
            _ => throw new IOException($"{name} could not be written without replacing: {new Win32Exception(error).Message}."),
        };
    }

    /// <summary>Makes the names in a folder durable. Windows does so with the file.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = OpenFile(folder, 0, 0);
        if (descriptor < 0) throw Failed(folder);
        try
        {
            // Some network file systems cannot flush a folder (EINVAL); their rename is durable by itself.
            if (Fsync(descriptor) != 0 && Marshal.GetLastPInvokeError() != 22) throw Failed(folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failed(string folder)
    {
        var error = Marshal.GetLastPInvokeError();
        return error == Enoent
            ? new DirectoryNotFoundException($"There is no folder {folder}.")
            : new IOException($"The folder {folder} could not be flushed: {new Win32Exception(error).Message}.");
    }

    private static int Link(string path, string name) => LinkFile(path, name) == 0 ? 0 : Marshal.GetLastPInvokeError();

    private static int RenameWithoutReplacing(string path, string name)
    {
        const int atWorkingFolder = -100;
        const uint noReplace = 1;
        const uint exclusive = 4;
        var result = OperatingSystem.IsMacOS()
            ? RenameExclusively(path, name, exclusive)
            : RenameAt(atWorkingFolder, path, atWorkingFolder, name, noReplace);
        return result == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    private static bool TryMoveOnWindows(string path, string name)
    {
        const uint writeThrough = 8;
        if (MoveFile(path, name, writeThrough)) return true;
        return Marshal.GetLastPInvokeError() switch
        {
            80 or 183 => false,
            3 => throw new DirectoryNotFoundException($"There is no folder for {name}."),
            var error => throw new IOException($"{name} could not be written without replacing: {new Win32Exception(error).Message}."),
        };
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinkFile(string path, string name);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt(int fromFolder, string from, int toFolder, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "renamex_np", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameExclusively(string from, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("kernel32", EntryPoint = "MoveFileExW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool MoveFile(string from, string to, uint flags);
}
