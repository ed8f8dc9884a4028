namespace CreditNotebooks.Spark.Tests.Api;

public class FunctionsGeneratorTests
{
    [Fact]
    public void Functions_g_cs_is_what_the_table_says()
    {
        var folder = Path.Combine(Root(), "lib", "CreditNotebooks.Spark", "Api");
        var expected = FunctionsGenerator.Generate(File.ReadAllText(Path.Combine(folder, "functions.txt")).ReplaceLineEndings("\n"));
        var file = Path.Combine(folder, "Functions.g.cs");
        if (Environment.GetEnvironmentVariable("CREDIT_WRITE_GENERATED") == "1") File.WriteAllText(file, expected);
        Assert.True(File.ReadAllText(file).ReplaceLineEndings("\n") == expected,
            "functions.txt has changed: its header says how Functions.g.cs is written anew.");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "CreditNotebooks.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
