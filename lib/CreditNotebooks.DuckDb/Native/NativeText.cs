using System.Runtime.InteropServices;

namespace CreditNotebooks.DuckDb.Native;

/// <summary>C strings that the library hands out: some stay the library's, some have to be given back.</summary>
internal static class NativeText
{
    internal static string Borrowed(nint text) => Marshal.PtrToStringUTF8(text) ?? "";

    internal static string? Owned(nint text)
    {
        if (text == 0)
        {
            return null;
        }

        var copy = Marshal.PtrToStringUTF8(text);
        NativeMethods.duckdb_free(text);
        return copy;
    }
}
