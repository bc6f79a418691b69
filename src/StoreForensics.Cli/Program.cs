using StoreForensics.Cli;

return EntryPoint.Run(args);
