using StoreForensics.Cli;
using StoreForensics.Cli.Output;

StandardStreams.Secure();
return EntryPoint.Run(args);
