using System.Text;
using CreditNotebooks.Display;

namespace CreditNotebooks.Notebooks.Language;

/// <summary>Help as plain text and as Markdown.</summary>
internal static class HelpText
{
    /// <summary>A signature with a sentence or two.</summary>
    /// <param name="signature">As code.</param>
    /// <param name="language">The code's language, empty for none.</param>
    /// <param name="documentation">What there is to say, empty for nothing.</param>
    public static MimeBundle Of(string signature, string language, string documentation) =>
        Of(signature, language, [new HelpSection("", documentation, documentation)]);

    /// <summary>A signature with titled sections; empty ones are left out.</summary>
    public static MimeBundle Of(string signature, string language, IEnumerable<HelpSection> sections)
    {
        var plain = new StringBuilder(signature);
        var markdown = new StringBuilder($"```{language}\n{signature}\n```");
        foreach (var section in sections.Where(s => s.Plain.Length > 0))
        {
            plain.Append("\n\n").Append(section.Title.Length > 0 ? section.Title + ":\n" : "").Append(section.Plain);
            markdown.Append("\n\n").Append(section.Title.Length > 0 ? $"**{section.Title}**\n\n" : "").Append(section.Markdown);
        }
        return new MimeBundle(new Dictionary<string, string> { [MimeBundle.PlainText] = plain.ToString(),
            [MimeBundle.Markdown] = markdown.ToString() });
    }
}

/// <summary>A part of a help text, in both forms.</summary>
internal sealed record HelpSection(string Title, string Plain, string Markdown);
