using System.Net.Sockets;
using System.Text.Json;

namespace CreditNotebooks.LocalS3;

/// <summary>Where a data folder's server is and who may use it, as the file beside the folder tells other processes. Only the owner of the
/// folder can read it.</summary>
internal sealed record ServerAddress(Uri Endpoint, IReadOnlyList<LocalS3User> Users)
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(2);

    /// <summary>What the file says; null when there is none, or none that can be used.</summary>
    public static ServerAddress? Read(string folder)
    {
        try
        {
            var address = JsonSerializer.Deserialize<ServerAddress>(File.ReadAllBytes(PathOf(folder)));
            return address is { Endpoint: not null, Users.Count: > 0 } ? address : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the file in one step. Only who has the folder open may do so.</summary>
    public void Write(string folder)
    {
        var path = PathOf(folder);
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(temporary, options)) JsonSerializer.Serialize(file, this);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Whether an S3 server answers there.</summary>
    public async Task<bool> AnswersAsync()
    {
        using var client = new HttpClient { Timeout = AnswerTime };
        try
        {
            using var answer = await client.GetAsync(Endpoint).ConfigureAwait(false);
            return answer.Headers.Contains("x-amz-request-id");
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or TaskCanceledException)
        {
            return false;
        }
    }

    private static string PathOf(string folder) => folder + ".json";
}
