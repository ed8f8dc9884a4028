using System.Text.Json;
using System.Text.RegularExpressions;
using CreditNotebooks.Spark.Engines.Connect.Grpc;
using CreditNotebooks.Spark.Engines.Connect.Protocol;
using CreditNotebooks.Spark.Plans;
using static CreditNotebooks.Spark.Engines.Connect.Protocol.FetchErrorDetailsResponse.Types;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>Makes of a failed call the exception that the embedded engine would throw: condition, sentence, parameters, cause, and the
/// spot in the author's SQL.</summary>
internal sealed partial class ErrorDetails(SparkConnectClient client)
{
    public const string BuildANewSession =
        "Its temporary views, settings and cached rows are gone: build a new session with "
        + "SparkSession.Builder().GetOrCreate() after Stop(), and run the cells that made them.";

    private const string LostSession = "INVALID_HANDLE.SESSION_";
    private const int MostCauses = 20;

    // What servers say of a relation, an expression or a command that came later than they.
    private static readonly HashSet<string> UnknownToOldServers =
        ["InvalidPlanInput", "InvalidCommandInput", "IndexOutOfBoundsException", "UnsupportedOperationException"];

    /// <summary>The exception for a failed call.</summary>
    /// <param name="error">How it failed.</param>
    /// <param name="texts">The SQL texts that a position may be in.</param>
    public SparkException Of(GrpcException error, IReadOnlyList<string> texts)
    {
        var made = Made(error, texts);
        return client.KnownVersion is { } version && IsOld(version) && UnknownToOldServers.Contains(made.Condition)
            ? new SparkException(made.Condition,
                $"{made.Description.TrimEnd('.')}. {client.Connection.Server} runs Spark {version}, which may be too old for it; Spark 4.1 takes it.", made)
            : made;
    }

    private SparkException Made(GrpcException error, IReadOnlyList<string> texts)
    {
        if (error.Detail<ErrorInfo>() is not { } info)
        {
            var sentence = error.Failure != GrpcFailure.Answer ? error.Message : Answered(error);
            return new SparkException("SPARK_CONNECT." + Name(error.Status), sentence, error);
        }
        if (info.Metadata.TryGetValue("errorId", out var id) && client.FetchErrorDetails(id) is { HasRootErrorIdx: true } details)
        {
            return Of(details, Throwable(details, details.RootErrorIdx), texts, 0);
        }
        var condition = info.Metadata.GetValueOrDefault("errorClass")
            ?? ConditionOf(Json<List<string>>(info, "classes")?.FirstOrDefault() ?? info.Reason);
        return Of(condition, error.Message, info.Metadata.GetValueOrDefault("sqlState"),
            Json<Dictionary<string, string>>(info, "messageParameters") ?? [], [], texts, null);
    }

    /// <summary>Whether the server knows nothing of the operation, as one that never reached it.</summary>
    public static bool IsUnknownOperation(GrpcException error) => error.Failure == GrpcFailure.Answer
        && (error.Message.Contains("INVALID_HANDLE.OPERATION_NOT_FOUND", StringComparison.Ordinal)
            || error.Message.Contains("INVALID_HANDLE.SESSION_NOT_FOUND", StringComparison.Ordinal));

    private string Age => client.KnownVersion is { } version ? $"runs Spark {version}, which" : "(an older Spark?)";

    private static bool IsOld(string version) =>
        version.StartsWith("3.", StringComparison.Ordinal) || version.StartsWith("4.0", StringComparison.Ordinal);

    private string Answered(GrpcException error) => error.Status switch
    {
        GrpcStatusCode.Unauthenticated => $"{client.Connection.Server} does not take the token, or needs one: {error.Message}",
        GrpcStatusCode.PermissionDenied => $"{client.Connection.Server} gives no access: {error.Message}",
        GrpcStatusCode.Unimplemented => $"{client.Connection.Server} {Age} does not know this call: {error.Message}",
        _ => error.Message.Length > 0 ? error.Message : $"{client.Connection.Server} gave no reason.",
    };

    private static SparkException Of(FetchErrorDetailsResponse details, Error error, IReadOnlyList<string> texts, int depth)
    {
        var spark = error.SparkThrowable;
        var condition = spark is { HasErrorClass: true } ? spark.ErrorClass : ConditionOf(error.ErrorTypeHierarchy.FirstOrDefault());
        var cause = error.HasCauseIdx && depth < MostCauses && error.CauseIdx < details.Errors.Count
            ? Of(details, details.Errors[error.CauseIdx], texts, depth + 1)
            : null;
        return Of(condition, error.Message, spark is { HasSqlState: true } ? spark.SqlState : null,
            spark?.MessageParameters.ToDictionary(p => p.Key, p => p.Value) ?? [], spark?.QueryContexts ?? [], texts, cause);
    }

    // What wraps Spark's own error ("Job aborted") says less than it.
    private static Error Throwable(FetchErrorDetailsResponse details, int root)
    {
        var error = details.Errors[root];
        for (var i = 0; i < MostCauses && error.SparkThrowable is null && error.HasCauseIdx; i++)
        {
            error = details.Errors[error.CauseIdx];
        }
        return error;
    }

    private static SparkException Of(string condition, string message, string? sqlState, IReadOnlyDictionary<string, string> parameters,
        IEnumerable<QueryContext> contexts, IReadOnlyList<string> texts, Exception? inner)
    {
        var (sentence, behind) = Split(message, condition, sqlState);
        if (condition.StartsWith(LostSession, StringComparison.Ordinal))
        {
            sentence = $"{sentence.TrimEnd('.')}. {BuildANewSession}";
        }
        var (text, span) = contexts.Select(c => Spot(c, texts)).FirstOrDefault(s => s.Text is not null);
        if (text is null)
        {
            (text, span) = Spot(behind, texts);
        }
        return new SparkException(condition, sentence, span, inner)
        {
            SqlText = text,
            SqlState = sqlState,
            MessageParameters = parameters,
        };
    }

    // Spark's messages: "[CONDITION] sentence SQLSTATE: 42703; line 1 pos 7;" and then the plan or the text.
    private static (string Sentence, string Behind) Split(string message, string condition, string? sqlState)
    {
        var sentence = message.Trim();
        if (sentence.StartsWith($"[{condition}] ", StringComparison.Ordinal))
        {
            sentence = sentence[(condition.Length + 3)..];
        }
        var end = sqlState is null ? -1 : sentence.IndexOf(" SQLSTATE: " + sqlState, StringComparison.Ordinal);
        if (end < 0)
        {
            end = sentence.IndexOf("\n== SQL", StringComparison.Ordinal);
        }
        return end < 0 ? (sentence, "") : (sentence[..end].TrimEnd(), sentence[end..]);
    }

    // Spark counts from 0 and gives the last character; -1 where it does not know.
    private static (string? Text, SourceSpan Span) Spot(QueryContext context, IReadOnlyList<string> texts)
    {
        if (context.ContextType != QueryContext.Types.ContextType.Sql || context.StartIndex < 0 || context.StopIndex < context.StartIndex)
        {
            return default;
        }
        var length = context.StopIndex + 1 - context.StartIndex;
        var text = texts.FirstOrDefault(t => context.StopIndex < t.Length
            && t.AsSpan(context.StartIndex, length).SequenceEqual(context.Fragment));
        return text is null ? default : (text, At(text, context.StartIndex, length));
    }

    private static (string? Text, SourceSpan Span) Spot(string behind, IReadOnlyList<string> texts)
    {
        var match = LineAndPosition().Match(behind);
        if (!match.Success || texts.Count != 1)
        {
            return default;
        }
        var (line, column) = (int.Parse(match.Groups[1].ValueSpan), int.Parse(match.Groups[2].ValueSpan));
        var start = 0;
        for (var i = 1; i < line; i++)
        {
            start = texts[0].IndexOf('\n', start) + 1;
            if (start == 0)
            {
                return default;
            }
        }
        return start + column > texts[0].Length ? default : (texts[0], new SourceSpan(start + column, start + column + 1, line, column));
    }

    private static SourceSpan At(string text, int start, int length)
    {
        var before = text.AsSpan(0, start);
        return new SourceSpan(start, start + length, before.Count('\n') + 1, start - (before.LastIndexOf('\n') + 1));
    }

    // An error of Java's own has no condition: its class stands for it.
    private static string ConditionOf(string? javaClass) =>
        javaClass is { Length: > 0 } ? javaClass[(javaClass.LastIndexOf('.') + 1)..] : "INTERNAL_ERROR";

    private static string Name(GrpcStatusCode status) =>
        string.Concat(status.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? "_" + c : char.ToUpperInvariant(c).ToString()));

    private static T? Json<T>(ErrorInfo info, string key) where T : class
    {
        try
        {
            return info.Metadata.TryGetValue(key, out var json) ? JsonSerializer.Deserialize<T>(json) : null;
        }
        catch (JsonException)
        {
            // The server cuts long values short.
            return null;
        }
    }

    [GeneratedRegex(@"line (\d+),? pos(?:ition)? (\d+)")]
    private static partial Regex LineAndPosition();
}
