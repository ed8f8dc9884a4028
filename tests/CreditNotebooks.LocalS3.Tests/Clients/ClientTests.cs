using System.Diagnostics;

namespace CreditNotebooks.LocalS3.Tests.Clients;

/// <summary>The server as other people's clients see it: awscli, s3cmd and boto3. Each is skipped where it is not installed.</summary>
public sealed class ClientTests
{
    private static readonly string Script = Path.Combine(FindUp("CreditNotebooks.sln"), "tests", "CreditNotebooks.LocalS3.Tests", "Clients", "clients.py");

    [SkippableTheory]
    [InlineData("awscli", "awscli", "aws", "--version")]
    [InlineData("s3cmd", "s3cmd", "s3cmd", "--version")]
    [InlineData("boto3", "python3-boto3", null, "import boto3")]
    public async Task A_client_copies_lists_moves_and_keeps_versions(string client, string package, string? program, string argument)
    {
        var python = new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(p => Run(p, ["-c", program is null ? argument : "pass"], []) is (0, _));
        Skip.If(python is null || (program is not null && Run(program, [argument], []) is not (0, _)), $"{client} is not installed (Debian: {package}).");
        Skip.If(OperatingSystem.IsWindows(), "The script is for POSIX shells.");
        await using var s3 = await LocalS3.StartAsync("many");
        await Parallel.ForEachAsync(Enumerable.Range(0, 2500), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
            Assert.Equal(200, (await new RawRequest("PUT", $"/many/{i:d5}").Signed(LocalS3.Account).SendAsync(s3.Server.Endpoint)).Status));
        var folder = Directory.CreateTempSubdirectory("credit-s3-client-").FullName;
        try
        {
            var (code, output) = Run(python!, [Script, client, s3.Server.Endpoint.ToString(), folder], new()
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

    private static string FindUp(string name)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, name)))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} has {name}.");
        }
        return folder;
    }

    private static (int Code, string Output) Run(string command, IEnumerable<string> arguments, Dictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
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
