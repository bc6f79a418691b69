namespace StoreForensics.Cli;

/// <summary>The contract's exit codes.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary><c>verify</c>: something is not as recorded; wins over <see cref="Damaged"/>.</summary>
    public const int Mismatch = 1;
    public const int Usage = 2;
    public const int NoEvidence = 3;
    public const int Damaged = 4;
    public const int OutputFailed = 5;
    public const int Interrupted = 130;
}
