namespace StoreForensics.Ingest.Archives;

/// <summary>Hashes a whole file on a thread of its own, for wrappings that are not read front to back.</summary>
internal sealed class BackgroundDigest : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _stopped;
    private string? _hex;

    public BackgroundDigest(EvidenceFile file)
    {
        _thread = new Thread(() => Run(file.OpenStream())) { IsBackground = true, Name = "evidence digest" };
        _thread.Start();
    }

    /// <summary>Waits for the digest; null when the file could not be read to its end.</summary>
    public string? Finish()
    {
        _thread.Join();
        return _hex;
    }

    public void Dispose()
    {
        _stopped = true;
        _thread.Join();
    }

    private void Run(Stream stream)
    {
        try
        {
            using var digest = new EvidenceDigest();
            byte[] buffer = new byte[256 * 1024];
            while (!_stopped && stream.Read(buffer) is int read and > 0)
                digest.Append(buffer.AsSpan(0, read));
            _hex = digest.Finish();
        }
        catch (Exception)
        {
            // Nothing may end this thread. Whoever reads the members meets the same read
            // error, or it lies where nobody reads; without a digest the report says so.
        }
    }
}
