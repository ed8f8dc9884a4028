using System.CommandLine;
using CreditNotebooks.Cli.Verbs;

namespace CreditNotebooks.Cli.Tests.Verbs;

public sealed class DataVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("credit-data-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("credit", "--customers", 5, 41)]
    [InlineData("loans", "--rows", 5, 6)]
    public async Task It_writes_the_set_and_says_so(string set, string size, int count, int lines)
    {
        var path = Path.Combine(_folder, "a.csv");
        var (code, output, error) = await Run("data", "generate", set, size, $"{count}", "--seed", "7", "-o", path);
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith($"Wrote {count} {size[2..]} to ", output, StringComparison.Ordinal);
        Assert.Equal(lines, File.ReadAllLines(path).Length);
    }

    [Fact]
    public async Task It_lists_the_sets_with_their_commands()
    {
        var (code, output, _) = await Run("data", "list");
        Assert.Equal(0, code);
        Assert.Contains("credit data generate credit --customers 12500 --seed 42", output, StringComparison.Ordinal);
        Assert.Contains("credit data generate loans --rows 10000 --seed 42", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "The number of customers is 0; it must be from 1 to 2,000,000.")]
    [InlineData("2000001", "The number of customers is 2000001; it must be from 1 to 2,000,000.")]
    public async Task A_size_out_of_bounds_is_refused_with_exit_code_2(string size, string message)
    {
        var (code, _, error) = await Run("data", "generate", "credit", "--customers", size, "-o", Path.Combine(_folder, "a.csv"));
        Assert.Equal((2, message), (code, error.Trim()));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_refused_with_exit_code_2()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        var (code, _, error) = await Run("data", "generate", "credit", "--customers", "1", "-o", Path.Combine(_folder, "file", "a.csv"));
        Assert.Equal(2, code);
        Assert.StartsWith("Cannot write the data to ", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("'many' is no whole number that --customers can take.", "credit", "--customers", "many")]
    [InlineData("'1.5' is no whole number that --seed can take.", "credit", "--seed", "1.5")]
    [InlineData("'99999999999' is no whole number that --rows can take.", "loans", "--rows", "99999999999")]
    [InlineData("--rows is not for 'credit', which is sized by --customers.", "credit", "--rows", "5")]
    [InlineData("There is no data set 'cards'; the sets are 'credit' and 'loans'.", "cards")]
    [InlineData("Which set shall be generated? Write 'credit data generate' and 'credit' or 'loans'.")]
    public async Task Bad_arguments_are_refused_in_one_sentence(string message, params string[] arguments)
    {
        var (code, output, error) = await Run(["data", "generate", .. arguments]);
        Assert.Equal((2, "", message), (code, output, error.Trim()));
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await new RootCommand { DataVerb.Create() }.Parse(arguments)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
