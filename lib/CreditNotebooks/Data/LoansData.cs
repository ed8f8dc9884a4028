namespace CreditNotebooks.Data;

/// <summary>
/// A stand-in for Lending Club's loans of the first quarter of 2018 (the OpenIntro set <c>loans_full_schema</c>): the same 55 columns,
/// forms and flaws, similar levels, invented borrowers. <c>data/loans.md</c> describes them.
/// </summary>
public static class LoansData
{
    /// <summary>As many loans as the published file has.</summary>
    public const int DefaultRows = 10_000;

    /// <summary>The greatest number of loans, 4 GB.</summary>
    public const int MostRows = 10_000_000;

    /// <summary>
    /// Writes the file as UTF-8 with CRLF line ends, as the published one has them. The same seed gives the same bytes on every platform.
    /// The file appears whole or not at all; folders on the way are made.
    /// </summary>
    /// <param name="path">Where to write; a file that is there is replaced.</param>
    /// <param name="rows">From 1 to <see cref="MostRows"/>.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="stop">Stops between two rows and leaves nothing behind.</param>
    /// <exception cref="DataException">The number of rows is out of bounds, or the place cannot be written.</exception>
    public static void Generate(string path, int rows = DefaultRows, long seed = CreditData.DefaultSeed, CancellationToken stop = default)
    {
        if (rows is < 1 or > MostRows)
            throw new DataException($"The number of rows is {rows}; it must be from 1 to {MostRows:N0}.");
        GeneratedFile.Write(path, stream => LoanFile.Write(stream, rows, seed, stop));
    }
}
