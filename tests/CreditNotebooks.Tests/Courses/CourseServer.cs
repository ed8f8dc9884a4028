using CreditNotebooks.LocalS3;
using CreditNotebooks.Tests.Data;

namespace CreditNotebooks.Tests.Courses;

/// <summary>The S3 server that the notebooks of a test have started in this process.</summary>
internal static class CourseServer
{
    public static async Task StopAsync()
    {
        var folder = CourseStorage.FolderOf(Workspace.Open("credit", TemporaryFolder.Repository));
        if (File.Exists(folder + ".json")) await (await SharedLocalS3.OpenAsync(folder)).DisposeAsync();
    }
}
