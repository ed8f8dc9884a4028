using System.Text;
using CreditNotebooks.Notebooks.Documents;

namespace CreditNotebooks.Notebooks.Runner;

/// <summary>Writes a file whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>Writes the text beside its place and moves it there. <paramref name="open"/> stands in for the disk in tests.</summary>
    public static void Write(string path, string text, Func<string, Stream>? open = null)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = (open ?? File.Create)(temporary))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            throw new NotebookException($"'{path}' cannot be written: {e.Message} Free some space there, or name another folder with -o.", e);
        }
    }
}
