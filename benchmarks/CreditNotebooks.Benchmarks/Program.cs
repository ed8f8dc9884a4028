using System.Globalization;
using CreditNotebooks.Benchmarks;

// dotnet run -c Release --project benchmarks/CreditNotebooks.Benchmarks [-- CUSTOMERS …]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var sizes = args.Length > 0 ? args.Select(int.Parse).ToArray() : [12_500, 312_500];
TranslationBenchmark.Run();
foreach (var customers in sizes) PipelineBenchmark.Run(customers);
await S3Benchmark.RunAsync(sizes[0]);
