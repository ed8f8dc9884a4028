using CreditNotebooks.Data;
using CreditNotebooks.Display;
using CreditNotebooks.LocalS3;
using CreditNotebooks.Storage;
using CreditNotebooks.Storage.S3;
using CreditNotebooks.Tests.Data;

namespace CreditNotebooks.Tests.Courses;

/// <summary>Where a course's bucket is, and how its input comes into it.</summary>
[Collection("courses")]
public sealed class CourseStorageTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _set = [];

    public Task InitializeAsync()
    {
        Set("CREDIT_NOTEBOOKS_OUTPUT", _folder.Path);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await CourseServer.StopAsync();
        foreach (var name in _set) Environment.SetEnvironmentVariable(name, null);
        _folder.Dispose();
    }

    private Workspace Credit => Workspace.Open("credit", TemporaryFolder.Repository);

    private void Set(string name, string value)
    {
        Environment.SetEnvironmentVariable(name, value);
        _set.Add(name);
    }

    [Fact]
    public async Task Without_settings_of_AWS_it_is_the_server_in_the_box()
    {
        var storage = await CourseStorage.OpenAsync(Credit);
        Assert.True(storage.IsLocal);
        Assert.True(storage.Settings.Endpoint!.IsLoopback);
        Assert.Equal(("credit-notebooks", "credit"), (storage.Bucket, storage.Prefix));
        Assert.True(Directory.Exists(_folder["s3"]));
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL", "http://127.0.0.1:1")]
    [InlineData("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1")]
    [InlineData("AWS_ACCESS_KEY_ID", "AKIATRIAL")]
    public async Task With_settings_of_AWS_it_is_what_they_say_and_a_bucket_has_to_be_named(string name, string value)
    {
        Set(name, value);
        if (name == "AWS_ACCESS_KEY_ID") Set("AWS_SECRET_ACCESS_KEY", "trial-secret-key");
        var error = await Assert.ThrowsAsync<DataException>(() => CourseStorage.OpenAsync(Credit));
        Assert.Contains("no bucket is named: set the notebook's parameter 'bucket' or the variable CREDIT_NOTEBOOKS_BUCKET", error.Message, StringComparison.Ordinal);

        Set("CREDIT_NOTEBOOKS_BUCKET", "of-the-variable");
        var storage = await CourseStorage.OpenAsync(Credit);
        Assert.Equal((false, "of-the-variable"), (storage.IsLocal, storage.Bucket));
        Assert.Empty(storage.SparkSettings);
        Assert.Equal("named", (await CourseStorage.OpenAsync(Credit, "named")).Bucket);
        Assert.False(Directory.Exists(_folder["s3"]));
    }

    [Fact]
    public async Task The_input_is_uploaded_once_and_again_when_the_file_has_changed()
    {
        var storage = await CourseStorage.OpenAsync(Credit);
        File.WriteAllText(_folder["own.csv"], "a,b\n1,2\n");
        var url = await storage.InputAsync(_folder["own.csv"]);
        Assert.Equal("s3://credit-notebooks/credit/raw/own.csv", url);
        var first = (await storage.FindAsync(url))!;
        Assert.Equal(8, first.Size);

        await storage.InputAsync(_folder["own.csv"]);
        Assert.Equal(first, await storage.FindAsync(url));

        File.WriteAllText(_folder["own.csv"], "a,b\n3,4\n");
        File.SetLastWriteTimeUtc(_folder["own.csv"], DateTime.UtcNow.AddSeconds(5));
        await storage.InputAsync(_folder["own.csv"]);
        Assert.NotEqual(first.ETag, (await storage.FindAsync(url))!.ETag);

        File.WriteAllText(_folder["own.csv"], "a,b\n3,4\n5,6\n");
        await storage.InputAsync(_folder["own.csv"]);
        Assert.Equal(12, await storage.SizeOfAsync(url));
    }

    [Fact]
    public async Task A_URL_is_an_input_as_it_is_and_a_folder_or_a_missing_file_is_none()
    {
        var storage = await CourseStorage.OpenAsync(Credit);
        Assert.Equal("s3a://elsewhere/a.csv", await storage.InputAsync("s3a://elsewhere/a.csv"));
        var folder = await Assert.ThrowsAsync<DataException>(() => storage.InputAsync(_folder.Path));
        Assert.Contains("is a folder: upload it with 'credit s3 upload'", folder.Message, StringComparison.Ordinal);
        var missing = await Assert.ThrowsAsync<DataException>(() => storage.InputAsync("missing.csv"));
        Assert.Contains("There is no input 'missing.csv'", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_notebooks_user_may_work_in_the_courses_folder_and_nowhere_else()
    {
        var storage = await CourseStorage.OpenAsync(Credit);
        File.WriteAllText(_folder["own.csv"], "a\n");
        await storage.InputAsync(_folder["own.csv"]);
        Assert.DoesNotContain(await storage.Setup.CheckAsync(storage.Owner), finding => finding.IsFault);
        Assert.Equal(0, await storage.SizeOfAsync(storage.Url("nothing/there")));
        var denied = await Assert.ThrowsAsync<StorageException>(() => storage.Objects.PutAsync("payroll/a.csv", new MemoryStream([1])));
        Assert.Equal(StorageConditions.AccessDenied, denied.Condition);
        denied = await Assert.ThrowsAsync<StorageException>(() => storage.SizeOfAsync($"s3://{storage.Bucket}/payroll/"));
        Assert.Equal(StorageConditions.AccessDenied, denied.Condition);
    }

    [Fact]
    public async Task Its_secrets_do_not_show()
    {
        var storage = await CourseStorage.OpenAsync(Credit);
        Assert.Equal("key [REDACTED]", Redaction.Apply("key " + storage.Settings.SecretAccessKey));
        Assert.Equal("key [REDACTED]", Redaction.Apply("key " + storage.Owner.Settings.SecretAccessKey));

        Set("AWS_ACCESS_KEY_ID", "AKIATRIAL");
        Set("AWS_SECRET_ACCESS_KEY", "a-key-of-the-environment");
        Set("AWS_SESSION_TOKEN", "a-token-of-the-environment");
        storage = await CourseStorage.OpenAsync(Credit, "named");
        Assert.Equal("a-key-of-the-environment", storage.Settings.SecretAccessKey);
        Assert.Equal("[REDACTED] [REDACTED]", Redaction.Apply("a-key-of-the-environment a-token-of-the-environment"));
    }
}
