using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CreditNotebooks.Spark.Tests.Connect;

/// <summary>The real Spark to test against: the one that <c>CREDIT_SPARK_REMOTE</c> names, or else one that stands
/// beside the clone, started once a test run on a free port and stopped by its process id at the end. Tests are skipped where
/// neither is at hand.</summary>
internal static class SparkServer
{
    private const string Variable = "CREDIT_SPARK_REMOTE";

    private static readonly Lazy<string?> Remote = new(Find);

    /// <summary>The server's connection string; skips the test where there is no server.</summary>
    public static string ConnectionString()
    {
        Skip.If(Remote.Value is null,
            $"There is no Spark: set {Variable}=sc://host:port.");
        return Remote.Value!;
    }

    /// <summary>A server of the test's own, to be killed for instance; skips the test where there is none to start.</summary>
    /// <param name="settings">Spark settings, as <c>key=value key=value</c>.</param>
    public static OwnSpark StartOwn(string settings = "")
    {
        var script = Script();
        Skip.If(script is null, "There is no Spark here to start a server of one's own with.");
        return OwnSpark.Start(script!, settings);
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } remote)
        {
            return remote;
        }
        if (Script() is not { } script)
        {
            return null;
        }
        var server = OwnSpark.Start(script, "");
        server.StopAfterThisProcess();
        return server.ConnectionString;
    }

    // Beside the clone, or beside the clone that this work tree belongs to.
    private static string? Script()
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, "shared", "engines", "spark-connect");
            if (File.Exists(script))
            {
                return script;
            }
        }
        return null;
    }
}

/// <summary>A Spark Connect server that this process started.</summary>
internal sealed class OwnSpark : IDisposable
{
    private readonly string _run = Directory.CreateTempSubdirectory("spark-tests-").FullName;
    private readonly string _script;
    private readonly string _settings;
    private readonly int _port = FreePort();

    private OwnSpark(string script, string settings) => (_script, _settings) = (script, settings);

    public string ConnectionString => $"sc://127.0.0.1:{_port}";

    public static OwnSpark Start(string script, string settings)
    {
        var server = new OwnSpark(script, settings);
        server.Start();
        return server;
    }

    /// <summary>Starts it, or starts it again on the same port.</summary>
    public void Start() => Run("start", _port.ToString(CultureInfo.InvariantCulture));

    /// <summary>Ends it at once, as a crash would.</summary>
    public void Kill()
    {
        var process = Process.GetProcessById(int.Parse(File.ReadAllText(Path.Combine(_run, "spark-connect.pid")),
            CultureInfo.InvariantCulture));
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!Directory.Exists(_run))
        {
            return;
        }
        Run("stop");
        Directory.Delete(_run, recursive: true);
    }

    /// <summary>Has it stopped, and its folder deleted, once this process is no more: the test host is killed before it could
    /// do so itself.</summary>
    public void StopAfterThisProcess()
    {
        const string Watch = "while kill -0 $1 2>/dev/null; do sleep 1; done; \"$0\" stop; rm -rf \"$CREDIT_ENGINES_RUN\"";
        var start = new ProcessStartInfo("setsid",
            ["bash", "-c", $"({Watch}) >/dev/null 2>&1 </dev/null &", _script,
                Environment.ProcessId.ToString(CultureInfo.InvariantCulture)])
        {
            Environment = { ["CREDIT_ENGINES_RUN"] = _run },
        };
        using var watcher = Process.Start(start)!;
        watcher.WaitForExit();
    }

    private void Run(params string[] arguments)
    {
        // Output goes to a file: the server would hold a pipe open.
        var log = Path.Combine(_run, "script.log");
        var start = new ProcessStartInfo("bash",
            ["-c", "exec \"$0\" \"$@\" >\"$CREDIT_ENGINES_RUN/script.log\" 2>&1 </dev/null", _script, .. arguments])
        {
            Environment = { ["CREDIT_ENGINES_RUN"] = _run, ["SPARK_CONF"] = _settings, ["SPARK_MEMORY"] = "1g" },
        };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{_script} {string.Join(' ', arguments)} failed: {File.ReadAllText(log)}");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
