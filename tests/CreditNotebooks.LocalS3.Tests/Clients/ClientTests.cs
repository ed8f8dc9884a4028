using System.Diagnostics;
using CreditNotebooks.Tests;

namespace CreditNotebooks.LocalS3.Tests.Clients;

/// <summary>The server as other people's clients see it: awscli, s3cmd and boto3. Each is skipped where it is not installed.</summary>
[Slow]
public sealed class ClientTests(ManyKeys many) : IClassFixture<ManyKeys>
{
    private static readonly string Script = Path.Combine(FindUp("CreditNotebooks.sln"), "tests", "CreditNotebooks.LocalS3.Tests", "Clients",
        "clients.py");

    [SkippableTheory]
    [InlineData("awscli", "awscli", "aws", "awscli.clidriver")]
    [InlineData("s3cmd", "s3cmd", "s3cmd", "S3.S3")]
    [InlineData("boto3", "python3-boto3", null, "boto3")]
    public void A_client_copies_lists_moves_and_keeps_versions(string client, string package, string? program, string module)
    {
        var python = PythonThat("import " + module) ?? (program is null ? null : PythonThat("pass"));
        Skip.If(python is null || (program is not null && Run(program, ["--version"], []) is not (0, _)),
            $"{client} is not installed (Debian: {package}).");
        Skip.If(OperatingSystem.IsWindows(), "The script is for POSIX shells.");
        var folder = Directory.CreateTempSubdirectory("credit-s3-client-").FullName;
        try
        {
            var (code, output) = Run(python, [Script, client, many.S3.Server.Endpoint.ToString(), folder], new()
            {
                ["AWS_ACCESS_KEY_ID"] = LocalS3.Account.AccessKey,
                ["AWS_SECRET_ACCESS_KEY"] = LocalS3.Account.SecretKey,
                ["AWS_EC2_METADATA_DISABLED"] = "true",
                ["AWS_CONFIG_FILE"] = "/dev/null",
                ["PYTHONIOENCODING"] = "utf-8",
                ["LC_ALL"] = "C.UTF-8",
            });
            Assert.True(code == 0, output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The system's Python has what the system's packages brought; another one on the path need not.</summary>
    private static string? PythonThat(string statement) =>
        new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(python => Run(python, ["-c", statement], []) is (0, _));

    private static string FindUp(string name)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, name)))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} has {name}.");
        }
        return folder;
    }

    private static (int Code, string Output) Run(string command, IEnumerable<string> arguments, Dictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true,
            RedirectStandardInput = true };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + error.Result);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, e.Message);
        }
    }
}

/// <summary>A server with a bucket of 2,500 keys.</summary>
public sealed class ManyKeys : IAsyncLifetime
{
    public LocalS3 S3 { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        S3 = await LocalS3.StartAsync("many");
        await Parallel.ForEachAsync(Enumerable.Range(0, 2500), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
            Assert.Equal(200, (await new RawRequest("PUT", $"/many/{i:d5}").Signed(LocalS3.Account).SendAsync(S3.Server.Endpoint)).Status));
    }

    public async Task DisposeAsync() => await S3.DisposeAsync();
}
