using System.Globalization;
using CreditNotebooks.Benchmarks;

// dotnet run -c Release --project benchmarks/CreditNotebooks.Benchmarks [-- [pipeline|connect] CUSTOMERS …]
// SPARK_REMOTE (or CREDIT_SPARK_REMOTE, as for the tests) names a Spark Connect server to be measured too.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var only = args.FirstOrDefault(a => !char.IsAsciiDigit(a[0]));
var sizes = args.Where(a => a != only).Select(int.Parse).DefaultIfEmpty(12_500).ToArray();
if (args.Length == 0) sizes = [12_500, 312_500];
string[] variables = ["SPARK_REMOTE", "CREDIT_SPARK_REMOTE"];
var remote = variables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(r => r is { Length: > 0 });
// Where nothing else is said, a session is one of the embedded engine.
Environment.SetEnvironmentVariable("SPARK_REMOTE", null);
if (remote is null) Console.WriteLine("Spark is left out: set SPARK_REMOTE=sc://host:port.");

if (only is null) TranslationBenchmark.Run();
if (only is null or "pipeline") foreach (var customers in sizes) PipelineBenchmark.Run(customers, remote);
if ((only is null or "connect") && remote is not null) await ConnectBenchmark.RunAsync(remote);
if (only is null) await S3Benchmark.RunAsync(sizes[0]);
