using CreditNotebooks.Storage.Folders;
using FsCheck;
using FsCheck.Fluent;

namespace CreditNotebooks.Storage.Tests;

/// <summary>A folder does what a dictionary does, but that a key cannot be an object and the folder of others at once.</summary>
public class FolderStoreModel
{
    private static readonly string[] Keys = ["a", "a/b", "a/b/c", "a-", "b", "b/c", "ü/?#&=%", "x y+z", "z𐀀", "z\uFFFD",
        "_delta_log/0.json", ".hidden"];

    private static readonly string[] Prefixes = ["", "a", "a/", "a/b", "z", "_delta_log/", "none"];

    [Fact]
    public void A_folder_behaves_as_a_dictionary()
    {
        var operations = Operation().ListOf().Select(list => list.ToList());
        Prop.ForAll(operations.ToArbitrary(),
            list => RunAsync(list).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(60));
    }

    private abstract record Step;

    private sealed record Put(string Key, string Text) : Step;

    private sealed record PutIfAbsent(string Key, string Text) : Step;

    private sealed record PutIfMatch(string Key, string Text, bool IsCurrent) : Step;

    private sealed record Copy(string From, string To) : Step;

    private sealed record Delete(string Key) : Step;

    private sealed record Read(string Key, int Start, int Length) : Step;

    private sealed record List(string Prefix, string? Delimiter, string? StartAfter) : Step;

    private static Gen<Step> Operation()
    {
        var key = Gen.Elements(Keys);
        var text = Gen.Elements("", "1", "22", "333", "444", new string('x', 5000));
        return Gen.OneOf(
            from k in key from t in text select (Step)new Put(k, t),
            from k in key from t in text select (Step)new PutIfAbsent(k, t),
            from k in key from t in text from c in Gen.Elements(true, false) select (Step)new PutIfMatch(k, t, c),
            from k in key from t in key select (Step)new Copy(k, t),
            from k in key select (Step)new Delete(k),
            from k in key from s in Gen.Choose(0, 4) from l in Gen.Choose(1, 4) select (Step)new Read(k, s, l),
            from p in Gen.Elements(Prefixes) from d in Gen.Elements("/", "-",
                null) from s in Gen.Elements(["a/b", "b", null]) select (Step)new List(p, d, s));
    }

    private static async Task<bool> RunAsync(List<Step> steps)
    {
        using var folder = new TemporaryFolder();
        var store = new FolderStore(folder.Path);
        var model = new SortedDictionary<string, string>(Utf8Order.Instance);
        var eTags = new Dictionary<string, string>();
        foreach (var step in steps) Assert.Equal(Expected(model, step), await ActualAsync(store, eTags, step));
        foreach (var key in model.Keys) await store.DeleteAsync(key);
        Assert.All(Directory.GetFileSystemEntries(folder.Path), path => Assert.Equal(FolderKey.Reserved, Path.GetFileName(path)));
        Assert.All(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories),
            path => Assert.EndsWith(".lock", path, StringComparison.Ordinal));
        return true;
    }

    private static string Expected(SortedDictionary<string, string> model, Step step)
    {
        switch (step)
        {
            case Put(var key, var text):
                return Write(model, key, text);
            case PutIfAbsent(var key, var text):
                return model.ContainsKey(key) ? StorageConditions.PreconditionFailed : Write(model, key, text);
            case PutIfMatch(var key, var text, var isCurrent):
                return !isCurrent || !model.ContainsKey(key) ? StorageConditions.PreconditionFailed : Write(model, key, text);
            case Copy(var from, var to):
                return model.TryGetValue(from, out var copied) ? Write(model, to, copied) : StorageConditions.NoSuchKey;
            case Delete(var key):
                model.Remove(key);
                return "";
            case Read(var key, var start, var length):
                return !model.TryGetValue(key, out var found) ? StorageConditions.NoSuchKey
                    : start >= found.Length ? StorageConditions.InvalidRange
                    : found.Substring(start, Math.Min(length, found.Length - start));
            case List(var prefix, var delimiter, var after):
                return string.Join('\n', model.Keys
                    .Where(key => key.StartsWith(prefix, StringComparison.Ordinal)
                        && (after is null || Utf8Order.Instance.Compare(key, after) > 0))
                    .Select(key => delimiter is not null
                        && key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal) is var at and >= 0 ? key[..(at + 1)] : key)
                    .Distinct());
            default:
                throw new ArgumentOutOfRangeException(nameof(step));
        }
    }

    private static string Write(SortedDictionary<string, string> model, string key, string text)
    {
        var conflicts = model.Keys.Any(other => other.StartsWith(key + "/", StringComparison.Ordinal)
            || key.StartsWith(other + "/", StringComparison.Ordinal));
        if (conflicts) return StorageConditions.InvalidKey;
        model[key] = text;
        return "";
    }

    private static async Task<string> ActualAsync(FolderStore store, Dictionary<string, string> eTags, Step step)
    {
        try
        {
            switch (step)
            {
                case Put(var key, var text):
                    Note(key, await store.PutTextAsync(key, text));
                    return "";
                case PutIfAbsent(var key, var text):
                    Note(key, await store.PutTextAsync(key, text, PutCondition.IfAbsent));
                    return "";
                case PutIfMatch(var key, var text, var isCurrent):
                    Note(key, await store.PutTextAsync(key, text,
                        PutCondition.IfMatch(isCurrent ? eTags.GetValueOrDefault(key, "none") : "stale")));
                    return "";
                case Copy(var from, var to):
                    Note(to, await store.CopyAsync(from, to));
                    return "";
                case Delete(var key):
                    await store.DeleteAsync(key);
                    return "";
                case Read(var key, var start, var length):
                    Assert.Equal(eTags.GetValueOrDefault(key), (await store.HeadAsync(key)).ETag);
                    return await store.GetTextAsync(key, new ByteRange(start, length));
                case List(var prefix, var delimiter, var after):
                    return string.Join('\n', await store.KeysAsync(prefix, delimiter, after));
                default:
                    throw new ArgumentOutOfRangeException(nameof(step));
            }
        }
        catch (StorageException exception)
        {
            return exception.Condition;
        }

        // Every write has an ETag that the key never had before.
        void Note(string key, PutResult put)
        {
            Assert.NotEqual(eTags.GetValueOrDefault(key), put.ETag);
            eTags[key] = put.ETag;
        }
    }
}
