using CreditNotebooks.Cli;

// A thread that a cell started and left does not keep the process.
Environment.Exit(await CommandLine.RunAsync(args, Terminal.OfProcess()));
