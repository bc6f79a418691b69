using System.Diagnostics.CodeAnalysis;

namespace StoreForensics.Ingest.Directories.Linux;

/// <summary>A directory on the way down, with those below it that are still to be entered.</summary>
internal sealed class WalkedDirectory(byte[] name, int node, FileId id)
{
    private readonly Queue<WalkedDirectory> _below = [];

    /// <summary>NUL-terminated; empty for the root.</summary>
    public byte[] Name => name;

    public int Node => node;

    public FileId Id => id;

    /// <summary>Negative while it is not open.</summary>
    public int Descriptor { get; set; } = -1;

    public bool IsDone => _below.Count == 0;

    public void Add(WalkedDirectory below) => _below.Enqueue(below);

    public bool TryNext([NotNullWhen(true)] out WalkedDirectory? next) => _below.TryDequeue(out next);

    public void GiveUp() => _below.Clear();
}
