using System.Security.Cryptography;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>AES_ENCRYPT and AES_DECRYPT: GCM (12 bytes of IV, the text, 16 bytes of tag), CBC (16 bytes of IV before the text) and ECB.</summary>
internal static class AesCipher
{
    private const int GcmIv = 12;
    private const int GcmTag = 16;
    private const int CbcIv = 16;

    public static byte[] Encrypt(byte[] text, byte[] key, string mode, string padding, byte[] iv, byte[] aad)
    {
        CheckKey(key);
        var kind = Kind(mode, padding);
        if (kind == "ECB" && iv.Length > 0) throw new SparkException("UNSUPPORTED_FEATURE.AES_MODE_IV", "The feature is not supported: `aes_encrypt` with AES-ECB does not support initialization vectors (IVs).");
        if (kind != "GCM" && aad.Length > 0) throw NoAad("aes_encrypt", kind);
        if (iv.Length > 0 && iv.Length != (kind == "GCM" ? GcmIv : CbcIv))
            throw new SparkException("INVALID_PARAMETER_VALUE.AES_IV_LENGTH", $"The value of parameter(s) `iv` in `aes_encrypt`/`aes_decrypt` is invalid: supports 16-byte CBC IVs and 12-byte GCM IVs, but got {iv.Length} bytes for {kind}.");
        if (kind == "ECB") return Block(key, aes => aes.EncryptEcb(text, PaddingMode.PKCS7));
        if (iv.Length == 0) iv = RandomNumberGenerator.GetBytes(kind == "GCM" ? GcmIv : CbcIv);
        if (kind == "CBC") return [.. iv, .. Block(key, aes => aes.EncryptCbc(text, iv, PaddingMode.PKCS7))];
        var result = new byte[GcmIv + text.Length + GcmTag];
        iv.CopyTo(result, 0);
        using var gcm = new AesGcm(key, GcmTag);
        gcm.Encrypt(iv, text, result.AsSpan(GcmIv, text.Length), result.AsSpan(GcmIv + text.Length), aad);
        return result;
    }

    public static byte[] Decrypt(byte[] input, byte[] key, string mode, string padding, byte[] aad)
    {
        CheckKey(key);
        var kind = Kind(mode, padding);
        if (kind != "GCM" && aad.Length > 0) throw NoAad("aes_decrypt", kind);
        try
        {
            if (kind == "ECB") return Block(key, aes => aes.DecryptEcb(input, PaddingMode.PKCS7));
            if (kind == "CBC") return input.Length < CbcIv ? throw Failed("the input is shorter than its IV") : Block(key, aes => aes.DecryptCbc(input.AsSpan(CbcIv), input.AsSpan(0, CbcIv), PaddingMode.PKCS7));
            if (input.Length < GcmIv + GcmTag) throw Failed("the input is shorter than its IV and tag");
            var text = new byte[input.Length - GcmIv - GcmTag];
            using var gcm = new AesGcm(key, GcmTag);
            gcm.Decrypt(input.AsSpan(0, GcmIv), input.AsSpan(GcmIv, text.Length), input.AsSpan(GcmIv + text.Length), text, aad);
            return text;
        }
        catch (CryptographicException e)
        {
            throw Failed(e.Message);
        }
    }

    public static byte[]? TryDecrypt(byte[] input, byte[] key, string mode, string padding, byte[] aad)
    {
        try
        {
            return Decrypt(input, key, mode, padding, aad);
        }
        catch (SparkException)
        {
            return null;
        }
    }

    private static byte[] Block(byte[] key, Func<Aes, byte[]> run)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        return run(aes);
    }

    private static string Kind(string mode, string padding) => (mode.ToUpperInvariant(), padding.ToUpperInvariant()) switch
    {
        ("GCM", "NONE" or "DEFAULT") => "GCM",
        ("CBC", "PKCS" or "DEFAULT") => "CBC",
        ("ECB", "PKCS" or "DEFAULT") => "ECB",
        _ => throw new SparkException("UNSUPPORTED_FEATURE.AES_MODE", $"The feature is not supported: AES-{mode} with the padding {padding} by the `aes_encrypt`/`aes_decrypt` function."),
    };

    private static void CheckKey(byte[] key)
    {
        if (key.Length is not (16 or 24 or 32))
            throw new SparkException("INVALID_PARAMETER_VALUE.AES_KEY_LENGTH", $"The value of parameter(s) `key` in `aes_encrypt`/`aes_decrypt` is invalid: expects a binary value with 16, 24 or 32 bytes, but got {key.Length} bytes.");
    }

    private static SparkException NoAad(string function, string kind) =>
        new("UNSUPPORTED_FEATURE.AES_MODE_AAD", $"The feature is not supported: `{function}` with AES-{kind} does not support additional authenticate data (AAD).");

    private static SparkException Failed(string why) =>
        new("INVALID_PARAMETER_VALUE.AES_CRYPTO_ERROR", $"The value of parameter(s) `expr`, `key` in `aes_encrypt`/`aes_decrypt` is invalid: detail message: {why}");
}
