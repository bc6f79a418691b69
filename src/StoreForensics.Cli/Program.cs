using StoreForensics.Cli;
using StoreForensics.Cli.Output;

StandardStreams.Secure();
using var interruption = new Interruption();
return EntryPoint.Run(args);
