using CreditNotebooks.Data;

namespace CreditNotebooks.Tests.Data;

public sealed class GeneratedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2_000_001)]
    public void A_number_of_customers_out_of_bounds_is_refused(int customers)
    {
        var error = Assert.Throws<DataException>(() => CreditData.Generate(_folder["a.csv"], customers));
        Assert.Equal($"The number of customers is {customers}; it must be from 1 to 2,000,000.", error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named()
    {
        File.WriteAllText(_folder["file"], "");
        var path = Path.Combine(_folder["file"], "a.csv");
        var error = Assert.Throws<DataException>(() => CreditData.Generate(path, 1));
        Assert.StartsWith($"Cannot write the data to '{path}': ", error.Message, StringComparison.Ordinal);
        var folder = Assert.Throws<DataException>(() => CreditData.Generate(_folder.Path, 1));
        Assert.Contains("is a folder", folder.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_device_is_not_replaced_by_a_file()
    {
        Skip.If(OperatingSystem.IsWindows(), "Devices have other names there.");
        var error = Assert.Throws<DataException>(() => CreditData.Generate("/dev/null", 1));
        Assert.Equal("Cannot write the data to '/dev/null': it is a device; name a file in a folder.", error.Message);
    }

    [SkippableFact]
    public void A_link_stays_a_link()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a right of their own there.");
        File.WriteAllText(_folder["real.csv"], "");
        File.CreateSymbolicLink(_folder["link.csv"], _folder["real.csv"]);
        CreditData.Generate(_folder["link.csv"], 1);
        Assert.NotNull(new FileInfo(_folder["link.csv"]).LinkTarget);
        Assert.Equal(9, File.ReadAllLines(_folder["real.csv"]).Length);
    }

    [Fact]
    public void Folders_on_the_way_are_made_and_an_old_file_is_replaced()
    {
        var path = _folder["new/deep/a.csv"];
        CreditData.Generate(path, 1);
        CreditData.Generate(path, 2);
        Assert.Equal(17, File.ReadAllLines(path).Length);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_failure_midway_leaves_the_old_file_and_nothing_else()
    {
        var path = _folder["a.csv"];
        File.WriteAllText(path, "old");
        Assert.Throws<DataException>(() => GeneratedFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new IOException("No space left on device");
        }));
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => CreditData.Generate(path, 10, stop: stopped.Token));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Many_writers_of_one_file_leave_one_whole_file()
    {
        var path = _folder["a.csv"];
        Parallel.For(0, 8, _ => CreditData.Generate(path, 200));
        CreditData.Generate(_folder["b.csv"], 200);
        Assert.Equal(File.ReadAllBytes(_folder["b.csv"]), File.ReadAllBytes(path));
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder.Path).Length);
    }
}
