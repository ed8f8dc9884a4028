namespace CreditNotebooks.Notebooks.Tests.Packages;

/// <summary>Packages that people use, from where this machine takes packages; skipped where that does not answer.</summary>
[Collection(PackageFeed.Tests)]
public sealed class RegistryTests
{
    [SkippableTheory]
    [InlineData("#r \"nuget: Humanizer.Core, 2.14.1\"\nusing Humanizer;\n\"SomeNotebookName\".Humanize()", "Some notebook name")]
    [InlineData("#r \"nuget: CsvHelper, 33.*\"\nusing CsvHelper;\nvar csv = new CsvReader(new StringReader(\"a,b\\n1,2\"), "
        + "System.Globalization.CultureInfo.InvariantCulture);\ncsv.Read(); csv.ReadHeader(); csv.Read();\ncsv.GetField(\"b\")", "2")]
    [InlineData("#r \"nuget: Microsoft.Data.Sqlite, 9.0.0\"\nusing Microsoft.Data.Sqlite;\nvar db = new SqliteConnection(\"Data Source=:memory:\");\n"
        + "db.Open();\nvar ask = db.CreateCommand();\nask.CommandText = \"SELECT 6 * 7\";\n$\"{ask.ExecuteScalar()}\"", "42")]
    public async Task A_package_of_the_registry_restores_and_runs(string cell, string value)
    {
        using var place = new Workplace();
        var shown = await new PackageNotebook(place.Folder).RunAsync(cell);
        Skip.If(shown?.StartsWith("PackageError: NU1301:", StringComparison.Ordinal) is true, "no package registry answers here");
        Assert.Equal(value, shown);
    }
}
