namespace CreditNotebooks.Display;

/// <summary>An object that knows how it is shown: a figure, a DataFrame. Whatever shows it asks for nothing else.</summary>
public interface IDisplayable
{
    /// <summary>The object in every form it can be shown in. May run a query; honours <see cref="CellContext.CancellationToken"/>.</summary>
    MimeBundle ToMimeBundle();
}
