using StoreForensics.Primitives;

namespace StoreForensics.Cli.Output;

/// <summary>What an interrupt leaves behind: nothing.</summary>
internal static class Interruption
{
    /// <summary>From now on an interrupt ends the program with its code, without unfinished outputs and temporary files.</summary>
    public static void CleansUp(Scratch scratch) => Console.CancelKeyPress += (_, _) =>
    {
        OutputFile.Abandon();
        scratch.Dispose();
        Environment.Exit(ExitCodes.Interrupted);
    };
}
