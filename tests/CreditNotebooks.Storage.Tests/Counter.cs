using System.Globalization;

namespace CreditNotebooks.Storage.Tests;

/// <summary>A number that writers raise by reading it and putting the next under the condition that it is still the one they
/// read.</summary>
internal static class Counter
{
    public static async Task IncrementAsync(IObjectStore store, string key, int times)
    {
        for (var done = 0; done < times;)
        {
            await using var content = await store.GetAsync(key);
            using var reader = new StreamReader(content.Stream);
            var number = int.Parse(await reader.ReadToEndAsync(), CultureInfo.InvariantCulture);
            try
            {
                await store.PutTextAsync(key, (number + 1).ToString(CultureInfo.InvariantCulture), PutCondition.IfMatch(content.Info.ETag));
                done++;
            }
            catch (StorageException exception) when (exception.Condition == StorageConditions.PreconditionFailed)
            {
                // Another was faster: read again.
            }
        }
    }
}
