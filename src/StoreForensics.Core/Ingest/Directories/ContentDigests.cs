using System.Security.Cryptography;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Directories;

/// <summary>SHA-256 of every file of a directory (a <see cref="RunDigest"/> of large
/// ones), on two threads: who hashes what does not show in the result.</summary>
internal sealed class ContentDigests(DirectorySource source, ProblemLog problems, Action<long, long?>? progress)
{
    private const int Threads = 2;
    private const int BufferBytes = 1 << 20;
    private const long ProgressStep = 16L << 20;

    private int[] _files = [];
    private byte[]?[] _digests = [];
    private int _next = -1;
    private long _done;
    private long _total;

    /// <summary>The digests by node; null where there is none, because it is no file, could not be read, or is a further name of one.</summary>
    public byte[]?[] Compute(int[] order)
    {
        EvidenceTree tree = source.Tree;
        _digests = new byte[]?[tree.Count];
        _files = [.. order.Where(node => tree[node].Kind == EntryKind.File && tree.FirstLink(node) == node)];
        foreach (int node in _files)
            _total += tree[node].Size;
        Exception? failure = null;
        var second = new Thread(() => failure = Run()) { IsBackground = true, Name = "content digests" };
        second.Start();
        Exception? own = Run();
        second.Join();
        if ((own ?? failure) is { } error)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        progress?.Invoke(_done, _total);
        return _digests;
    }

    private Exception? Run()
    {
        try
        {
            byte[] buffer = new byte[BufferBytes];
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (int at = Interlocked.Increment(ref _next); at < _files.Length; at = Interlocked.Increment(ref _next))
                _digests[_files[at]] = HashFile(_files[at], hash, buffer);
            return null;
        }
        catch (Exception e) // handed to the caller's thread; ends the other one too
        {
            Volatile.Write(ref _next, int.MaxValue / 2);
            return e;
        }
    }

    private byte[]? HashFile(int node, IncrementalHash hash, byte[] buffer)
    {
        try
        {
            using Stream stream = source.Open(node);
            if (source.Tree[node].Size >= RunDigest.LeastFileBytes)
                return RunDigest.Of(stream, Tell);
            for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
            {
                hash.AppendData(buffer, 0, read);
                Tell(read);
            }
            return hash.GetHashAndReset();
        }
        catch (EvidenceFormatException e)
        {
            hash.GetHashAndReset(); // drops what was read
            problems.Damage(e.Code, new Origin(source.Name, source.Tree.PathOf(node), e.Offset), $"Not covered by the digest: {e.Message}.");
            return null;
        }
    }

    private void Tell(long read)
    {
        long now = Interlocked.Add(ref _done, read);
        if (now / ProgressStep != (now - read) / ProgressStep)
            progress?.Invoke(now, _total);
    }
}
