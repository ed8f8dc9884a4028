namespace CreditNotebooks.Display;

/// <summary>Something that has been shown and can be shown anew in the same place, as .NET Interactive's <c>DisplayedValue</c>.</summary>
public sealed class DisplayedValue
{
    private readonly CellContext _context;
    private readonly string? _mimeType;

    internal DisplayedValue(CellContext context, string id, string? mimeType)
    {
        _context = context;
        _mimeType = mimeType;
        Id = id;
    }

    /// <summary>The name under which front ends know this display.</summary>
    public string Id { get; }

    /// <summary>Shows <paramref name="value"/> in place of what was shown before, also from a later cell.
    /// It keeps the MIME type that the first display asked for.</summary>
    public void Update(object? value) => _context.Sink?.Update(Id, Displays.Bundle(value, _mimeType));
}
