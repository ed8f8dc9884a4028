using CreditNotebooks.Spark.Engines.Connect;
using CreditNotebooks.Spark.Engines.Connect.Protocol;
using static CreditNotebooks.Spark.Engines.Connect.Protocol.FetchErrorDetailsResponse.Types;

namespace CreditNotebooks.Spark.Tests.Connect.Client;

/// <summary>Errors of the server as the exception that the embedded engine throws; the texts are Spark 4.1.3's.</summary>
public sealed class ErrorDetailsTests
{
    private const string Sql = "SELECT id,\n       1 / (id - id) AS x\nFROM range(3)";

    private const string Sentence = "Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead.";

    private static readonly Error DivideByZero = new()
    {
        ErrorTypeHierarchy = { "org.apache.spark.SparkArithmeticException" },
        Message = "[DIVIDE_BY_ZERO] " + Sentence + " SQLSTATE: 22012\n"
            + "== SQL (line 2, position 8) ==\n       1 / (id - id) AS x\n       ^^^^^^^^^^^^^\n",
        SparkThrowable = new()
        {
            ErrorClass = "DIVIDE_BY_ZERO",
            SqlState = "22012",
            MessageParameters = { ["config"] = "\"spark.sql.ansi.enabled\"" },
            QueryContexts = { new QueryContext { StartIndex = 18, StopIndex = 30, Fragment = "1 / (id - id)" } },
        },
    };

    [Fact]
    public void An_error_has_condition_state_parameters_and_a_caret_under_the_spot()
    {
        var error = Thrown(Sql, 0, DivideByZero);
        Assert.Equal("[DIVIDE_BY_ZERO] " + Sentence + " (line 2, pos 7)\n\n"
            + "       1 / (id - id) AS x\n       ^^^^^^^^^^^^^", error.Message);
        Assert.Equal(("DIVIDE_BY_ZERO", "22012", "\"spark.sql.ansi.enabled\"", 2, 7),
            (error.Condition, error.SqlState, error.MessageParameters["config"], error.Line, error.Column));
    }

    [Fact]
    public void What_wraps_sparks_error_is_left_out_and_what_caused_it_is_kept()
    {
        var wrapper = new Error { ErrorTypeHierarchy = { "org.apache.spark.SparkException" }, Message = "Job aborted", CauseIdx = 1 };
        var error = Thrown(Sql, 0, wrapper, new Error(DivideByZero) { CauseIdx = 2 },
            new Error { ErrorTypeHierarchy = { "java.io.FileNotFoundException" }, Message = "no file" });
        Assert.Equal("DIVIDE_BY_ZERO", error.Condition);
        var cause = Assert.IsType<SparkException>(error.InnerException);
        Assert.Equal(("FileNotFoundException", "no file"), (cause.Condition, cause.Description));
    }

    [Fact]
    public void A_position_in_another_text_is_left_out()
    {
        var error = Thrown("SELECT 1", 0, DivideByZero);
        Assert.Equal((0, "DIVIDE_BY_ZERO"), (error.Line, error.Condition));
        Assert.DoesNotContain("== SQL", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_without_a_spot_is_no_position()
    {
        var error = new Error(DivideByZero) { Message = "[DIVIDE_BY_ZERO] Division by zero. SQLSTATE: 22012" };
        (error.SparkThrowable.QueryContexts[0].StartIndex, error.SparkThrowable.QueryContexts[0].StopIndex) = (-1, -1);
        Assert.Equal("[DIVIDE_BY_ZERO] Division by zero.", Thrown(Sql, 0, error).Message);
    }

    [Fact]
    public void An_error_of_the_parser_has_its_position_from_its_message()
    {
        var error = Thrown("SELECT 1\nFORM x y z", 0, new Error
        {
            Message = "\n[PARSE_SYNTAX_ERROR] Syntax error at or near 'x'. SQLSTATE: 42601 (line 2, pos 5)\n\n"
                + "== SQL ==\nSELECT 1\nFORM x y z\n-----^^^\n",
            SparkThrowable = new() { ErrorClass = "PARSE_SYNTAX_ERROR", SqlState = "42601" },
        });
        Assert.Equal("[PARSE_SYNTAX_ERROR] Syntax error at or near 'x'. (line 2, pos 5)\n\nFORM x y z\n     ^", error.Message);
    }

    [Theory]
    [InlineData("INVALID_HANDLE.SESSION_CLOSED")]
    [InlineData("INVALID_HANDLE.SESSION_CHANGED")]
    [InlineData("INVALID_HANDLE.SESSION_NOT_FOUND")]
    public void A_lost_session_says_to_build_a_new_one(string condition)
    {
        using var session = new ScriptedSession(ScriptedSession.Batch("a")).ThenEndAfter(1)
            .ThenFail(13, $"[{condition}] The handle 1 is invalid. Session was closed. SQLSTATE: HY000",
                new ErrorInfo
                {
                    Metadata = { ["errorClass"] = condition, ["sqlState"] = "HY000", ["messageParameters"] = """{"handle":"1"}""" },
                });
        var error = Thrown(session, "SELECT 1");
        Assert.Equal((condition, "HY000", "1"), (error.Condition, error.SqlState, error.MessageParameters["handle"]));
        Assert.StartsWith($"[{condition}] The handle 1 is invalid. Session was closed. Its temporary views", error.Message,
            StringComparison.Ordinal);
        Assert.Contains("SparkSession.Builder().GetOrCreate()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_details_cannot_be_fetched_the_error_is_told_all_the_same()
    {
        using var session = new ScriptedSession().ThenFail(13, "[X.Y] It is so. SQLSTATE: 12345",
            new ErrorInfo
            {
                Metadata = { ["errorId"] = "gone", ["errorClass"] = "X.Y", ["sqlState"] = "12345", ["messageParameters"] = """{"a":"c""" },
            });
        var error = Thrown(session, "SELECT 1");
        Assert.Equal(("X.Y", "It is so.", "12345"), (error.Condition, error.Description, error.SqlState));
        Assert.Empty(error.MessageParameters);
    }

    [Fact]
    public void An_error_of_javas_own_is_named_by_its_class()
    {
        using var session = new ScriptedSession().ThenFail(13, "went wrong",
            new ErrorInfo { Metadata = { ["classes"] = """["java.lang.IllegalStateException","java.lang.RuntimeException"]""" } });
        Assert.Equal("[IllegalStateException] went wrong", Thrown(session, "SELECT 1").Message);
    }

    [Theory]
    [InlineData(16, "expired", "[SPARK_CONNECT.UNAUTHENTICATED] 127.0.0.1:0 does not take the token, or needs one: expired")]
    [InlineData(7, "not yours", "[SPARK_CONNECT.PERMISSION_DENIED] 127.0.0.1:0 gives no access: not yours")]
    [InlineData(12, "what?", "[SPARK_CONNECT.UNIMPLEMENTED] 127.0.0.1:0 (an older Spark?) does not know this call: what?")]
    [InlineData(8, "", "[SPARK_CONNECT.RESOURCE_EXHAUSTED] 127.0.0.1:0 gave no reason.")]
    [InlineData(99, "odd", "[SPARK_CONNECT.UNKNOWN] odd")]
    public void A_status_without_details_is_named_as_gRPC_does(int status, string message, string expected)
    {
        using var session = new ScriptedSession().ThenFail(status, message);
        Assert.Equal(expected, Thrown(session, "SELECT 1")
            .Message.Replace($":{session.Server.Address.Port}", ":0", StringComparison.Ordinal));
    }

    [Fact]
    public void A_token_that_the_server_repeats_is_not_shown()
    {
        using var session = new ScriptedSession().ThenFail(16, "bad token dapi-5647382910");
        using var client = new SparkConnectClient(session.Server.Connection("token=dapi-5647382910;use_ssl=false"));
        var error = Assert.Throws<SparkException>(() => client.ExecuteToEnd(Query("SELECT 1")));
        Assert.DoesNotContain("dapi-5647382910", error.ToString(), StringComparison.Ordinal);
    }

    private static SparkException Thrown(string sql, int root, params Error[] errors)
    {
        using var session = new ScriptedSession().ThenFail(13, "short", new ErrorInfo { Metadata = { ["errorId"] = "e-1" } });
        session.Details = new FetchErrorDetailsResponse { RootErrorIdx = root, Errors = { errors } };
        var error = Thrown(session, sql);
        Assert.Equal("e-1", session.Server.Of("FetchErrorDetails").Single().Request<FetchErrorDetailsRequest>().ErrorId);
        return error;
    }

    private static SparkException Thrown(ScriptedSession session, string sql)
    {
        using var client = session.Client();
        return Assert.Throws<SparkException>(() => client.ExecuteToEnd(Query(sql)));
    }

    private static Plan Query(string sql) => new() { Root = new() { Sql = new() { Query = sql } } };
}
