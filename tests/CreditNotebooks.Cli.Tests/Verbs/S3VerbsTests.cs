using System.Text.RegularExpressions;
using CreditNotebooks.LocalS3;

namespace CreditNotebooks.Cli.Tests.Verbs;

/// <summary>The verbs of S3, against a server in this process.</summary>
public sealed partial class S3VerbsTests : IAsyncLifetime
{
    private const string Secret = "a-secret-of-the-account";
    private const string ReaderArn = "arn:aws:iam::000000000000:user/READER";

    private readonly string _folder = Directory.CreateTempSubdirectory("credit-s3-").FullName;
    private LocalS3Server _server = null!;

    public async Task InitializeAsync() => _server = await LocalS3Server.StartAsync(new()
    {
        DataFolder = Path.Combine(_folder, "s3"), Users = [new("ACCOUNT", Secret), new("READER", "a-secret-of-the-reader")],
    });

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<(int Code, string Out, string Error)> RunAsync(
        string command, string? answer = null, bool isInteractive = false, params (string Name, string Value)[] variables)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var environment = new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL"] = _server.Endpoint.ToString(), ["AWS_MAX_ATTEMPTS"] = "1",
            ["AWS_ACCESS_KEY_ID"] = "ACCOUNT", ["AWS_SECRET_ACCESS_KEY"] = Secret,
        };
        foreach (var (name, value) in variables) environment[name] = value;
        var terminal = new Terminal(output, error, _folder, isInteractive)
        {
            Variables = environment, Answers = answer is null ? null : new StringReader(answer),
        };
        var code = await CommandLine.RunAsync(["s3", .. command.Split(' ')], terminal);
        Assert.DoesNotContain(Secret, output.ToString() + error, StringComparison.Ordinal);
        return (code, Plain(output), Plain(error).TrimEnd('\n'));

        static string Plain(StringWriter text) => text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    private void Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    [Fact]
    public async Task Setup_tells_each_step_and_a_second_time_that_nothing_changed()
    {
        const string command = "setup credit-data --principal " + ReaderArn + " --prefix credit --tag course=credit --tag owner=me";
        Assert.Equal((0, $"""
            created     bucket           s3://credit-data in us-east-1
            already so  public access    blocked
            created     encryption       SSE-S3 (AES256), bucket key on
            created     versioning       Enabled
            created     policy           {ReaderArn} may list, read and write under credit
                                         RefusePlainHttp is left out: this endpoint speaks plain HTTP, and the statement would lock everybody out
            created     lifecycle        unfinished uploads are removed after 7 days
            created     tags             course=credit, owner=me
            6 settings were made; 'credit s3 check' reads all of them back.

            """.ReplaceLineEndings("\n"), ""), await RunAsync(command));
        var (code, again, _) = await RunAsync(command);
        Assert.Equal(0, code);
        Assert.EndsWith("Nothing had to be changed.\n", again, StringComparison.Ordinal);
        Assert.DoesNotContain("created", again, StringComparison.Ordinal);
        Assert.DoesNotContain("changed  ", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_shows_what_is_in_place_what_is_missing_and_what_to_do()
    {
        await RunAsync("setup credit-data");
        var (code, report, error) = await RunAsync("check credit-data");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("ok    versioning       Enabled\n", report, StringComparison.Ordinal);
        Assert.Contains("--    policy           RefusePlainHttp is left out: this endpoint speaks plain HTTP", report, StringComparison.Ordinal);
        Assert.EndsWith("Everything is in place.\n", report, StringComparison.Ordinal);

        using (var connection = Connect())
        {
            await connection.Client.DeletePublicAccessBlockAsync(new() { BucketName = "credit-data" });
            await connection.Client.PutPublicAccessBlockAsync(
                new() { BucketName = "credit-data", PublicAccessBlockConfiguration = new() { BlockPublicAcls = true } });
        }
        (code, report, _) = await RunAsync("check credit-data --tag course=credit");
        Assert.Equal(1, code);
        Assert.Contains("FAIL  public access    too open: IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets are off\n", report,
            StringComparison.Ordinal);
        Assert.Contains("FAIL  tags             there is no course=credit\n"
            + "                       → Run 'credit s3 setup credit-data' with the same tags.\n", report, StringComparison.Ordinal);
        Assert.EndsWith("2 things are wrong.\n", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_goes_up_is_listed_and_deleted()
    {
        await RunAsync("setup credit-data");
        Write("ü.csv", "a,b\n1,2\n");
        var (code, output, error) = await RunAsync("upload ü.csv s3://credit-data/credit/");
        Assert.Equal((0, ""), (code, error));
        Assert.Matches(@"^Uploaded 8 bytes in \d+\.\d s to s3://credit-data/credit/ü\.csv\n$", output);
        await RunAsync("upload ü.csv s3://credit-data/other.csv");
        await RunAsync("upload ü.csv s3://credit-data");
        Assert.Equal("                                      credit/\n<date>                8  other.csv\n<date>                8  ü.csv\n"
            + "2 objects, 16 bytes; 1 folder\n", await ListAsync("ls s3://credit-data"));
        Assert.Equal("<date>                8  ü.csv\n1 object, 8 bytes\n", await ListAsync("ls s3://credit-data/credit"));
        Assert.Equal("<date>                8  other.csv\n1 object, 8 bytes\n", await ListAsync("ls s3://credit-data/other.csv"));
        Assert.Equal("<date>                8  credit/ü.csv\n<date>                8  other.csv\n<date>                8  ü.csv\n3 objects, 24 bytes\n",
            await ListAsync("ls s3://credit-data --recursive"));
        Assert.Equal((0, "Deleted s3://credit-data/other.csv\n", ""), await RunAsync("rm s3://credit-data/other.csv"));
        Assert.Equal((0, "Deleted 1 object below s3://credit-data/credit/\n", ""), await RunAsync("rm s3://credit-data/credit --recursive"));
        Assert.Equal("<date>                8  ü.csv\n1 object, 8 bytes\n", await ListAsync("ls s3://credit-data"));
        Assert.Equal((0, "Deleted 1 object below s3://credit-data/\n", ""), await RunAsync("rm s3://credit-data -r"));
        Assert.Equal((0, "0 objects, 0 bytes\n", ""), await RunAsync("ls s3://credit-data"));
    }

    [Fact]
    public async Task A_folder_goes_up_with_its_subfolders_and_on_a_terminal_with_its_progress()
    {
        await RunAsync("setup credit-data");
        Write("data/a.csv", "1");
        Write("data/deep/er/.hidden", "22");
        Write("data/deep/empty", "");
        var (code, output, _) = await RunAsync("upload data s3://credit-data/in", isInteractive: true);
        Assert.Equal(0, code);
        Assert.Contains("\r\u001b[2K  0.0 of 0.0 MB, ", output, StringComparison.Ordinal);
        Assert.Matches(@"\r\u001b\[2KUploaded 3 files, 3 bytes, in \d+\.\d s to s3://credit-data/in/\n$", output);
        Assert.Equal("<date>                1  a.csv\n<date>                0  deep/empty\n<date>                2  deep/er/.hidden\n3 objects, 3 bytes\n",
            await ListAsync("ls -r s3://credit-data/in/"));
    }

    [Fact]
    public async Task The_policy_of_one_folder_is_printed_without_asking_anybody()
    {
        var (code, output, error) = await RunAsync("policy s3://credit-data/credit", variables: ("AWS_ENDPOINT_URL", "http://127.0.0.1:1"));
        Assert.Equal((0, ""), (code, error));
        var policy = System.Text.Json.Nodes.JsonNode.Parse(output)!;
        Assert.Equal("arn:aws:s3:::credit-data/credit/*", policy["Statement"]![1]!["Resource"]!.ToString());
    }

    [Fact]
    public async Task Teardown_asks_for_the_name_and_deletes_every_version()
    {
        await RunAsync("setup credit-data");
        Write("a.csv", "1");
        await RunAsync("upload a.csv s3://credit-data/");
        await RunAsync("upload a.csv s3://credit-data/");
        await RunAsync("rm s3://credit-data/a.csv");
        Assert.Equal((2, "", "credit: Nobody can be asked here whether the bucket may go: write --yes."),
            await RunAsync("teardown credit-data"));
        foreach (var wrong in new[] { "yes\n", "" })
        {
            var (code, output, error) = await RunAsync("teardown credit-data", wrong);
            Assert.Equal((2, ""), (code, output));
            Assert.StartsWith("This deletes s3://credit-data at http://127.0.0.1", error, StringComparison.Ordinal);
            Assert.EndsWith("Type the bucket's name to go on: credit: That is not the bucket's name: nothing was deleted.", error,
                StringComparison.Ordinal);
        }
        var gone = await RunAsync("teardown credit-data", "credit-data\n");
        Assert.Equal((0, "Deleted s3://credit-data with 3 versions of objects and 0 unfinished uploads.\n"), (gone.Code, gone.Out));
        Assert.Equal(1, (await RunAsync("ls s3://credit-data")).Code);
        await RunAsync("setup credit-data");
        Assert.Equal((0, "Deleted s3://credit-data with 0 versions of objects and 0 unfinished uploads.\n", ""),
            await RunAsync("teardown credit-data --yes"));
    }

    [Theory]
    [InlineData("setup Credit_Data", "This is no bucket name.")]
    [InlineData("setup credit-data --tag course", "'--tag course' has no value: write --tag KEY=VALUE.")]
    [InlineData("setup credit-data --prefix credit", "--prefix limits a principal: give --principal ARN with it.")]
    [InlineData("setup credit-data --principal *", "'*' is no ARN of one user or role.")]
    [InlineData("setup credit-data --region Frankfurt", "'Frankfurt' is no region. Write it as eu-central-1.")]
    [InlineData("setup", "Required argument")]
    [InlineData("upload missing.csv s3://credit-data/", "There is no file and no folder ")]
    [InlineData("upload s3 credit-data/", "This is no address in S3. Write s3://bucket/key.")]
    [InlineData("ls credit-data", "This is no address in S3. Write s3://bucket/key.")]
    [InlineData("rm s3://credit-data", "s3://credit-data/ is a whole bucket: write --recursive to empty it.")]
    [InlineData("policy s3://credit-data/a*", "'a*' is no folder that a policy can name.")]
    [InlineData("teardown Credit_Data --yes", "This is no bucket name.")]
    public async Task Bad_input_is_one_sentence_and_exit_code_2(string command, string sentence)
    {
        var (code, _, error) = await RunAsync(command);
        Assert.Equal(2, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check no-such-bucket", "[NoSuchBucket]")]
    [InlineData("ls s3://no-such-bucket", "[NoSuchBucket]")]
    [InlineData("upload a.csv s3://no-such-bucket/", "[NoSuchBucket]")]
    [InlineData("teardown no-such-bucket --yes", "[NoSuchBucket]")]
    [InlineData("ls s3://credit-data/nothing", "[NoSuchKey]")]
    [InlineData("rm s3://credit-data/nothing", "There is no such object. A folder is deleted with --recursive. [NoSuchKey]")]
    [InlineData("rm s3://credit-data/nothing -r", "There is nothing below this address. Look at 'credit s3 ls'. [NoSuchKey]")]
    [InlineData("setup credit-data --region eu-central-1", "[IllegalLocationConstraintException]")]
    public async Task What_S3_refuses_is_one_sentence_with_its_condition_and_exit_code_1(string command, string condition)
    {
        await RunAsync("setup credit-data");
        Write("a.csv", "1");
        var (code, output, error) = await RunAsync(command);
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("credit: s3://", error, StringComparison.Ordinal);
        Assert.EndsWith(condition, error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n'));
    }

    [Theory]
    [InlineData("setup credit-data")]
    [InlineData("check credit-data")]
    [InlineData("ls s3://credit-data/")]
    [InlineData("upload a.csv s3://credit-data/")]
    [InlineData("rm s3://credit-data/a.csv")]
    [InlineData("teardown credit-data --yes")]
    public async Task Wrong_keys_have_S3s_conditions_with_every_verb(string command)
    {
        await RunAsync("setup credit-data");
        Write("a.csv", "1");
        foreach (var (variable, value, condition) in new[]
        {
            ("AWS_SECRET_ACCESS_KEY", "wrong-secret", "[SignatureDoesNotMatch]"), ("AWS_ACCESS_KEY_ID", "NOBODY", "[InvalidAccessKeyId]"),
            ("AWS_ENDPOINT_URL", "http://127.0.0.1:1", "[EndpointUnreachable]"),
        })
        {
            var (code, _, error) = await RunAsync(command, variables: (variable, value));
            Assert.Equal(1, code);
            Assert.EndsWith(condition, error, StringComparison.Ordinal);
            Assert.DoesNotContain("wrong-secret", error, StringComparison.Ordinal);
        }
        var denied = await RunAsync(command, variables: [("AWS_ACCESS_KEY_ID", "READER"), ("AWS_SECRET_ACCESS_KEY", "a-secret-of-the-reader")]);
        Assert.Equal(1, denied.Code);
        Assert.EndsWith("[AccessDenied]", denied.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_principal_lists_and_fills_its_folder_with_the_verbs()
    {
        await RunAsync("setup credit-data --principal " + ReaderArn + " --prefix credit");
        Write("a.csv", "1");
        (string, string)[] reader = [("AWS_ACCESS_KEY_ID", "READER"), ("AWS_SECRET_ACCESS_KEY", "a-secret-of-the-reader")];
        Assert.Equal(0, (await RunAsync("upload a.csv s3://credit-data/credit/a.csv", variables: reader)).Code);
        Assert.EndsWith("a.csv\n1 object, 1 byte\n", (await RunAsync("ls s3://credit-data/credit", variables: reader)).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("rm s3://credit-data/credit -r", variables: reader)).Code);
        Assert.EndsWith("[AccessDenied]", (await RunAsync("upload a.csv s3://credit-data/a.csv", variables: reader)).Error, StringComparison.Ordinal);
        Assert.EndsWith("[AccessDenied]", (await RunAsync("ls s3://credit-data", variables: reader)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_characters_in_keys_do_nothing_to_the_terminal()
    {
        await RunAsync("setup credit-data");
        using (var connection = Connect()) await connection.Bucket("credit-data").PutAsync("\u001b[31mred", new MemoryStream());
        Assert.Equal("<date>                0  \\u001b[31mred\n1 object, 0 bytes\n", await ListAsync("ls s3://credit-data"));
    }

    private async Task<string> ListAsync(string command)
    {
        var (code, output, error) = await RunAsync(command);
        Assert.Equal((0, ""), (code, error));
        return Date().Replace(output, "<date>");
    }

    private CreditNotebooks.Storage.S3.S3Connection Connect() =>
        new(new() { Endpoint = _server.Endpoint, PathStyle = true, AccessKeyId = "ACCOUNT", SecretAccessKey = Secret });

    [GeneratedRegex(@"(?m)^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")]
    private static partial Regex Date();
}
