namespace CreditNotebooks.Data;

/// <summary>
/// The credit set: eight months of each customer with the 28 columns, the levels and the flaws of the credit-score set known from Kaggle.
/// <c>data/credit.md</c> describes every column and flaw.
/// </summary>
public static class CreditData
{
    /// <summary>The customers of the course's file: 100,000 rows, as many as the published set has.</summary>
    public const int DefaultCustomers = 12_500;

    /// <summary>The greatest number of customers, 16 million rows and 5 GB: a slip of the keyboard should not fill a disk.</summary>
    public const int MostCustomers = 2_000_000;

    /// <summary>The seed of the course's file.</summary>
    public const long DefaultSeed = 42;

    /// <summary>
    /// Writes the file as UTF-8 with LF line ends. The same seed gives the same bytes on every platform, and a smaller file is
    /// the beginning of a larger one. The file appears whole or not at all; folders on the way are made.
    /// </summary>
    /// <param name="path">Where to write; a file that is there is replaced.</param>
    /// <param name="customers">From 1 to <see cref="MostCustomers"/>; each has eight rows.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="stop">Stops between two customers and leaves nothing behind.</param>
    /// <exception cref="DataException">The number of customers is out of bounds, or the place cannot be written.</exception>
    public static void Generate(
        string path, int customers = DefaultCustomers, long seed = DefaultSeed, CancellationToken stop = default)
    {
        if (customers is < 1 or > MostCustomers)
            throw new DataException($"The number of customers is {customers}; it must be from 1 to {MostCustomers:N0}.");
        GeneratedFile.Write(path, stream => CreditFile.Write(stream, customers, seed, stop));
    }
}
