namespace StoreForensics.Cli.Output;

/// <summary>Standard output as buffered bytes.</summary>
internal static class StandardOutput
{
    private const int BufferBytes = 1 << 16;

    public static BufferedStream Open() => new(StandardStreams.OpenOutput(), BufferBytes);
}
