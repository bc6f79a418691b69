namespace StoreForensics.Cli.Output;

/// <summary>An output could not be written: exit code 5.</summary>
internal sealed class OutputException(string message, Exception? inner = null) : Exception(message, inner);
