using System.Text;
using CreditNotebooks.Spark.Sources.Files;

namespace CreditNotebooks.Spark.Sources.Csv;

/// <summary>Whole files as text, for records of several lines.</summary>
internal static class CsvText
{
    public static string Read(SourceFile file, Encoding encoding)
    {
        try
        {
            using var stream = SourceStream.Open(file, 0, encoding, byLine: false);
            using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
            var text = reader.ReadToEnd();
            return text.StartsWith('\uFEFF') ? text[1..] : text;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or OutOfMemoryException)
        {
            throw FileErrors.Unreadable(file, e);
        }
    }
}
