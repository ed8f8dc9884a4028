using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CreditNotebooks.Display.Tests;

/// <summary>What becomes of a text that holds a secret.</summary>
public partial class RedactionTests
{
    private const string Signs = "abcdefXYZ0123456789/+=-_.:;,!?#%&<>\"'\\ @~äß€語😀";

    /// <summary>Every way in which a cell may write a text that is to be covered.</summary>
    private static readonly Dictionary<string, Func<string, string>> Spellings = new()
    {
        ["as it stands"] = t => t,
        ["in a URL"] = Uri.EscapeDataString,
        ["in a form"] = t => WebUtility.UrlEncode(t),
        ["in a URL, in lower case"] = t => UrlEncoder.Default.Encode(t).Replace("%2F", "%2f", StringComparison.Ordinal),
        ["twice in a URL"] = t => Uri.EscapeDataString(Uri.EscapeDataString(t)),
        ["with every byte in per cent"] = t => string.Concat(Encoding.UTF8.GetBytes(t).Select(b => $"%{b:x2}")),
        ["in JSON"] = t => JsonSerializer.Serialize(t),
        ["in readable JSON"] = t => JsonSerializer.Serialize(t, new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
        ["in JSON in JSON"] = t => JsonSerializer.Serialize(JsonSerializer.Serialize(t)),
        ["with every unit as \\u"] = t => string.Concat(t.Select(c => $"\\u{(int)c:X4}")),
        ["in HTML"] = t => WebUtility.HtmlEncode(t),
        ["in HTML by its own encoder"] = t => HtmlEncoder.Default.Encode(t),
        ["in HTML in JSON"] = t => JsonSerializer.Serialize(WebUtility.HtmlEncode(t)),
        ["in an SQL literal"] = t => t.Replace("'", "''", StringComparison.Ordinal),
        ["in CSV"] = t => t.Replace("\"", "\"\"", StringComparison.Ordinal),
        ["in hexadecimal"] = t => Convert.ToHexString(Encoding.UTF8.GetBytes(t)),
        ["in small hexadecimal"] = t => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(t)),
        ["as a dump of bytes"] = t => BitConverter.ToString(Encoding.UTF8.GetBytes(t)),
        ["in base64"] = t => Convert.ToBase64String(Encoding.UTF8.GetBytes(t)),
        ["in base64 without padding"] = t => Convert.ToBase64String(Encoding.UTF8.GetBytes(t)).TrimEnd('='),
        ["in base64 with lines"] = t => Convert.ToBase64String(Encoding.UTF8.GetBytes(t), Base64FormattingOptions.InsertLineBreaks),
        ["in base64 for URLs"] = t => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(t)),
        ["in base64 in JSON"] = t => JsonSerializer.Serialize(Convert.ToBase64String(Encoding.UTF8.GetBytes(t))),
        ["in base64 in a URL"] = t => Uri.EscapeDataString(Convert.ToBase64String(Encoding.UTF8.GetBytes(t))),
    };

    public static TheoryData<string> Names => [.. Spellings.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_spelling_of_a_secret_survives_whatever_stands_around_it(string spelling)
    {
        var random = new Random(spelling.Length);
        for (var i = 0; i < 300; i++)
        {
            var secret = Text(random, random.Next(6, 60)).Trim();
            if (secret.Length < 6)
            {
                continue;
            }
            // A letter on each side, so that neither a surrogate nor an escape runs into the secret.
            var (before, after) = (Text(random, random.Next(0, 9)) + "a", "z" + Text(random, random.Next(0, 9)));
            var shown = Matcher(secret).Redact(Spellings[spelling](before + secret + after), isWhole: true, out _);
            Assert.Contains(Redaction.Mark, shown, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, Decoded(shown), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Inside_a_longer_base64_no_six_characters_of_a_secret_survive()
    {
        var random = new Random(3);
        for (var i = 0; i < 600; i++)
        {
            var secret = Encoding.UTF8.GetBytes(Text(random, random.Next(8, 50)).Trim() + "k");
            var (before, after) = (new byte[random.Next(0, 9)], new byte[random.Next(0, 9)]);
            random.NextBytes(before);
            random.NextBytes(after);
            var encoded = Convert.ToBase64String([.. before, .. secret, .. after]);
            var shown = Matcher(Encoding.UTF8.GetString(secret)).Redact(encoded, isWhole: true, out _);
            for (var at = ((before.Length * 8) + 5) / 6; at + 6 <= (before.Length + secret.Length) * 8 / 6; at++)
            {
                Assert.DoesNotContain(encoded.Substring(at, 6), shown, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_secret_alone_leaves_nothing_but_the_mark(string spelling)
    {
        const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
        var shown = Matcher(Secret).Redact(Spellings[spelling](Secret), isWhole: true, out _);
        Assert.Equal(Redaction.Mark, shown.Trim('"').Replace("\\u0022", "", StringComparison.Ordinal).Replace("\\\"", "", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_secret_written_in_pieces_is_found_as_well(string spelling)
    {
        var random = new Random(spelling.Length);
        for (var i = 0; i < 100; i++)
        {
            var secret = "k" + Text(random, 30) + "k";
            var matcher = Matcher(secret);
            var text = Spellings[spelling](Text(random, 20) + "a" + secret + "z" + Text(random, 20));
            var (held, shown) = ("", new StringBuilder());
            for (var at = 0; at < text.Length;)
            {
                var piece = text.Substring(at, Math.Min(random.Next(1, 12), text.Length - at));
                at += piece.Length;
                shown.Append(matcher.Redact(held + piece, isWhole: false, out var end));
                held = (held + piece)[end..];
            }
            shown.Append(matcher.Redact(held, isWhole: true, out _));
            Assert.Equal(matcher.Redact(text, isWhole: true, out _), shown.ToString());
        }
    }

    [Fact]
    public void Text_without_a_secret_stays_the_same_string()
    {
        var random = new Random(5);
        var matcher = Matcher("a secret that is nowhere", "another/one+like=that");
        for (var i = 0; i < 2000; i++)
        {
            var text = Text(random, 40);
            Assert.Same(text, matcher.Redact(text, isWhole: true, out _));
        }
    }

    [Theory]
    [InlineData("the first-secret, and first-secret-too", "the [REDACTED], and [REDACTED]")]
    [InlineData("first-secret-to", "[REDACTED]-to")]
    [InlineData("first-secretive-thing", "[REDACTED]")]
    [InlineData("first-secretfirst-secret", "[REDACTED][REDACTED]")]
    [InlineData("| first-sec...|", "| [REDACTED]...|")]
    [InlineData("first-s… and firs, fir...", "[REDACTED]… and firs, fir...")]
    public void The_longest_secret_goes_first_and_overlapping_ones_go_together(string text, string shown) =>
        Assert.Equal(shown, Matcher("first-secret", "first-secret-too", "secretive-thing").Redact(text, isWhole: true, out _));

    [Theory]
    [InlineData("abc", false)]
    [InlineData("   ", false)]
    [InlineData("REDACTED", false)]
    [InlineData("a-long-and-unlikely-one", true)]
    public void Secrets_that_would_shred_every_text_are_not_taken(string secret, bool taken) => Assert.Equal(taken, Redaction.Register(secret));

    [Fact]
    public void A_key_of_several_lines_goes_line_by_line()
    {
        Assert.True(Redaction.Register("-----BEGIN TRIAL KEY-----\r\nMIIEvQIBADANBgkqhkiG9w0\r\n-----END TRIAL KEY-----\r\n"));
        Assert.Equal("a [REDACTED] b", Redaction.Apply("a MIIEvQIBADANBgkqhkiG9w0 b"));
        Assert.Equal("[REDACTED]\n[REDACTED]", Redaction.Apply("-----BEGIN TRIAL KEY-----\nMIIEvQIBADANBgkqhkiG9w0"));
    }

    [Fact]
    public void Bytes_that_are_no_text_go_as_base64_and_in_hexadecimal()
    {
        byte[] secret = [0xFF, 0xFE, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        Assert.True(Redaction.Register(secret));
        Assert.Equal("[REDACTED] [REDACTED]", Redaction.Apply($"{Convert.ToBase64String(secret)} {BitConverter.ToString(secret)}"));
        Assert.Equal("[REDACTED]", Formatter.ToBundle(secret).Data[MimeBundle.PlainText]);
        Assert.False(Formatter.ToBundle(secret).Data.ContainsKey(MimeBundle.Html));
    }

    [Fact]
    public void Every_form_of_a_display_is_redacted_and_JSON_stays_JSON()
    {
        const string Secret = "93471862503";
        Redaction.Register(Secret);
        var bundle = Redaction.Apply(new MimeBundle(new Dictionary<string, string>
        {
            [MimeBundle.PlainText] = $"a {Secret}",
            [MimeBundle.Html] = $"<b>{Secret}</b>",
            [MimeBundle.Svg] = $"<svg><text>{Secret}</text></svg>",
            [MimeBundle.Plotly] = $$"""{ "data": [{ "x": [1, {{Secret}}], "name": "n {{Secret}}" }], "{{Secret}}": true }""",
            ["image/png"] = "iVBORw0KGgo=",
        }));
        Assert.Equal("a [REDACTED]", bundle.Data[MimeBundle.PlainText]);
        Assert.Equal("<b>[REDACTED]</b>", bundle.Data[MimeBundle.Html]);
        Assert.Equal("<svg><text>[REDACTED]</text></svg>", bundle.Data[MimeBundle.Svg]);
        Assert.Equal("""{"data":[{"x":[1,"[REDACTED]"],"name":"n [REDACTED]"}],"[REDACTED]":true}""", bundle.Data[MimeBundle.Plotly]);
        Assert.Equal("iVBORw0KGgo=", bundle.Data["image/png"]);
    }

    [Theory]
    [InlineData("one line after the other\n")]
    [InlineData("<td class=\"n\">Smith &amp; Sons</td>")]
    [InlineData("{\\\"name\\\": \\\"value\\\", \\\"n\\\": 5},\\n")]
    public void Fifty_million_characters_and_ten_secrets_take_seconds_at_most(string line)
    {
        var random = new Random(1);
        var matcher = Matcher([.. Enumerable.Range(0, 10).Select(_ => Text(random, 40))]);
        var text = string.Concat(Enumerable.Repeat(line, 50_000_000 / line.Length));
        var clock = Stopwatch.StartNew();
        Assert.Same(text, matcher.Redact(text, isWhole: true, out _));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
    }

    [Fact]
    public void A_text_that_can_be_read_in_many_ways_is_read_in_no_more_time()
    {
        var matcher = Matcher(new string('\'', 60) + "x", new string('%', 60) + "x", string.Concat(Enumerable.Repeat("%25", 30)) + "x");
        var clock = Stopwatch.StartNew();
        matcher.Redact(new string('\'', 5000) + string.Concat(Enumerable.Repeat("%25", 5000)), isWhole: true, out _);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
    }

    private static SecretMatcher Matcher(params string[] secrets) =>
        new(secrets.SelectMany(s => SecretPattern.Of(Encoding.UTF8.GetBytes(s), s)));

    private static string Text(Random random, int length)
    {
        var signs = Signs.EnumerateRunes().ToList();
        return string.Concat(Enumerable.Range(0, length).Select(_ => signs[random.Next(signs.Count)].ToString()));
    }

    /// <summary>The text in all of its readings, one after the other.</summary>
    private static string Decoded(string text)
    {
        var html = WebUtility.HtmlDecode(text);
        return string.Join('\n', text, html, Uri.UnescapeDataString(text), Uri.UnescapeDataString(Uri.UnescapeDataString(text)), WebUtility.UrlDecode(text),
            Unicode().Replace(text, m => ((char)Convert.ToInt32(m.Groups[1].Value, 16)).ToString()));
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"\\u([0-9A-Fa-f]{4})")]
    private static partial System.Text.RegularExpressions.Regex Unicode();
}
