namespace CreditNotebooks.Tests;

/// <summary>Where secrets come from, in which order, and what is said when they do not.</summary>
public sealed class SecretSourceTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("credit-secrets-").FullName;
    private readonly Dictionary<string, string> _variables = [];
    private readonly List<string> _warnings = [];
    private readonly SecretChain _secrets;

    public SecretSourceTests()
    {
        _variables["HOME"] = _home;
        _secrets = SecretChain.Standard(new SecretPlaces(() => _variables, _home), _warnings.Add);
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void The_first_place_that_has_a_secret_answers()
    {
        Write(".microsoft/usersecrets/credit-notebooks/secrets.json", """{ "credit:aws-session-token": "from-user-secrets" }""");
        Write(".aws/credentials", "[default]\naws_access_key_id = id-of-profile\naws_session_token = from-profile\n");
        _variables["CREDIT_SECRETS_DIR"] = "~/mounted";
        string[] seen =
        [
            Without("mounted/credit/aws-session-token", "from-folder\n"),
            WithVariable("CREDIT_SECRET_CREDIT__AWS_SESSION_TOKEN", "from-variable"),
            _secrets.Get("credit", "aws-session-token"),
        ];
        Assert.Equal(["from-folder", "from-variable", "from-user-secrets"], seen);
        File.Delete(Path.Combine(_home, ".microsoft/usersecrets/credit-notebooks/secrets.json"));
        Assert.Equal("from-profile", _secrets.Get("credit", "aws-session-token"));

        string Without(string path, string text)
        {
            Write(path, text);
            var value = _secrets.Get("credit", "aws-session-token");
            File.Delete(Path.Combine(_home, path));
            return value;
        }

        string WithVariable(string name, string text)
        {
            _variables[name] = text;
            var value = _secrets.Get("credit", "aws-session-token");
            _variables.Remove(name);
            return value;
        }
    }

    [Theory]
    [InlineData("value-of-key\n", "value-of-key")]
    [InlineData("value-of-key\r\n", "value-of-key")]
    [InlineData("value-of-key\n\n", "value-of-key\n")]
    [InlineData(" value-of-key ", " value-of-key ")]
    public void A_file_s_last_line_break_is_not_part_of_the_secret(string text, string value)
    {
        _variables["CREDIT_SECRETS_DIR"] = _home;
        Write("credit/key", text);
        Assert.Equal(value, _secrets.Get("credit", "key"));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_read_as_bytes()
    {
        _variables["CREDIT_SECRETS_DIR"] = _home;
        Directory.CreateDirectory(Path.Combine(_home, "credit"));
        File.WriteAllBytes(Path.Combine(_home, "credit/key"), [0xFF, 1, 2, 3, 4, 5, 6]);
        Assert.Equal([0xFF, 1, 2, 3, 4, 5, 6], _secrets.GetBytes("credit", "key"));
        Assert.EndsWith("is no text: read it with Secrets.GetBytes.", Assert.Throws<SecretException>(() => _secrets.Get("credit", "key")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"credit:db-password\": \"of-user-secrets\" }")]
    [InlineData("\uFEFF{ // mine\n \"Credit\": { \"DB-Password\": \"of-user-secrets\", }, }")]
    public void User_secrets_are_read_flat_and_nested(string json)
    {
        Write(".microsoft/usersecrets/credit-notebooks/secrets.json", json);
        Assert.Equal("of-user-secrets", _secrets.Get("credit", "db-password"));
    }

    [Fact]
    public void Broken_user_secrets_are_told_by_line_and_not_quoted()
    {
        Write(".microsoft/usersecrets/credit-notebooks/secrets.json", "{\n\"credit:key\": half-a-secret");
        var message = Assert.Throws<SecretException>(() => _secrets.Get("credit", "key")).Message;
        Assert.EndsWith("are no JSON: see line 2.", message, StringComparison.Ordinal);
        Assert.DoesNotContain("half-a", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AWS_s_profile_answers_its_four_keys()
    {
        Write(".aws/credentials", """
            # mine
            [default]
            aws_access_key_id = AKIADEFAULT
            [course]
            aws_access_key_id=AKIACOURSE
            aws_secret_access_key = course/secret+key=
            """);
        Write("config", "[profile course]\nregion = eu-central-1\ns3 =\n  region = nested\n");
        _variables["AWS_PROFILE"] = "course";
        _variables["AWS_CONFIG_FILE"] = Path.Combine(_home, "config");
        Assert.Equal("AKIACOURSE", _secrets.Get("credit", "aws-access-key-id"));
        Assert.Equal("course/secret+key=", _secrets.Get("any", "aws-secret-access-key"));
        Assert.Equal("eu-central-1", _secrets.Get("credit", "aws-region"));
        Assert.Equal("eu-central-1", Display.Redaction.Apply("eu-central-1"));
        Assert.Throws<SecretException>(() => _secrets.Get("credit", "aws-session-token"));
    }

    [Fact]
    public void The_parts_of_an_AWS_credential_come_from_one_place()
    {
        Write(".aws/credentials", "[default]\naws_access_key_id = id-of-profile\naws_secret_access_key = key-of-profile\naws_session_token = token-of-profile\n");
        _variables["AWS_ACCESS_KEY_ID"] = "id-of-variable";
        Assert.Equal("id-of-profile", _secrets.Get("credit", "aws-access-key-id"));
        _variables["AWS_SECRET_ACCESS_KEY"] = "key-of-variable";
        Assert.Equal("id-of-variable", _secrets.Get("credit", "aws-access-key-id"));
        Assert.Throws<SecretException>(() => _secrets.Get("credit", "aws-session-token"));
    }

    [Fact]
    public void Scopes_and_keys_are_listed_without_a_value()
    {
        _variables["CREDIT_SECRETS_DIR"] = _home;
        Write("credit/db-password", "one-value");
        Write("credit/..data", "the mount's own");
        Write("kafka/user", "another-value");
        _variables["CREDIT_SECRET_CREDIT__DB_PASSWORD"] = "third-value";
        _variables["CREDIT_SECRET_MAIL__API_KEY"] = "fourth-value";
        Write(".microsoft/usersecrets/credit-notebooks/secrets.json", """{ "credit:token": "fifth-value" }""");
        Assert.Equal(["credit", "kafka", "mail"], _secrets.ListScopes().Select(s => s.Name));
        Assert.Equal(["db-password", "token"], _secrets.List("credit").Select(s => s.Key));
        Assert.Empty(_secrets.List("nowhere"));
    }

    [Fact]
    public void A_missing_secret_is_told_with_every_place_and_how_to_set_it()
    {
        var message = Assert.Throws<SecretException>(() => _secrets.Get("credit", "db-password")).Message;
        Assert.Equal(
            "There is no secret 'db-password' in the scope 'credit': looked for a file 'credit/db-password' in the folder CREDIT_SECRETS_DIR (not set), "
            + "then the environment variable CREDIT_SECRET_CREDIT__DB_PASSWORD, "
            + $"then \"credit:db-password\" in the user secrets '{_home}/.microsoft/usersecrets/credit-notebooks/secrets.json', "
            + "then AWS's profile (for aws-access-key-id, aws-secret-access-key, aws-session-token and aws-region). Set one of them, for example with: "
            + "dotnet user-secrets set \"credit:db-password\" VALUE --id credit-notebooks",
            message.Replace('\\', '/'));
    }

    [Theory]
    [InlineData("../credit", "key")]
    [InlineData("credit", "..")]
    [InlineData("credit", "a/b")]
    [InlineData("", "key")]
    [InlineData("credit", "k\u00E4y")]
    public void No_name_leads_out_of_the_folder(string scope, string key) =>
        Assert.Contains("of a secret: it has letters", Assert.Throws<SecretException>(() => _secrets.Get(scope, key)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_short_secret_is_warned_of()
    {
        _variables["CREDIT_SECRET_CREDIT__PIN"] = "123";
        Assert.Equal("123", _secrets.Get("credit", "pin"));
        Assert.Contains("fewer than 4 characters", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [SkippableFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void A_file_that_everybody_can_read_is_warned_of_once()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no POSIX modes.");
        _variables["CREDIT_SECRETS_DIR"] = _home;
        Write("credit/open", "open-to-all");
        Write("credit/own", "own-and-only");
        foreach (var folder in new[] { _home, Path.Combine(_home, "credit") })
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        }
        File.SetUnixFileMode(Path.Combine(_home, "credit/open"), (UnixFileMode)0b110_100_100);
        File.SetUnixFileMode(Path.Combine(_home, "credit/own"), (UnixFileMode)0b110_000_000);
        Assert.Equal(["open-to-all", "open-to-all", "own-and-only"], new[] { "open", "open", "own" }.Select(k => _secrets.Get("credit", k)));
        Assert.Contains("every user of this machine can read the secrets in", Assert.Single(_warnings), StringComparison.Ordinal);
        File.SetUnixFileMode(_home, (UnixFileMode)0b111_000_000);
    }

    [Fact]
    public void A_place_of_one_s_own_stands_where_it_is_put()
    {
        _variables["CREDIT_SECRET_CREDIT__KEY"] = "of-the-variable";
        _secrets.Add(new Vault("of-the-last-vault"), 4);
        Assert.Equal("of-the-variable", _secrets.Get("credit", "key"));
        _secrets.Add(new Vault("of-the-first-vault"), 0);
        Assert.Equal("of-the-first-vault", _secrets.Get("credit", "key"));
        Assert.Equal("of-the-first-vault".Length, _secrets.GetBytes("credit", "other").Length);
        Assert.Equal(6, _secrets.Providers.Count);
    }

    private void Write(string path, string text)
    {
        var full = Path.Combine(_home, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private sealed class Vault(string value) : ISecretProvider
    {
        public byte[]? Find(string scope, string key) => System.Text.Encoding.UTF8.GetBytes(value);
        public IEnumerable<(string Scope, string Key)> List() => [];
        public string Describe(string scope, string key) => "the vault";
    }
}
