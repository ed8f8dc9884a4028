using CreditNotebooks.Data;

namespace CreditNotebooks.Tests.Data;

/// <summary>The course's 100,000 rows, written and read once for all the tests on them.</summary>
[CollectionDefinition(nameof(CreditFileOfTheCourse))]
public sealed class CreditFileOfTheCourse : ICollectionFixture<CreditFileOfTheCourse>
{
    public CreditFileOfTheCourse()
    {
        using var stream = new MemoryStream();
        CreditFile.Write(stream, CreditData.DefaultCustomers, CreditData.DefaultSeed, CancellationToken.None);
        Bytes = stream.ToArray();
        var rows = CsvRows.Read(Bytes, "\n");
        Header = rows[0];
        Rows = rows[1..];
    }

    public byte[] Bytes { get; }

    public string[] Header { get; }

    public List<string[]> Rows { get; }
}
