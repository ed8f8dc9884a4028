using System.Buffers;
using System.Globalization;
using System.Text;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Upper, lower and title case as Unicode's full mappings have them: ß is SS, and a Σ that ends a word ς.</summary>
internal static class CaseMapping
{
    private const int CapitalSigma = 0x3A3;
    private const int FinalSigma = 0x3C2;

    // What .NET's mappings of single characters leave out: SpecialCasing.txt, and the letters whose title case is not their upper case.
    private static readonly Dictionary<int, int[]> Upper = Read(
        "DF=53+53 131=49 149=2BC+4E 17F=53 1F0=4A+30C 390=399+308+301 3B0=3A5+308+301 587=535+552 1E96=48+331 1E97=54+308 " +
        "1E98=57+30A 1E99=59+30A 1E9A=41+2BE 1F50=3A5+313 1F52=3A5+313+300 1F54=3A5+313+301 1F56=3A5+313+342 " +
        "1F80=1F08+399 1F81=1F09+399 1F82=1F0A+399 1F83=1F0B+399 1F84=1F0C+399 1F85=1F0D+399 1F86=1F0E+399 1F87=1F0F+399 " +
        "1F88=1F08+399 1F89=1F09+399 1F8A=1F0A+399 1F8B=1F0B+399 1F8C=1F0C+399 1F8D=1F0D+399 1F8E=1F0E+399 1F8F=1F0F+399 " +
        "1F90=1F28+399 1F91=1F29+399 1F92=1F2A+399 1F93=1F2B+399 1F94=1F2C+399 1F95=1F2D+399 1F96=1F2E+399 1F97=1F2F+399 " +
        "1F98=1F28+399 1F99=1F29+399 1F9A=1F2A+399 1F9B=1F2B+399 1F9C=1F2C+399 1F9D=1F2D+399 1F9E=1F2E+399 1F9F=1F2F+399 " +
        "1FA0=1F68+399 1FA1=1F69+399 1FA2=1F6A+399 1FA3=1F6B+399 1FA4=1F6C+399 1FA5=1F6D+399 1FA6=1F6E+399 1FA7=1F6F+399 " +
        "1FA8=1F68+399 1FA9=1F69+399 1FAA=1F6A+399 1FAB=1F6B+399 1FAC=1F6C+399 1FAD=1F6D+399 1FAE=1F6E+399 1FAF=1F6F+399 " +
        "1FB2=1FBA+399 1FB3=391+399 1FB4=386+399 1FB6=391+342 1FB7=391+342+399 1FBC=391+399 1FC2=1FCA+399 1FC3=397+399 " +
        "1FC4=389+399 1FC6=397+342 1FC7=397+342+399 1FCC=397+399 1FD2=399+308+300 1FD3=399+308+301 1FD6=399+342 " +
        "1FD7=399+308+342 1FE2=3A5+308+300 1FE3=3A5+308+301 1FE4=3A1+313 1FE6=3A5+342 1FE7=3A5+308+342 1FF2=1FFA+399 " +
        "1FF3=3A9+399 1FF4=38F+399 1FF6=3A9+342 1FF7=3A9+342+399 1FFC=3A9+399 FB00=46+46 FB01=46+49 FB02=46+4C " +
        "FB03=46+46+49 FB04=46+46+4C FB05=53+54 FB06=53+54 FB13=544+546 FB14=544+535 FB15=544+53B FB16=54E+546 " +
        "FB17=544+53D");

    private static readonly Dictionary<int, int[]> Title = Read(
        "DF=53+73 1C4=1C5 1C5=1C5 1C6=1C5 1C7=1C8 1C8=1C8 1C9=1C8 1CA=1CB 1CB=1CB 1CC=1CB 1F1=1F2 1F2=1F2 1F3=1F2 " +
        "587=535+582 1F80=1F88 1F81=1F89 1F82=1F8A 1F83=1F8B 1F84=1F8C 1F85=1F8D 1F86=1F8E 1F87=1F8F 1F88=1F88 1F89=1F89 " +
        "1F8A=1F8A 1F8B=1F8B 1F8C=1F8C 1F8D=1F8D 1F8E=1F8E 1F8F=1F8F 1F90=1F98 1F91=1F99 1F92=1F9A 1F93=1F9B 1F94=1F9C " +
        "1F95=1F9D 1F96=1F9E 1F97=1F9F 1F98=1F98 1F99=1F99 1F9A=1F9A 1F9B=1F9B 1F9C=1F9C 1F9D=1F9D 1F9E=1F9E 1F9F=1F9F " +
        "1FA0=1FA8 1FA1=1FA9 1FA2=1FAA 1FA3=1FAB 1FA4=1FAC 1FA5=1FAD 1FA6=1FAE 1FA7=1FAF 1FA8=1FA8 1FA9=1FA9 1FAA=1FAA " +
        "1FAB=1FAB 1FAC=1FAC 1FAD=1FAD 1FAE=1FAE 1FAF=1FAF 1FB2=1FBA+345 1FB3=1FBC 1FB4=386+345 1FB7=391+342+345 " +
        "1FBC=1FBC 1FC2=1FCA+345 1FC3=1FCC 1FC4=389+345 1FC7=397+342+345 1FCC=1FCC 1FF2=1FFA+345 1FF3=1FFC 1FF4=38F+345 " +
        "1FF7=3A9+342+345 1FFC=1FFC FB00=46+66 FB01=46+69 FB02=46+6C FB03=46+66+69 FB04=46+66+6C FB05=53+74 FB06=53+74 " +
        "FB13=544+576 FB14=544+565 FB15=544+56B FB16=54E+576 FB17=544+56D");

    // Characters within a word that are neither letters nor marks: an apostrophe, a point, a colon.
    private static readonly SearchValues<char> InsideWords = SearchValues.Create("'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A");

    public static Utf8 ToUpper(Utf8 text)
    {
        var buffer = Utf8Buffer.Begin(text.Length);
        if (Ascii.ToUpper(text.Bytes, buffer.Take(text.Length), out _) == OperationStatus.Done) return buffer.Done();
        buffer = Utf8Buffer.Begin(text.Length);
        for (var rest = text.Bytes; !rest.IsEmpty;)
        {
            Rune.DecodeFromUtf8(rest, out var rune, out var length);
            rest = rest[length..];
            AddUpper(buffer, rune);
        }
        return buffer.Done();
    }

    public static Utf8 ToLower(Utf8 text)
    {
        var buffer = Utf8Buffer.Begin(text.Length);
        if (Ascii.ToLower(text.Bytes, buffer.Take(text.Length), out _) == OperationStatus.Done) return buffer.Done();
        buffer = Utf8Buffer.Begin(text.Length);
        var bytes = text.Bytes;
        for (var at = 0; at < bytes.Length;)
        {
            Rune.DecodeFromUtf8(bytes[at..], out var rune, out var length);
            AddLower(buffer, bytes, at, rune, length);
            at += length;
        }
        return buffer.Done();
    }

    /// <summary>The first character of each word in title case, the others in lower case; words end at a space and nowhere else.</summary>
    public static Utf8 ToTitle(Utf8 text)
    {
        var buffer = Utf8Buffer.Begin(text.Length);
        var bytes = text.Bytes;
        var starts = true;
        for (var at = 0; at < bytes.Length;)
        {
            Rune.DecodeFromUtf8(bytes[at..], out var rune, out var length);
            if (starts) AddTitle(buffer, rune);
            else AddLower(buffer, bytes, at, rune, length);
            starts = rune.Value == ' ';
            at += length;
        }
        return buffer.Done();
    }

    private static void AddUpper(Utf8Buffer buffer, Rune rune)
    {
        if (Upper.TryGetValue(rune.Value, out var several)) foreach (var one in several) buffer.Add(new Rune(one));
        else buffer.Add(Rune.ToUpperInvariant(rune));
    }

    private static void AddTitle(Utf8Buffer buffer, Rune rune)
    {
        if (Title.TryGetValue(rune.Value, out var several)) foreach (var one in several) buffer.Add(new Rune(one));
        else if (rune.Value is >= 0x10D0 and <= 0x10FF) buffer.Add(rune);
        else AddUpper(buffer, rune);
    }

    private static void AddLower(Utf8Buffer buffer, ReadOnlySpan<byte> text, int at, Rune rune, int length)
    {
        if (rune.Value == 0x130)
        {
            buffer.Add((byte)'i');
            buffer.Add(new Rune(0x307));
        }
        else if (rune.Value == CapitalSigma && EndsWord(text[..at], text[(at + length)..])) buffer.Add(new Rune(FinalSigma));
        else buffer.Add(Rune.ToLowerInvariant(rune));
    }

    private static bool EndsWord(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        var letterBefore = false;
        while (!before.IsEmpty)
        {
            Rune.DecodeLastFromUtf8(before, out var rune, out var length);
            before = before[..^length];
            if (IsIgnorable(rune)) continue;
            letterBefore = IsCased(rune);
            break;
        }
        while (letterBefore && !after.IsEmpty)
        {
            Rune.DecodeFromUtf8(after, out var rune, out var length);
            after = after[length..];
            if (!IsIgnorable(rune)) return !IsCased(rune);
        }
        return letterBefore;
    }

    private static bool IsIgnorable(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol => true,
        _ => rune.IsBmp && InsideWords.Contains((char)rune.Value),
    };

    private static bool IsCased(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter => true,
        _ => rune.Value is 0xAA or 0xBA or >= 0x2160 and <= 0x217F or >= 0x24B6 and <= 0x24E9 or >= 0x1F130 and <= 0x1F149 or >= 0x1F150 and <= 0x1F169 or >= 0x1F170 and <= 0x1F189,
    };

    private static Dictionary<int, int[]> Read(string table) => table.Split(' ').Select(e => e.Split('='))
        .ToDictionary(e => int.Parse(e[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            e => e[1].Split('+').Select(c => int.Parse(c, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray());
}
