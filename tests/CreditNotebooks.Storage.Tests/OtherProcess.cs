using System.Diagnostics;
using CreditNotebooks.Storage.Folders;

namespace CreditNotebooks.Storage.Tests;

/// <summary>Writers in processes of their own. The test runner loads this assembly and never calls <see cref="Main"/>.</summary>
internal static class OtherProcess
{
    public static Process Start(string task, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in new[] { "exec", typeof(OtherProcess).Assembly.Location, task }
            .Concat(arguments)) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>Lets processes go that were started one after the other.</summary>
    public static async Task StartTogetherAsync(params Process[] processes)
    {
        foreach (var process in processes) Assert.Equal("ready", await process.StandardOutput.ReadLineAsync());
        var start = DateTime.UtcNow.AddMilliseconds(20);
        foreach (var process in processes) process.StandardInput.WriteLine(start.Ticks);
    }

    public static async Task<int> Main(string[] arguments)
    {
        var store = new FolderStore(arguments[1]);
        switch (arguments[0])
        {
            case "write":
                await WriteAsync(store);
                break;
            case "race":
                await RaceAsync(store, int.Parse(arguments[2]));
                break;
            case "count":
                await WaitForStartAsync();
                await Counter.IncrementAsync(store, "counter", int.Parse(arguments[2]));
                break;
            default:
                return 2;
        }

        return 0;
    }

    /// <summary>An object that shows by itself whether it is whole.</summary>
    public static byte[] SelfProving(int seed)
    {
        var random = new Random(seed);
        var content = new byte[random.Next(8, 300_000)];
        Array.Fill(content, (byte)seed);
        BitConverter.TryWriteBytes(content, content.Length);
        return content;
    }

    public static bool IsWhole(byte[] content) =>
        content.Length >= 8 && BitConverter.ToInt32(content) == content.Length && content.AsSpan(4).IndexOfAnyExcept(content[^1]) < 0;

    // Writes over and next to objects until it is killed, and says so of each that is there.
    private static async Task WriteAsync(FolderStore store)
    {
        for (var i = 0; ; i++)
        {
            var key = $"folder-{i % 3}/{i % 20}";
            await store.PutAsync(key, new MemoryStream(SelfProving(i)));
            Console.WriteLine(key);
            await store.PutAsync($"log/{i}", new MemoryStream(SelfProving(i)), new PutOptions { Condition = PutCondition.IfAbsent });
            Console.WriteLine($"log/{i}");
        }
    }

    private static async Task<DateTime> WaitForStartAsync()
    {
        Console.WriteLine("ready");
        return new DateTime(long.Parse((await Console.In.ReadLineAsync())!), DateTimeKind.Utc);
    }

    private static async Task RaceAsync(FolderStore store, int rounds)
    {
        var start = await WaitForStartAsync();
        for (var round = 0; round < rounds; round++)
        {
            // Each round at a moment of its own: who is ahead once would win them all.
            while (DateTime.UtcNow < start.AddMilliseconds(round * 2)) Thread.SpinWait(50);
            try
            {
                await store.PutTextAsync($"race/{round}", $"process {Environment.ProcessId}", PutCondition.IfAbsent);
                Console.WriteLine(round);
            }
            catch (StorageException exception) when (exception.Condition == StorageConditions.PreconditionFailed)
            {
                // The other won this round.
            }
        }
    }
}
