using System.Runtime.InteropServices;
using CreditNotebooks.Notebooks.Kernel;

namespace CreditNotebooks.Notebooks.Tests.Packages;

/// <summary>Cells that ask for packages, restored from a folder.</summary>
[Collection(PackageFeed.Tests)]
public sealed class PackageSessionTests(PackageFeed feed)
{
    // NuGet's name for all platforms that are like this one.
    private static readonly string Platform = OperatingSystem.IsWindows() ? "win" : "unix";

    [Fact]
    public async Task A_packages_types_are_there_in_the_same_cell_and_in_later_ones()
    {
        feed.Add("Greeting", "1.0.0", "namespace Greeting; public class Hello { public string To(string name) => $\"Hello {name}\"; }");
        var notebook = new PackageNotebook(feed.Folder);
        Assert.Equal("Hello A", await notebook.RunAsync("#r \"nuget: Greeting, 1.0.0\"\nusing Greeting;\nvar hello = new Hello();\nhello.To(\"A\")"));
        Assert.Equal("Hello B", await notebook.RunAsync("hello.To(\"B\")"));
        Assert.Equal("Hello C", await notebook.RunAsync("string Say(Hello h) => h.To(\"C\");\nSay(new Hello())"));
        Assert.Equal(["Installed package Greeting, 1.0.0"], notebook.Shown);
    }

    [Fact]
    public async Task Running_the_directive_again_does_and_says_nothing()
    {
        feed.Add("Again", "1.0.0", "public static class Again { public static int Count = 0; }");
        var notebook = new PackageNotebook(feed.Folder);
        Assert.Equal("1", await notebook.RunAsync("#r \"nuget: Again, 1.0.0\"\n++Again.Count"));
        Assert.Equal("2", await notebook.RunAsync("#r \"nuget: again, 1.0\"\n++Again.Count"));
        Assert.Equal("3", await notebook.RunAsync("#r \"nuget: Again\"\n++Again.Count"));
        Assert.Single(notebook.Shown);
        Assert.Equal(1, notebook.Restores);
    }

    [Fact]
    public async Task Another_session_needs_no_restore_until_the_packages_are_gone()
    {
        feed.Add("Kept", "1.0.0", "public static class Kept { public static int Value = 7; }");
        const string Cell = "#r \"nuget: Kept, 1.0.0\"\nKept.Value";
        Assert.Equal("7", await new PackageNotebook(feed.Folder).RunAsync(Cell));

        var second = new PackageNotebook(feed.Folder);
        Assert.Equal("7", await second.RunAsync(Cell));
        Assert.Equal((0, "Installed package Kept, 1.0.0"), (second.Restores, Assert.Single(second.Shown)));

        Directory.Delete(Path.Combine(feed.Unpacked, "kept"), recursive: true);
        var third = new PackageNotebook(feed.Folder);
        Assert.Equal("7", await third.RunAsync(Cell));
        Assert.Equal(1, third.Restores);
    }

    [Fact]
    public async Task Without_a_version_it_is_the_newest_stable_one_and_sessions_side_by_side_can_differ()
    {
        foreach (var version in new[] { "1.0.0", "1.5.0", "2.0.0", "3.0.0-beta" })
        {
            feed.Add("Many", version, $"public static class Many {{ public static string Version = \"{version}\"; }}");
        }
        var newest = new PackageNotebook(feed.Folder);
        Assert.Equal("2.0.0", await newest.RunAsync("#r \"nuget:Many\"\nMany.Version"));
        var floating = new PackageNotebook(feed.Folder);
        Assert.Equal("1.5.0", await floating.RunAsync("#r \"nuget: Many, 1.*\"\nMany.Version"));
        Assert.Equal("2.0.0", await newest.RunAsync("Many.Version"));
        Assert.Equal(
            "PackageError: Many 2.0.0 is loaded, and a session has one version of a package: start the notebook anew to use 1.0.0.\n   at cell 3, line 2",
            await newest.RunAsync("\n#r \"nuget: Many, 1.0.0\"\nMany.Version"));
        Assert.Equal("2.0.0", await newest.RunAsync("Many.Version"));
    }

    [Fact]
    public async Task What_a_package_needs_comes_along_and_a_loaded_version_stays()
    {
        feed.Add("Base", "1.0.0", "public class Base { public static int One = 1; }");
        feed.Add("Base", "2.0.0", "public class Base { public static int One = 1, Two = 2; }");
        feed.Add("Upper", "1.0.0", "public class Upper { }", ["Base 1.0.0"]);
        feed.Add("Newer", "1.0.0", "public class Newer { }", ["Base 2.0.0"]);
        var notebook = new PackageNotebook(feed.Folder);
        Assert.Equal("1", await notebook.RunAsync("#r \"nuget: Upper, 1.0.0\"\nBase.One"));
        Assert.Equal(
            "PackageError: This needs Base 2.0.0, and 1.0.0 is loaded: start the notebook anew, with all package directives in its first cell.\n   at cell 2, line 1",
            await notebook.RunAsync("#r \"nuget: Newer, 1.0.0\""));
        Assert.Equal("1", await notebook.RunAsync("Base.One"));
        Assert.Equal("2", await new PackageNotebook(feed.Folder).RunAsync("#r \"nuget: Upper, 1.0.0\"\n#r \"nuget: Newer, 1.0.0\"\nBase.Two"));
    }

    [Fact]
    public async Task One_cell_cannot_ask_for_two_versions() => Assert.Equal(
        "PackageError: The cell asks for any in two versions: keep one of the lines 1 and 2.\n   at cell 1, line 2",
        await new PackageNotebook(feed.Folder).RunAsync("#r \"nuget: Any, 1.0.0\"\n#r \"nuget: any, 2.0.0\""));

    [Fact]
    public async Task A_failing_restore_tells_NuGets_reason_in_a_line_and_is_forgotten()
    {
        feed.Add("Real", "1.0.0", "public static class Real { public static int Value = 7; }");
        var notebook = new PackageNotebook(feed.Folder);
        Assert.Equal(
            "PackageError: NU1101: Unable to find package Missing.Package. No packages exist with this id in source(s): feed.\n   at cell 1, line 2",
            await notebook.RunAsync("#r \"nuget: Real, 1.0.0\"\n#r \"nuget: Missing.Package, 1.0.0\"\nReal.Value"));
        Assert.Equal(
            "PackageError: NU1102: Unable to find package Real with version (>= 9.0.0); Found 1 version(s) in feed [ Nearest version: 1.0.0 ].\n   at cell 2, line 1",
            await notebook.RunAsync("#r \"nuget: Real, 9.0.0\""));
        Assert.Equal("2", await notebook.RunAsync("1 + 1"));
        Assert.Equal("7", await notebook.RunAsync("#r \"nuget: Real, 1.0.0\"\nReal.Value"));
    }

    [Fact]
    public async Task Versions_that_do_not_go_together_are_refused_with_NuGets_reason()
    {
        feed.Add("Low", "1.0.0", "public class Low { }");
        feed.Add("Low", "2.0.0", "public class Low { }");
        feed.Add("High", "1.0.0", "public class High { }", ["Low 2.0.0"]);
        Assert.Equal(
            "PackageError: NU1605: Warning As Error: Detected package downgrade: Low from 2.0.0 to 1.0.0. Reference the package directly from the project to select a different version; "
            + "notebook -> High 1.0.0 -> Low (>= 2.0.0); notebook -> Low (>= 1.0.0).\n   at cell 1, line 2",
            await new PackageNotebook(feed.Folder).RunAsync("#r \"nuget: High, 1.0.0\"\n#r \"nuget: Low, 1.0.0\""));
    }

    [Fact]
    public async Task A_further_source_is_a_folder_beside_the_notebook()
    {
        feed.Add("Elsewhere", "1.0.0", "public static class Elsewhere { public static int Value = 8; }", feed: "more packages (100%)");
        var notebook = new PackageNotebook(feed.Folder);
        Assert.Equal("8", await notebook.RunAsync("#r \"nuget: Elsewhere, 1.0.0\"\n#i \"nuget: more packages (100%)\"\nElsewhere.Value"));
        Assert.StartsWith("PackageError: There is no folder 'nowhere' to take packages from", await notebook.RunAsync("#i \"nuget: nowhere\""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_does_not_answer_is_named_and_forgotten()
    {
        feed.Add("Reached", "1.0.0", "public static class Reached { public static int Value = 9; }");
        var notebook = new PackageNotebook(feed.Folder);
        Assert.Null(await notebook.RunAsync("#i \"nuget: https://localhost:1/index.json\""));
        Assert.StartsWith(
            "PackageError: NU1301: Unable to load the service index for source https://localhost:1/index.json; Connection refused",
            await notebook.RunAsync("#r \"nuget: Reached\""), StringComparison.Ordinal);
        Assert.Equal("9", await notebook.RunAsync("#r \"nuget: Reached, 1.0.0\"\nReached.Value"));
    }

    [Fact]
    public async Task The_folders_build_settings_stay_out_but_its_NuGet_configuration_counts()
    {
        feed.Add("Inner", "1.0.0", "public static class Inner { public static int Value = 3; }", feed: "inner-feed");
        var folder = Directory.CreateDirectory(Path.Combine(feed.Folder, "inner")).FullName;
        feed.WriteConfiguration(folder, Path.Combine(feed.Folder, "inner-feed"));
        File.WriteAllText(Path.Combine(folder, "Directory.Build.props"), "<broken");
        File.WriteAllText(Path.Combine(folder, "Directory.Packages.props"), "<broken");
        File.WriteAllText(Path.Combine(folder, "global.json"), "{ \"sdk\": { \"version\": \"1.0.0\", \"rollForward\": \"disable\" } }");
        Assert.Equal("3", await new PackageNotebook(folder).RunAsync("#r \"nuget: Inner, 1.0.0\"\nInner.Value"));
    }

    [Fact]
    public async Task A_native_library_of_a_package_loads()
    {
        // A copy of the runtime's own zlib stands for it.
        var suffix = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        var prefix = OperatingSystem.IsWindows() ? "" : "lib";
        var library = File.ReadAllBytes(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), prefix + "System.IO.Compression.Native" + suffix));
        feed.Add("Checksum", "1.0.0",
            """
            public static unsafe class Checksum
            {
                [System.Runtime.InteropServices.DllImport("packaged")]
                private static extern uint CompressionNative_Crc32(uint crc, byte* buffer, int length);
                public static uint Of(byte[] data) { fixed (byte* p = data) return CompressionNative_Crc32(0, p, data.Length); }
            }
            """,
            files: ($"runtimes/{Platform}/native/{prefix}packaged{suffix}", library));
        // The check value of CRC-32.
        Assert.Equal("CBF43926", await new PackageNotebook(feed.Folder).RunAsync(
            "#r \"nuget: Checksum, 1.0.0\"\nChecksum.Of(System.Text.Encoding.ASCII.GetBytes(\"123456789\")).ToString(\"X\")"));
    }

    [Fact]
    public async Task Code_compiles_against_one_assembly_and_runs_with_the_platforms()
    {
        string Source(string from) => $"public static class Split {{ public static string From => \"{from}\"; }}";
        feed.AddFiles("Split", "1.0.0", null, "feed",
            ("ref/net10.0/Split.dll", PackageFeed.Compile("Split", "public static class Split { public static string From => throw null; }")),
            ("lib/net10.0/Split.dll", PackageFeed.Compile("Split", Source("anywhere"))),
            ($"runtimes/{Platform}/lib/net10.0/Split.dll", PackageFeed.Compile("Split", Source("here"))));
        Assert.Equal("here", await new PackageNotebook(feed.Folder).RunAsync("#r \"nuget: Split, 1.0.0\"\nSplit.From"));
    }

    [Fact]
    public async Task A_cell_that_does_not_compile_has_its_package_all_the_same()
    {
        feed.Add("Early", "1.0.0", "public static class Early { public static int Value = 4; }");
        var notebook = new PackageNotebook(feed.Folder);
        Assert.Contains("CS0117", await notebook.RunAsync("#r \"nuget: Early, 1.0.0\"\nEarly.Valeu"), StringComparison.Ordinal);
        Assert.Equal("4", await notebook.RunAsync("Early.Value"));
    }

    [Fact]
    public async Task An_imported_script_can_ask_for_packages()
    {
        feed.Add("Imported", "1.0.0", "public static class Imported { public static int Value = 5; }");
        await File.WriteAllTextAsync(Path.Combine(feed.Folder, "shared.csx"), "#r \"nuget: Imported, 1.0.0\"\nvar five = Imported.Value;");
        var notebook = new PackageNotebook(feed.Folder);
        Assert.Equal("5", await notebook.RunAsync("#!import shared.csx\nfive"));
    }

    [Fact]
    public async Task An_assembly_of_the_notebooks_own_is_not_replaced_by_a_newer_one()
    {
        feed.Add("Markdig", "99.0.0", "[assembly: System.Reflection.AssemblyVersion(\"99.0.0.0\")] public class Newer { }");
        Assert.Matches(
            @"^PackageError: This brings Markdig 99\.0\.0\.0, and the notebook itself runs with [\d.]+: ask for an older version of the package\.\n   at cell 1, line 1$",
            await new PackageNotebook(feed.Folder).RunAsync("#r \"nuget: Markdig, 99.0.0\""));
    }

    [Fact]
    public async Task A_package_that_the_notebook_has_itself_is_not_loaded_a_second_time()
    {
        feed.Add("System.Text.Json", "8.0.5", "public class Older { }");
        var notebook = new PackageNotebook(feed.Folder);
        Assert.Equal("[1]", await notebook.RunAsync("#r \"nuget: System.Text.Json, 8.0.5\"\nSystem.Text.Json.JsonSerializer.Serialize(new[] { 1 })"));
        Assert.Matches(@"^Package System\.Text\.Json, 8\.0\.5 is not loaded: the notebook has its own System\.Text\.Json [\d.]+$", Assert.Single(notebook.Shown));
    }

    [Fact]
    public async Task A_package_of_another_shared_framework_is_refused()
    {
        feed.AddWanting("Web", "Microsoft.AspNetCore.App");
        Assert.Equal(
            "PackageError: Web needs the shared framework Microsoft.AspNetCore.App, which notebooks do not run on: use a package that does without.\n   at cell 1, line 1",
            await new PackageNotebook(feed.Folder).RunAsync("#r \"nuget: Web, 1.0.0\""));
    }

    [Fact]
    public async Task Sessions_that_restore_the_same_at_the_same_time_do_not_disturb_each_other()
    {
        feed.Add("Shared", "1.0.0", "public static class Shared { public static int Value = 6; }");
        var notebooks = Enumerable.Range(0, 3).Select(_ => new PackageNotebook(feed.Folder)).ToList();
        var values = await Task.WhenAll(notebooks.Select(n => Task.Run(() => n.RunAsync("#r \"nuget: Shared, 1.0.0\"\nShared.Value"))));
        Assert.All(values, value => Assert.Equal("6", value));
    }

    [Fact]
    public async Task A_kept_restore_that_was_cut_off_is_done_anew()
    {
        feed.Add("Torn", "1.0.0", "public static class Torn { public static int Value = 2; }");
        const string Cell = "#r \"nuget: Torn, 1.0.0\"\nTorn.Value";
        Assert.Equal("2", await new PackageNotebook(feed.Folder).RunAsync(Cell));
        foreach (var kept in Directory.EnumerateFiles(Path.Combine(feed.Folder, "cache", "credit-notebooks", "packages")))
        {
            var text = await File.ReadAllTextAsync(kept);
            await File.WriteAllTextAsync(kept, text[..(text.Length / 2)]);
        }
        var notebook = new PackageNotebook(feed.Folder);
        Assert.Equal("2", await notebook.RunAsync(Cell));
        Assert.Equal(1, notebook.Restores);
    }

    [Theory]
    [InlineData("#i \"nuget: https://example.org/index.json\"\n#r \"nuget: Any\"\nvar x = 1;", "complete")]
    [InlineData("#r \"nuget: Any\"\nvoid F() {", "incomplete")]
    [InlineData("#r \"nuget: Any, newest\"", "invalid")]
    public void A_client_that_asks_whether_a_text_goes_on_is_answered_without_a_restore(string code, string status) =>
        Assert.Equal(status, (string?)Completeness.Of(code)["status"]);
}
