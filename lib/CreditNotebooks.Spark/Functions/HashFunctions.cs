using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.ArgumentType;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Hashes, digests and ciphers.</summary>
internal static class HashFunctions
{
    public static IEnumerable<FunctionEntry> All =>
    [
        Hash("hash", DataType.Integer, MurmurRowHash.For),
        Hash("xxhash64", DataType.Long, XxRowHash.For),
        Scalar("md5").Takes(Binary).Gives(DataType.String).Sql("md5({0})"),
        Scalar("sha1", "sha").Takes(Binary).Gives(DataType.String).Sql("sha1({0})"),
        Scalar("sha2").Takes(Binary, Int).Gives(DataType.String).Nullable().Compute((byte[] b, int bits) => Digests.Sha2(b, bits)),
        Scalar("crc32").Takes(Binary).Gives(DataType.Long).Compute((byte[] b) => Digests.Crc32(b)),
        Scalar("aes_encrypt").Takes(Binary, Binary, ArgumentType.String, ArgumentType.String, Binary, Binary).Gives(DataType.Binary).Nullable().Fails().Volatile()
            .Compute((byte[] text, byte[] key, string mode, string padding, byte[] iv, byte[] aad) => AesCipher.Encrypt(text, key, mode, padding, iv, aad)).Build(s => Aes(s, 6)),
        Scalar("aes_decrypt").Takes(Binary, Binary, ArgumentType.String, ArgumentType.String, Binary).Gives(DataType.Binary).Nullable().Fails()
            .Compute((byte[] input, byte[] key, string mode, string padding, byte[] aad) => AesCipher.Decrypt(input, key, mode, padding, aad)).Build(s => Aes(s, 5)),
        Scalar("try_aes_decrypt").Takes(Binary, Binary, ArgumentType.String, ArgumentType.String, Binary).Gives(DataType.Binary).Nullable()
            .Compute((byte[] input, byte[] key, string mode, string padding, byte[] aad) => AesCipher.TryDecrypt(input, key, mode, padding, aad)).Build(s => Aes(s, 5)),
    ];

    private static FunctionEntry Hash(string name, DataType type, Func<Seq<DataType>, Kernel> kernel) => Scalar(name).Takes(Any).Repeats(1).Gives(type).NotNull()
        .Compute(c => kernel(c.Arguments.Select(a => a.Type).ToSeq()))
        .Build(s =>
        {
            if (s.Arguments.Any(a => HasMap(a.Type))) throw s.Mismatch("HASH_MAP_TYPE", $"Input to the function `{s.Name}` cannot contain elements of the \"MAP\" type.");
            return s.Arguments.Any(a => a.Type is VariantType) ? throw s.Unsupported($"{s.Name} of a VARIANT") : s.Analyzer.BySignature(s);
        });

    private static bool HasMap(DataType type) => type switch
    {
        MapType => true,
        ArrayType a => HasMap(a.ElementType),
        StructType s => s.Fields.Any(f => HasMap(f.DataType)),
        _ => false,
    };

    // What is left out shows: mode GCM, the padding DEFAULT, and no IV and no additional data.
    private static TypedExpression Aes(CallSite s, int count)
    {
        if (s.Count < 2 || s.Count > count) throw s.WrongCount($"[{string.Join(", ", Enumerable.Range(2, count - 1))}]");
        string[] defaults = ["GCM", "DEFAULT", "", ""];
        var arguments = s.Arguments.Concat(defaults.Skip(s.Count - 2).Take(count - s.Count).Select(TypedLiteral.Of)).ToList();
        return s.Analyzer.BySignature(new CallSite(s.Analyzer, s.Function, s.Name, arguments, s.Span));
    }
}
