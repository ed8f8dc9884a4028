using CreditNotebooks.Notebooks.Documents;

namespace CreditNotebooks.Notebooks.Runner;

/// <summary>The folder that a run writes to.</summary>
public static class OutputFolder
{
    /// <summary>Makes the folder, and a file in it as a trial, before hours of work depend on it.</summary>
    /// <exception cref="NotebookException">It cannot be made or written.</exception>
    public static void Check(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var trial = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
            File.WriteAllBytes(trial, [0]);
            File.Delete(trial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"The output folder '{folder}' cannot be written: {e.Message} Name another folder with -o.", e);
        }
    }
}
